import { setTimeout as delay } from 'node:timers/promises';

export interface PollOptions {
  readonly boundMs: number;
  readonly everyMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks again until the answer is something, or the bound is reached: then undefined. */
export async function poll<T>(ask: () => T | Promise<T>, options: PollOptions): Promise<T | undefined> {
  const { boundMs, everyMs, signal } = options;
  const until = Date.now() + boundMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined || Date.now() >= until) return answer;
    await delay(everyMs, undefined, { signal });
  }
}
