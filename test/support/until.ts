import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until `read` gives something, at most `timeoutMs`; the error says what was waited for. */
export async function until<T>(
  what: string,
  read: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 30_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    await pause(20);
  }
  throw new Error(`Not within ${timeoutMs} ms: ${what}.`);
}
