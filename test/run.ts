// Runs the tests of the files that are named, or all: then in parts side by side, because tests that have to do with
// Temporal mostly wait for it. All parts share one server and one build of the program with its bundle, and each has a
// namespace of its own. The first part prints as it goes, the others when they have ended.
import { spawn, type StdioOptions } from 'node:child_process';
import { readTemporalSettings } from '../src/config/temporal.js';
import { userCacheFolder } from '../src/local/temporal/cache.js';
import { findCommand } from '../src/local/temporal/find.js';
import { buildProgram } from './support/program.js';
import { envOf } from './support/shared-by-parts.js';
import { startTestServer } from './support/temporal.js';

/** Balanced by the time they take; a test that stands in none of them runs in the last part. */
const PARTS: readonly (readonly string[])[] = [
  ['test/{activities,browser,commands,docs,house,replay,workflows}/**/*.test.ts', 'test/bridge/[a-f]*.test.ts'],
  ['test/bridge/[!a-f]*.test.ts'],
  ['test/worker/**/*.test.ts'],
  ['test/journey/**/*.test.ts'],
  ['test/faults/**/*.test.ts'],
];

interface Part {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio: StdioOptions;
}

interface Ended {
  readonly printed: string;
  readonly code: number;
}

function mocha({ args, env, stdio }: Part): Promise<Ended> {
  const child = spawn('mocha', args, { stdio, env: { ...process.env, ...env }, shell: process.platform === 'win32' });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ printed: `mocha could not be started: ${error.message}\n`, code: 1 });
    });
    child.once('close', (code) => {
      resolve({ printed, code: code ?? 1 });
    });
  });
}

async function runAll(): Promise<readonly Ended[]> {
  const others = ['test/**/*.test.ts', ...PARTS.flat().flatMap((files) => ['--ignore', files])];
  const program = await buildProgram();
  try {
    const server = await startTestServer();
    try {
      const env = envOf({ ...server, programFolder: program.folder });
      letPartsEnd();
      return await Promise.all(
        [...PARTS, others].map((args, index) =>
          mocha({ args, env, stdio: index === 0 ? 'inherit' : ['ignore', 'pipe', 'pipe'] }),
        ),
      );
    } finally {
      await server.close();
    }
  } finally {
    await program.remove();
  }
}

async function runNamed(args: readonly string[]): Promise<readonly Ended[]> {
  await fetchServer();
  letPartsEnd();
  return [await mocha({ args, stdio: 'inherit' })];
}

/**
 * Fetches or builds the server where there is none yet: minutes that no test's time limit should have to hold. Where it
 * cannot be had the tests that need it say why.
 */
async function fetchServer(): Promise<void> {
  const { env } = process;
  if (readTemporalSettings(env).isNamed) return;
  const say = (line: string): boolean => process.stderr.write(`${line}\n`);
  await findCommand({ env, cacheFolder: userCacheFolder(env), say }).catch(() => undefined);
}

/** Ctrl-C reaches the parts too, which end what they started; this process waits for them. */
function letPartsEnd(): void {
  process.on('SIGINT', () => undefined);
}

const named = process.argv.slice(2);
const ended = await (named.length > 0 ? runNamed(named) : runAll());
for (const { printed } of ended) process.stdout.write(printed);
process.exitCode = Math.max(...ended.map(({ code }) => code));
