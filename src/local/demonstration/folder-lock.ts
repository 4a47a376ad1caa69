import { join } from 'node:path';
import { CommandError } from '../../commands/command-error.js';
import { EXIT } from '../../commands/exit-codes.js';
import { tryLock, type FileLock } from '../temporal/lock.js';

/** Keeps a second demonstration off the same folder: two writers would spoil the state of the simulated services. */
export function lockFolder(stateDir: string): FileLock {
  const attempt = tryLock(join(stateDir, 'demonstration.lock'));
  if (attempt.kind === 'taken') return attempt.lock;
  const pids = attempt.holders.map(({ pid }) => pid).join(', ');
  throw new CommandError(EXIT.usage, {
    what: 'A demonstration is already running on this folder.',
    why: `${stateDir} is in use by process ${pids === '' ? 'unknown' : pids}.`,
    next: 'End that one, or give this one another folder with --state.',
  });
}
