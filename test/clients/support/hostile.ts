/** In characters, which for these texts are bytes. */
export const MEGABYTE = 1024 * 1024;

/** Ten times what the slowest takes on a busy machine; work that grows with the square of a text takes hours. */
export const TIME_MS_MAX = 8_000;

/** How long a piece of work takes. */
export function millisecondsOf(work: () => unknown): number {
  const begin = performance.now();
  work();
  return Math.round(performance.now() - begin);
}
