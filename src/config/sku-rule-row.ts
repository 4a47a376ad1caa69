import { z } from 'zod';
import type { SkuStockRule } from '../domain/stock/rules.js';
import { QUANTITY_MAX } from './fields.js';
import { nearestName } from './nearest.js';

/** What is wrong with a line of the file of rules, as parts of a sentence. */
export interface RowProblem {
  readonly what: string;
  readonly next: string;
}

const EMPTY = 'or leave it empty for the general rule.';

function whole(max: number) {
  const error = `Give a whole number from 0 to ${max}, ${EMPTY}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, { error })
    .meta({ $comment: `whole number from 0 to ${max}` })
    .transform(Number)
    .pipe(z.int().max(max, { error }));
}

const LOCATIONS = `Give numbers of TradeGecko locations with a blank between them, ${EMPTY}`;

/** A line by its columns; those whose cell is empty are left out. */
export const skuRuleRow = z.object({
  sku: z
    .string({ error: 'Give the SKU in TradeGecko.' })
    .describe("Required: a SKU as Houzz shows it, or one of TradeGecko's."),
  buffer: whole(QUANTITY_MAX).exactOptional().describe('As the general key.'),
  percentage: whole(100).exactOptional().describe('As the general key.'),
  floor: whole(QUANTITY_MAX).exactOptional().describe('As the general key.'),
  cap: z
    .union([z.literal('none').transform(() => null), whole(QUANTITY_MAX)], {
      error: `Give a whole number from 0 to ${QUANTITY_MAX}, or none for no limit, ${EMPTY}`,
    })
    .exactOptional()
    .describe('As the general key; none for no limit.'),
  locations: z
    .string()
    .regex(/^[1-9]\d{0,15}( +[1-9]\d{0,15})*$/, { error: LOCATIONS })
    .meta({ $comment: 'whole numbers with blanks between them' })
    .transform((text) => text.split(/ +/))
    .exactOptional()
    .describe('As the general key.'),
  fixed: whole(QUANTITY_MAX).exactOptional().describe('The figure that is always shown, whatever the stock.'),
  skip: z
    .enum(['yes', 'no'], { error: 'Say yes or no.' })
    .transform((word) => word === 'yes')
    .exactOptional()
    .describe('With yes this listing is never written.'),
});

const COLUMNS: readonly string[] = Object.keys(skuRuleRow.shape);

/** What is wrong with the names of the columns. */
export function findHeaderProblems(names: readonly string[]): readonly RowProblem[] {
  const unknown = names.filter((name) => !COLUMNS.includes(name));
  const repeated = names.filter((name, index) => names.indexOf(name) < index);
  return [
    ...unknown.map((name) => ({ what: `has the unknown column "${name}"`, next: columnAdvice(name) })),
    ...repeated.map((name) => ({ what: `has the column "${name}" twice`, next: 'Remove one of the two.' })),
    ...(names.includes('sku') ? [] : [{ what: 'names no column "sku"', next: 'Begin it with names: sku,buffer.' }]),
  ];
}

function columnAdvice(name: string): string {
  const nearest = nearestName(name, COLUMNS);
  return nearest === undefined ? `Known: ${COLUMNS.join(', ')}.` : `Did you mean "${nearest}"?`;
}

/** Reads one line by the names of its columns. */
export function readSkuRow(
  names: readonly string[],
  cells: readonly string[],
): { readonly rule: SkuStockRule } | { readonly problems: readonly RowProblem[] } {
  if (cells.length > names.length) {
    const next = 'Put a text that holds commas in quotes.';
    return { problems: [{ what: `has ${cells.length} cells for ${names.length} columns`, next }] };
  }
  const filled = names.flatMap((name, index) => (cells[index] ? [[name, cells[index]] as const] : []));
  const read = skuRuleRow.safeParse(Object.fromEntries(filled));
  if (read.success) return { rule: read.data };
  return {
    problems: read.error.issues.map(({ path, message }) => {
      const column = String(path[0]);
      const isThere = filled.some(([name]) => name === column);
      return { what: isThere ? `cannot have that ${column}` : `has no ${column}`, next: message };
    }),
  };
}
