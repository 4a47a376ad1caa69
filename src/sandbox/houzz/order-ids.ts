import type { Random } from '../random.js';

/** Each second has this many ids: an id is the second of its creation times this, and something drawn below it. */
const IDS_PER_SECOND = 2 ** 20;

const DRAWS_MAX = 1_000;

/** Mints an id that is not taken, the way Houzz's own can be read: sorting ids sorts by time, to the second. */
export function mintId(atMs: number, random: Random, isTaken: (key: number) => boolean): string {
  const first = firstKeyAt(atMs);
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const key = first + Math.floor(random() * IDS_PER_SECOND);
    if (!isTaken(key)) return idOf(key);
  }
  throw new Error('One second of the sandbox holds too many orders.');
}

/** The lowest key that an order created at or after this instant, to the second, can have. */
export function firstKeyAt(atMs: number): number {
  return Math.floor(atMs / 1_000) * IDS_PER_SECOND;
}

/** The 16 digits of an id as one number, which is below 2^53. */
export function keyOf(id: string): number {
  return Number(id.replaceAll('-', ''));
}

function idOf(key: number): string {
  const digits = String(key).padStart(16, '0');
  return [0, 4, 8, 12].map((from) => digits.slice(from, from + 4)).join('-');
}
