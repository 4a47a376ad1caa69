/** Runs `work` over a list, `size` at a time, and returns the results in the list's order. */
export async function inBatches<T, R>(list: readonly T[], size: number, work: (entry: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < list.length; start += size) {
    results.push(...(await Promise.all(list.slice(start, start + size).map(work))));
  }
  return results;
}
