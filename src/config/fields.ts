import { z } from 'zod';
import { DURATION, formatDuration, parseDuration } from './durations.js';
import { nearestName } from './nearest.js';

// The message of every issue says what to do; what is wrong is told from the issue itself, in `problems.ts`.
// What a key means is its description, and how a value is written its `$comment`, where the schema alone does not tell:
// the example file, the page of the configuration and the schema for editors are written from them by `npm run docs`.

/** A group of keys; a key that is none of them is an error that names the nearest one. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKeyAdvice(key, Object.keys(shape))).join('\n')
        : 'Write it as a group of keys, one a line, indented below it.',
  });

function unknownKeyAdvice(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  if (nearest !== undefined) return `Did you mean "${nearest}"?`;
  return known.length === 0 ? 'Remove it: nothing can be set here yet.' : `Known here: ${known.join(', ')}.`;
}

/** A group that may be left out, or stand there with all its keys commented out, which YAML reads as null. */
export const optionalGroup = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value: unknown) => value ?? {}, schema);

/** A text of at least one character on one line. */
export const text = (next: string) =>
  z
    .string({ error: next })
    .trim()
    .min(1, { error: next })
    // A line break in a name or an id would travel into HTTP headers.
    .regex(/^[^\u0000-\u001f\u007f]*$/, { error: next })
    .meta({ $comment: 'text' });

/** A user name for Basic authentication, which ends it with a colon. */
export const loginName = (next: string) =>
  text(next).refine((name) => !name.includes(':'), { error: next, params: { what: 'holds a colon' } });

/** `true` or `false`. */
export const flag = (next: string) => z.boolean({ error: next });

/** One of a closed list of words. */
export const choice = <const Words extends readonly string[]>(words: Words, next: string) =>
  z.enum(words, { error: `${next} Known: ${words.join(', ')}.` });

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number, next: string) {
  const error = `${next} Give a whole number from ${min} to ${max}.`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** The largest number of units that a rule may name. */
export const QUANTITY_MAX = 999_999;

/** A number of units. */
export const quantity = (next: string) => wholeNumber(0, QUANTITY_MAX, next);

/** An id of the other service: digits, written with or without quotes; kept as text. */
export const numericId = (next: string) =>
  z
    .union([z.int().positive(), z.string().regex(/^[1-9]\d{0,15}$/)], { error: next })
    .meta({ $comment: 'whole number' })
    .transform(Number);

/** A duration such as `2m`, within bounds that are written the same way; milliseconds inside. */
export function duration(min: string, max: string, next: string) {
  const [minMs = 0, maxMs = 0] = [parseDuration(min), parseDuration(max)];
  const error = `${next} Write it like 30s, 2m, 6h or 7d, from ${min} to ${max}.`;
  const form = { $comment: `duration from ${min} to ${max}`, pattern: DURATION.source };
  return z
    .string({ error })
    .meta(form)
    .transform((written, context) => {
      const ms = parseDuration(written);
      if (ms !== undefined && ms >= minMs && ms <= maxMs) return ms;
      const what = ms === undefined ? 'is no duration' : `is ${formatDuration(ms)}, which is out of bounds`;
      context.issues.push({ code: 'custom', message: error, input: undefined, params: { what } });
      return z.NEVER;
    });
}

/** The base address of a service, without a trailing slash. */
export const baseUrl = (next: string) =>
  z
    .string({ error: next })
    .meta({ $comment: 'web address' })
    .transform((written, context) => {
      const url = URL.canParse(written) ? new URL(written) : undefined;
      const what = url === undefined ? 'is no web address' : addressFault(url);
      if (what === undefined) return written.replace(/\/+$/, '');
      context.issues.push({ code: 'custom', message: next, input: undefined, params: { what } });
      return z.NEVER;
    });

function addressFault(url: URL): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'begins with neither https:// nor http://';
  if (url.username !== '' || url.password !== '') return 'holds a user or a password, which must not stand in the file';
  return url.search === '' && url.hash === '' ? undefined : 'holds a query or a fragment';
}

/** The address of a machine on the way: scheme, host and port, nothing else. */
export const hostAddress = (next: string) =>
  baseUrl(next).refine((written) => new URL(written).pathname === '/', {
    error: next,
    params: { what: 'holds a path' },
    // Without it the check would run on an address that was refused already.
    when: ({ value, issues }) => issues.length === 0 && typeof value === 'string',
  });
