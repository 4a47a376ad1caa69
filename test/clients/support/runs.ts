/** The same cases on each run, so that a failure stays; another seed in FAST_CHECK_SEED looks further. */
const SEED = Number(process.env['FAST_CHECK_SEED'] ?? '20261123');

/** How a property is run; fast-check prints the seed and the path of a case that fails. */
export function runs(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns, seed: SEED };
}
