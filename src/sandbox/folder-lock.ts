import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.js';

const LOCK_NAME = 'sandbox.lock';
const TRIES_MAX = 20;

/** Keeps a second sandbox off the same folder, where two writers would spoil the journal. */
export interface FolderLock {
  release(): void;
}

/** Takes the folder, or says which live process holds it; what a killed one left behind is no hindrance. */
export function lockFolder(dir: string): FolderLock {
  const path = join(dir, LOCK_NAME);
  const own = `${process.pid} ${stampOf(process.pid) ?? 'unknown'}`;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if (placeLock(dir, path, own)) return heldLock(path);
    const holder = readHolder(path);
    if (holder !== undefined && isAlive(holder)) {
      const pid = holder.split(' ')[0] ?? '?';
      throw new StartError(`Another sandbox (process ${pid}) is at work in ${dir}. End it, or choose another folder.`);
    }
    if (holder !== undefined) discard(path, holder);
  }
  throw new StartError(`The lock ${path} came and went ${TRIES_MAX} times; delete it when nothing else runs here.`);
}

function heldLock(path: string): FolderLock {
  return {
    release() {
      rmSync(path, { force: true });
    },
  };
}

/** A link appears with its content at once, so that nobody ever reads a lock that is half written. */
function placeLock(dir: string, path: string, own: string): boolean {
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(dir, { recursive: true });
    writeFileSync(draft, own);
  } catch (error) {
    throw new StartError(`The folder ${dir} cannot be written to (${codeOf(error)}).`);
  }
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new StartError(`The folder ${dir} takes no lock (${codeOf(error)}).`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone since it was met: the next try may have the folder.
    return undefined;
  }
}

function isAlive(holder: string): boolean {
  const [pid, stamp] = holder.split(' ');
  return stampOf(Number(pid)) === stamp;
}

/** Names one run of one process: in a container the same number comes round with every start. */
function stampOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      // The signal 0 only asks, and throws where nobody answers.
      process.kill(pid, 0);
      return 'alive';
    }
    // The command's name may hold blanks and brackets, so the fields are counted from behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Two may find the same stale lock: moved aside first, so that neither deletes what the other just took. */
function discard(path: string, stale: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
    if (readHolder(aside) !== stale) linkSync(aside, path);
  } catch {
    // Someone else was quicker; the next try looks again.
  } finally {
    rmSync(aside, { force: true });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
