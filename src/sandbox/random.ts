/** A source of numbers from 0 up to, but without, 1. */
export type Random = () => number;

/**
 * Seeded randomness, so that a run can be repeated: Mulberry32 by Tommy Ettinger (public domain), one 32-bit word of
 * state. It is small and even enough to choose faults and ids, and fit for nothing that must be secret.
 */
export function createRandom(seed: number): Random {
  let word = seed >>> 0;
  return () => {
    word = (word + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(word ^ (word >>> 15), word | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One seed for one place of a seeded series: neighbouring seeds and places must not give neighbouring streams. */
export function mixSeed(seed: number, place: number): number {
  return Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b);
}

/** Draws one of a list. */
export function pick<T>(list: readonly T[], random: Random): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new RangeError('Nothing can be drawn from an empty list.');
  return found;
}
