import { join } from 'node:path';
import { isAlive, readLock, tryLock, type FileLock, type LockHolder, type ServedPlace } from './lock.js';
import { poll } from './poll.js';
import { TemporalProblem } from './problem.js';

/** A killed opener's server takes about a second to end by its guard, and its guard's grace at most. */
const LEFTOVER_MAX_MS = 20_000;
const LEFTOVER_ENDS_ITSELF_MS = 10_000;

export interface DatabaseLockOptions {
  readonly stateFolder: string;
  readonly say: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const lockFile = (stateFolder: string): string => join(stateFolder, 'temporal.lock');

/** Where a server serves the data of this folder now; undefined where none does, or the folder is not ours to read. */
export function servedPlace(stateFolder: string): ServedPlace | undefined {
  try {
    const held = readLock(lockFile(stateFolder));
    return held?.holders.some(({ role }) => role === 'server') === true ? held.place : undefined;
  } catch {
    return undefined;
  }
}

/** One server for one database file: two would corrupt each other's view of it. */
export async function lockDatabase({ stateFolder, say, signal }: DatabaseLockOptions): Promise<FileLock> {
  const path = lockFile(stateFolder);
  const startedAt = Date.now();
  let isTold = false;
  let holders: readonly LockHolder[] = [];
  const lock = await poll(
    () => {
      const attempt = tryLock(path);
      if (attempt.kind === 'taken') return attempt.lock;
      holders = attempt.holders;
      const opener = holders.find(({ role }) => role === 'opener');
      if (opener !== undefined) throw alreadyRunning(stateFolder, opener.pid, attempt.place?.address);
      if (!isTold) say('Waiting for the Temporal server of a process that was killed to end.');
      isTold = true;
      endOrphan(holders, Date.now() - startedAt > LEFTOVER_ENDS_ITSELF_MS);
      return undefined;
    },
    { boundMs: LEFTOVER_MAX_MS, everyMs: 100, signal },
  );
  if (lock !== undefined) return lock;
  const pids = holders.map(({ role, pid }) => `${role} ${pid}`).join(', ');
  throw new TemporalProblem(
    'already-running',
    `The Temporal server of an earlier process does not end in ${stateFolder} (${pids}). End it by hand, then start again.`,
  );
}

/** A server whose guard was killed as well has nobody left to end it. */
function endOrphan(holders: readonly LockHolder[], isOverdue: boolean): void {
  if (holders.some(({ role }) => role === 'guard')) return;
  for (const holder of holders) {
    if (holder.role === 'server' && isAlive(holder)) process.kill(holder.pid, isOverdue ? 'SIGKILL' : 'SIGTERM');
  }
}

function alreadyRunning(stateFolder: string, pid: number, address: string | undefined): TemporalProblem {
  const share = address === undefined ? '' : `, or share its server with TEMPORAL_ADDRESS=${address}`;
  return new TemporalProblem(
    'already-running',
    `Temporal is already running on the data in ${stateFolder} (pid ${pid}). End that process, use another state folder${share}.`,
  );
}
