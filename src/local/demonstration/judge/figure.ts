/** One figure of the judgement, beside what it should be. */
export interface Figure {
  readonly claim: string;
  readonly is: number | string;
  readonly shouldBe: number | string;
  readonly ok: boolean;
  /** What is wrong, by id; at most five. */
  readonly wrong: readonly string[];
}

/** All figures, and whether every one is as it should be. */
export interface Judgement {
  readonly ok: boolean;
  readonly figures: readonly Figure[];
}

const NAMED_MAX = 5;

/** A figure that must be exactly one number. */
export function exactly(claim: string, numbers: { is: number; shouldBe: number }, wrong: readonly string[]): Figure {
  return { claim, ...numbers, ok: numbers.is === numbers.shouldBe, wrong: wrong.slice(0, NAMED_MAX) };
}

/** How many of those concerned hold a claim: all should. */
export function allOf<T>(
  claim: string,
  concerned: readonly T[],
  by: { holds: (one: T) => boolean; name: (one: T) => string },
): Figure {
  const wrong = concerned.filter((one) => !by.holds(one)).map(by.name);
  return exactly(claim, { is: concerned.length - wrong.length, shouldBe: concerned.length }, wrong);
}

/** How many there are of what must not be. */
export function noneOf(claim: string, wrong: readonly string[]): Figure {
  return exactly(claim, { is: wrong.length, shouldBe: 0 }, wrong);
}
