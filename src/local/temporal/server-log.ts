import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';

const SIZE_MAX_BYTES = 5_000_000;
const TAIL_LINES = 15;

export interface ServerLog {
  readonly file: string;
  readonly descriptor: number;
  /** The last lines written since it was opened. */
  tail(): string;
  /** The server has its own copy of the descriptor. */
  close(): void;
}

export function openServerLog(file: string): ServerLog {
  let start = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (start > SIZE_MAX_BYTES) {
    renameSync(file, `${file}.old`);
    start = 0;
  }
  const descriptor = openSync(file, 'a', 0o600);
  return {
    file,
    descriptor,
    tail: () => readFileSync(file).subarray(start).toString('utf8').trim().split('\n').slice(-TAIL_LINES).join('\n'),
    close: () => {
      closeSync(descriptor);
    },
  };
}
