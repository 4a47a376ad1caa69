// Runs the tests of the files that are named, or all: then in parts side by side, because tests that have to do with
// Temporal mostly wait for it. All parts share one server and one bundle, and each has a namespace of its own. The first
// part prints as it goes, the others when they have ended.
import { spawn, type StdioOptions } from 'node:child_process';
import { fetchServer, serveParts } from './support/temporal.js';

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
  const server = await serveParts();
  letPartsEnd();
  try {
    return await Promise.all(
      [...PARTS, others].map((args, index) =>
        mocha({ args, env: server.env, stdio: index === 0 ? 'inherit' : ['ignore', 'pipe', 'pipe'] }),
      ),
    );
  } finally {
    await server.close();
  }
}

async function runNamed(args: readonly string[]): Promise<readonly Ended[]> {
  await fetchServer();
  letPartsEnd();
  return [await mocha({ args, stdio: 'inherit' })];
}

/** Ctrl-C reaches the parts too, which end what they started; this process waits for them. */
function letPartsEnd(): void {
  process.on('SIGINT', () => undefined);
}

const named = process.argv.slice(2);
const ended = await (named.length > 0 ? runNamed(named) : runAll());
for (const { printed } of ended) process.stdout.write(printed);
process.exitCode = Math.max(...ended.map(({ code }) => code));
