/** The name that a mistyped one most likely means; undefined when none is near. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  const wanted = plain(typed);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const distance = editDistance(wanted, plain(name));
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  const distanceMax = Math.max(1, Math.round(wanted.length * 0.4));
  return best !== undefined && best.distance <= distanceMax ? best.name : undefined;
}

/** Case and word separators are the commonest slips, so `poll_every` and `PollEvery` count as the same name. */
const plain = (name: string): string => name.slice(0, 64).toLowerCase().replaceAll(/[-_ ]/g, '');

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of from.split('').entries()) {
    const next = [index + 1];
    for (const [column, other] of to.split('').entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
