/**
 * Puts the parts of a wide record together, in the first of them, which must be new. A spread does the same fifty times
 * slower and leaves an object that is slow to write, which shows in lists of 250 rows.
 */
export function join<A extends object, B extends object>(first: A, second: B): A & B {
  return Object.assign(first, second);
}
