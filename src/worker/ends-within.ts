import { setTimeout as delay } from 'node:timers/promises';

/** Whether work ends in time; when it fails in time, so does this. */
export async function endsWithin(work: Promise<unknown>, boundMs: number): Promise<boolean> {
  const over = new AbortController();
  try {
    return await Promise.race([work.then(() => true), delay(boundMs, false, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
