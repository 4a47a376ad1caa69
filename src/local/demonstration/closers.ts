import { setTimeout as delay } from 'node:timers/promises';

/** Remembers how to close what was opened, the last first. */
export interface Closers {
  add(name: string, close: () => Promise<void>): void;
  /** Closes all, each within its bound; gives the names of those that did not close in time or failed. */
  closeAll(): Promise<readonly string[]>;
}

/** Longer than the slowest call of a Worker takes to the simulated services, and than the server takes to end. */
const CLOSE_WITHIN_MS = 12_000;

/** Makes an empty list of closers. */
export function createClosers(): Closers {
  const closers: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  return {
    add: (name, close) => {
      closers.push({ name, close });
    },
    async closeAll() {
      const unclosed: string[] = [];
      for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
        if (!(await closesInTime(closer.close))) unclosed.push(closer.name);
      }
      return unclosed;
    },
  };
}

async function closesInTime(close: () => Promise<void>): Promise<boolean> {
  const late = new AbortController();
  try {
    return await Promise.race([
      close().then(() => true),
      delay(CLOSE_WITHIN_MS, false, { signal: late.signal, ref: true }),
    ]);
  } catch {
    // What cannot be closed is told by its name; the others are closed all the same.
    return false;
  } finally {
    late.abort();
  }
}
