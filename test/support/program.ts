import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sharedByParts } from './shared-by-parts.js';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** The program as `npm run build` makes it, in a folder of its own. */
export interface BuiltProgram {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Builds the program with its workflow bundle. Types are not looked at: that is `npm run check`. */
export async function buildProgram(): Promise<BuiltProgram> {
  // Beside the sources, as `dist` is: the packages and the manifest are found from there.
  const folder = await mkdtemp(join(PROJECT, 'dist-test-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const node = (...args: readonly string[]) => run(process.execPath, args, { cwd: PROJECT });
  try {
    await node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder, '--noCheck');
    await node(join(folder, 'worker/write-bundle.js'));
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What Node is given to run one of the programs from its sources, as `npm start` and `npm run worker` do. */
export const fromSources = (name: 'worker' | 'starter'): readonly string[] => [
  '--import',
  'tsx',
  join(PROJECT, 'src', `${name}.ts`),
];

/** The same, as it was built once for all parts of a run: that starts in a fraction of the time. */
export function programArgs(name: 'worker' | 'starter'): readonly string[] {
  const folder = sharedByParts()?.programFolder;
  return folder === undefined ? fromSources(name) : [join(folder, `${name}.js`)];
}

/** What a call of the command line came to. */
export interface RanStarter {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

const CALL_MAX_MS = 60_000;

/** Calls the command line in a process of its own, with these variables only. */
export async function runStarter(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program: readonly string[] = programArgs('starter'),
): Promise<RanStarter> {
  const child = spawn(process.execPath, [...program, ...argv], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: CALL_MAX_MS,
  });
  const printed = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.error += text;
  });
  await once(child, 'close');
  return { code: child.exitCode, ...printed };
}
