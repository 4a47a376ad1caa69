import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export type Env = Readonly<Record<string, string | undefined>>;

export interface FindContext {
  readonly env: Env;
  readonly cacheFolder: string;
  readonly say: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export type FindResult =
  { readonly kind: 'found'; readonly path: string } | { readonly kind: 'missing'; readonly why: string };

const VERSION_TIMEOUT_MS = 15_000;

const run = promisify(execFile);

export const executableName = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

export async function findOnPath(name: string, env: Env): Promise<string | undefined> {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter);
  for (const folder of folders) {
    const path = join(folder, executableName(name));
    if (folder !== '' && (await isExecutable(path))) return path;
  }
  return undefined;
}

export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** What the command says of itself; undefined when it is not Temporal's, or does not run on this machine. */
export async function versionOf(path: string, env: Env): Promise<string | undefined> {
  const output = await outputOf(path, ['--version'], env);
  return output?.startsWith('temporal version ') === true ? output : undefined;
}

/** A short command's output; undefined when it fails or takes too long. */
export async function outputOf(path: string, args: readonly string[], env: Env): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, args, { env, timeout: VERSION_TIMEOUT_MS });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
