/** A list with at least one entry. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Tells whether a list has at least one entry. */
export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}
