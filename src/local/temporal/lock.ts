import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

type LockRole = 'opener' | 'guard' | 'server';

export interface LockHolder {
  readonly role: LockRole;
  readonly pid: number;
  /** When the process began, in the system's own form: a number that came round again names another process. */
  readonly stamp: string;
}

/** Where what the lock stands for can be reached. */
export interface ServedPlace {
  /** Host and port. */
  readonly address: string;
  readonly uiUrl?: string | undefined;
}

export interface FileLock {
  /** Adds a process that must be gone, too, before anyone else may take the lock. */
  addHolder(role: LockRole, pid: number): void;
  notePlace(place: ServedPlace): void;
  release(): void;
}

export type LockAttempt = { readonly kind: 'taken'; readonly lock: FileLock } | ({ readonly kind: 'held' } & HeldLock);

/** A lock that live processes hold. */
export interface HeldLock {
  readonly holders: readonly LockHolder[];
  readonly place: ServedPlace | undefined;
}

/** A lock that is being written is empty for a moment; one that stays empty belongs to nobody. */
const EMPTY_LOCK_AGE_MAX_MS = 2_000;
const TRIES_MAX = 20;

/** Takes the lock, or says which live processes hold it. What dead ones left behind is removed. */
export function tryLock(path: string): LockAttempt {
  const own: LockHolder = { role: 'opener', pid: process.pid, stamp: stampOf(process.pid) ?? 'unknown' };
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if (createFile(path, format([own], undefined))) return { kind: 'taken', lock: heldLock(path, own) };
    const text = readText(path);
    if (text === undefined) continue;
    if (text === '' && isYoung(path)) return { kind: 'held', holders: [], place: undefined };
    const held = liveOf(text);
    if (held !== undefined) return { kind: 'held', ...held };
    discardStale(path, text);
  }
  throw new Error(`The lock file ${path} came and went ${TRIES_MAX} times; delete it when nothing else runs here.`);
}

/** Who holds the lock, without trying to take it; undefined where no live process does. */
export function readLock(path: string): HeldLock | undefined {
  const text = readText(path);
  return text === undefined ? undefined : liveOf(text);
}

function liveOf(text: string): HeldLock | undefined {
  const { holders, place } = parse(text);
  const live = holders.filter(isAlive);
  return live.length === 0 ? undefined : { holders: live, place };
}

export function isAlive(holder: LockHolder): boolean {
  return stampOf(holder.pid) === holder.stamp;
}

/** Names one run of one process; undefined when it is gone, or has ended and merely waits for its parent's notice. */
export function stampOf(pid: number): string | undefined {
  try {
    if (process.platform === 'win32') return windowsStamp(pid);
    if (process.platform !== 'linux') return psStamp(pid);
    // The command's name may hold blanks and brackets, so the fields are counted from behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Windows tells no more than that the process is there: the signal 0 throws when it is not. */
function windowsStamp(pid: number): string {
  process.kill(pid, 0);
  return 'alive';
}

function psStamp(pid: number): string | undefined {
  const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return line.startsWith('Z') ? undefined : line.split(/\s+/).slice(1).join('-');
}

function heldLock(path: string, own: LockHolder): FileLock {
  const holders = [own];
  let place: ServedPlace | undefined;
  const rewrite = (): void => {
    const next = `${path}.${process.pid}`;
    writeFileSync(next, format(holders, place));
    renameSync(next, path);
  };
  return {
    addHolder: (role, pid) => {
      holders.push({ role, pid, stamp: stampOf(pid) ?? 'gone' });
      rewrite();
    },
    notePlace: (value) => {
      place = value;
      rewrite();
    },
    release: () => {
      rmSync(path, { force: true });
    },
  };
}

function format(holders: readonly LockHolder[], place: ServedPlace | undefined): string {
  const lines = holders.map(({ role, pid, stamp }) => `${role} ${pid} ${stamp}`);
  const { address, uiUrl } = place ?? {};
  const places = [
    ...(address === undefined ? [] : [`address ${address}`]),
    ...(uiUrl === undefined ? [] : [`ui ${uiUrl}`]),
  ];
  return [...lines, ...places, ''].join('\n');
}

function parse(text: string): HeldLock {
  const holders: LockHolder[] = [];
  const places = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [word = '', first = '', stamp = ''] = line.split(' ');
    if (word === 'opener' || word === 'guard' || word === 'server') {
      holders.push({ role: word, pid: Number(first), stamp });
    } else places.set(word, first);
  }
  const address = places.get('address');
  return { holders, place: address === undefined ? undefined : { address, uiUrl: places.get('ui') } };
}

function createFile(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isYoung(path: string): boolean {
  const made = statSync(path, { throwIfNoEntry: false });
  return made !== undefined && Date.now() - made.mtimeMs < EMPTY_LOCK_AGE_MAX_MS;
}

/** Two processes may find the same stale lock: moved aside first, so that neither deletes what the other just took. */
function discardStale(path: string, text: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const moved = readText(aside) ?? '';
  if (moved !== text) createFile(path, moved);
  rmSync(aside, { force: true });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
