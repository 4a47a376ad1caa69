import { z } from 'zod';

/** Longer than any id a service gives; ids become parts of names that have limits of their own. */
const ID_LENGTH_MAX = 100;
/** Rows of one answer: far more than any page holds, also where a service ignores how many were asked for. */
export const ROWS_MAX = 100_000;

/** Adds what is wrong to the reading of a value. The value itself is left out: it may be personal. */
function refuse(context: z.RefinementCtx, message: string, path: PropertyKey[] = []): never {
  context.addIssue({ code: 'custom', message, path, input: undefined });
  return z.NEVER;
}

/** Control characters but for those that lay out a text, and halves of characters, which no other system takes. */
const UNSPEAKABLE = /[^\P{Cc}\t\n\r]|\p{Cs}/gu;

/** A text without characters that other systems, and terminals, stumble over. */
export function cleanText(text: string): string {
  return text.replace(UNSPEAKABLE, ' ').trim();
}

function scalarText(value: unknown, context: z.RefinementCtx): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return refuse(context, 'is no plain value');
  // JSON's numbers have no limit, JavaScript's have: an id beyond it would silently be its neighbour.
  const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return isExact ? String(value) : refuse(context, 'is a number too large to be read exactly');
}

/** A scalar that a service may write as a text, a number, a boolean or null, or leave out: read as a trimmed text. */
export const looseText = z.unknown().optional().transform(scalarText);

/** A scalar that must be there. */
export const requiredText = looseText.refine((text) => text !== '', { message: 'is missing' });

/** An id: a text or a whole number, as it stands, since it goes back into calls and comparisons. */
export const idText = z
  .unknown()
  .optional()
  .transform((value, context): string => {
    const text = typeof value === 'boolean' ? refuse(context, 'is no id') : scalarText(value, context);
    if (text === '') return refuse(context, 'is missing');
    const isSame = typeof value !== 'string' || text === value.trim();
    return isSame && text.length <= ID_LENGTH_MAX ? text : refuse(context, 'is no id');
  });

/** A flag that a service may write as a boolean or in words; undefined when it says nothing of it. */
export const looseFlag = looseText.transform((text) => {
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
});

/** A decimal text with no more digits behind the point than decide how it is rounded to hundredths. */
export function shortDecimal(text: string): string {
  return text.replace(/^([+-]?\d{1,13}\.\d{9})\d{1,60}$/, '$1');
}

const list = z.custom<readonly unknown[]>((value) => Array.isArray(value), { message: 'is no list' });

/** A list of rows that are read one by one up to the first that cannot be, so that a long odd list stays cheap. */
export function rowsOf<Row>(schema: z.ZodType<Row>): z.ZodType<readonly Row[], readonly unknown[]> {
  return list.transform((entries, context): readonly Row[] => {
    if (entries.length > ROWS_MAX) return refuse(context, `holds more than ${ROWS_MAX} rows`);
    const rows: Row[] = [];
    for (const [index, row] of entries.entries()) {
      const parsed = schema.safeParse(row);
      if (!parsed.success) {
        const { path, how } = firstFault(parsed.error);
        return refuse(context, how, [index, ...path]);
      }
      rows.push(parsed.data);
    }
    return rows;
  });
}

/** Says where a value is not as expected and in which way, never what the value was: it may be personal. */
export function whereItFails(error: z.ZodError): string {
  const { path, how } = firstFault(error);
  return `${path.length === 0 ? 'the answer' : path.map(String).join('.')} ${how}`;
}

function firstFault(error: z.ZodError): { readonly path: readonly PropertyKey[]; readonly how: string } {
  const [issue] = error.issues;
  if (issue === undefined) return { path: [], how: 'is not as expected' };
  // Only messages of our own schemas reach here beside zod's; of zod's own the code alone is told.
  return { path: issue.path, how: issue.code === 'custom' ? issue.message : `is not as expected (${issue.code})` };
}
