import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { surroundingsTable, tableOf, type Result, type Surroundings } from './report.js';

/** The page that the measured tables stand in. */
export const PERFORMANCE_PAGE = 'docs/performance.md';

/** The part that says where and when it was measured. */
const SURROUNDINGS = 'surroundings';

const beginOf = (part: string): string => `<!-- written by npm run bench -- --write: ${part} -->`;
const END = '<!-- end -->';

/** The parts that a page should have a place for and has not. */
export function missingPlaces(page: string, benches: readonly string[]): readonly string[] {
  return [SURROUNDINGS, ...benches].filter((part) => placeOf(page, part) === undefined);
}

/** The page with these results in their places; what stands around them, and the parts of other benches, are kept. */
export function withResults(page: string, surroundings: Surroundings, results: readonly Result[]): string {
  const parts: readonly (readonly [string, string])[] = [
    [SURROUNDINGS, surroundingsTable(surroundings)],
    ...results.map((result) => [result.bench, tableOf(result)] as const),
  ];
  return parts.reduce((written, [part, text]) => {
    const place = placeOf(written, part);
    if (place === undefined) throw new Error(`${PERFORMANCE_PAGE} has no place for ${part}: ${beginOf(part)} … ${END}`);
    return `${written.slice(0, place.start)}\n\n${text}\n\n${written.slice(place.end)}`;
  }, page);
}

/** Writes results into the page. */
export async function writePage(surroundings: Surroundings, results: readonly Result[]): Promise<void> {
  const written = withResults(await readFile(PERFORMANCE_PAGE, 'utf8'), surroundings, results);
  const options = { ...(await resolveConfig(PERFORMANCE_PAGE)), filepath: PERFORMANCE_PAGE };
  await writeFile(PERFORMANCE_PAGE, await format(written, options));
}

function placeOf(page: string, part: string): { readonly start: number; readonly end: number } | undefined {
  const begin = page.indexOf(beginOf(part));
  const start = begin + beginOf(part).length;
  const end = begin === -1 ? -1 : page.indexOf(END, start);
  return end === -1 ? undefined : { start, end };
}
