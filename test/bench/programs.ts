import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, runChild, type Ended } from './child.js';

/** The command line in both forms in which it is run. */
export const FORMS = {
  built: 'as installed',
  sources: 'from sources',
} as const;

export type Form = keyof typeof FORMS;

/** Builds the program into a folder, with what it finds beside itself when it is installed; gives the command's file. */
export async function build(folder: string): Promise<string> {
  const tsc = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');
  const built = await runChild([tsc, '-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist')]);
  if (built.code !== 0) throw new Error(`The program could not be built:\n${built.output}`);
  cpSync(join(PROJECT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'dist', 'starter.js');
}

/** What Node is given to run the command line in each form. */
export const commandLines = (builtFile: string): Readonly<Record<Form, readonly string[]>> => ({
  built: [builtFile],
  sources: ['--import', 'tsx', 'src/starter.ts'],
});

/** Runs a program and fails when it does not end with one of these codes. */
export async function runWell(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  codes: readonly number[] = [0],
): Promise<Ended> {
  const ended = await runChild(args, env);
  if (ended.code !== null && codes.includes(ended.code)) return ended;
  throw new Error(`node ${args.join(' ')} ended with ${String(ended.code)}:\n${ended.words}`);
}

/** How long Node itself takes to start and end, with nothing to do. */
export async function nodeStartMs(): Promise<number> {
  return (await runWell(['-e', '0'])).tookMs;
}

/** Measures so often; one after the other, as two at a time would slow each other down. */
export async function repeat(times: number, measure: () => Promise<number>): Promise<readonly number[]> {
  const values: number[] = [];
  for (let turn = 0; turn < times; turn += 1) values.push(await measure());
  return values;
}
