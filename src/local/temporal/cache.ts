import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { executableName, isExecutable, versionOf, type Env, type FindContext, type FindResult } from './command.js';
import { tryLock, type FileLock } from './lock.js';
import { poll } from './poll.js';

/** The version that tools/temporal-cli pins; a test holds the two together. */
export const COMMAND_VERSION = '1.8.2';

const WAIT_FOR_OTHER_MAX_MS = 45 * 60_000;

/** The user's own cache, as each system has it. */
export function userCacheFolder(env: Env, platform: NodeJS.Platform = process.platform): string {
  const home = env['HOME'] ?? homedir();
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, 'Library', 'Caches'),
    win32: env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'),
  };
  const configured = env['XDG_CACHE_HOME'];
  const folder = folders[platform] ?? (configured === undefined || configured === '' ? undefined : configured);
  return join(folder ?? join(home, '.cache'), 'orderbridge');
}

export function cachedCommand(cacheFolder: string): string {
  return join(cacheFolder, 'temporal-cli', COMMAND_VERSION, executableName('temporal'));
}

/** What a step makes of an empty folder: the command inside it, or a reason why not. */
export type MakeCommand = (folder: string) => Promise<FindResult>;

/**
 * Lets one process at a time fill the cache. What is made is tried before it is moved to its place in one step, so that
 * nobody ever finds half of it; what a killed process left behind is removed.
 */
export async function fillCache(context: FindContext, make: MakeCommand): Promise<FindResult> {
  const path = cachedCommand(context.cacheFolder);
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
  } catch {
    return { kind: 'missing', why: `the cache folder ${folder} cannot be written; set XDG_CACHE_HOME to one that can` };
  }
  const lock = await takeTurn(`${path}.lock`, context);
  if (lock === undefined) return { kind: 'missing', why: `another process still fills ${folder}; try again later` };
  const incoming = join(folder, 'incoming');
  try {
    if (await isExecutable(path)) return { kind: 'found', path };
    await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming);
    const made = await make(incoming);
    if (made.kind === 'missing') return made;
    if ((await versionOf(made.path, context.env)) === undefined) {
      return { kind: 'missing', why: 'the command that was fetched or built does not run on this machine' };
    }
    await rename(made.path, path);
    return { kind: 'found', path };
  } finally {
    await rm(incoming, { recursive: true, force: true });
    lock.release();
  }
}

async function takeTurn(lockFile: string, { say, signal }: FindContext): Promise<FileLock | undefined> {
  let isTold = false;
  return poll(
    () => {
      const attempt = tryLock(lockFile);
      if (attempt.kind === 'taken') return attempt.lock;
      if (!isTold) say(`Another process (pid ${attempt.holders[0]?.pid ?? 'unknown'}) is fetching it; waiting.`);
      isTold = true;
      return undefined;
    },
    { boundMs: WAIT_FOR_OTHER_MAX_MS, everyMs: 500, signal },
  );
}
