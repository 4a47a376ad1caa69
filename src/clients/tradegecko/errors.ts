import { z } from 'zod';
import { ApiError, type ApiErrorCode } from '../../ports/api-error.js';
import type { HttpAnswer } from '../http.js';
import type { CallName } from '../paginate.js';

const TEXT_LENGTH_MAX = 120;
const FIELDS_MAX = 5;
/** Shorter texts, such as a state's two letters, are parts of any sentence and no personal data. */
const SENSITIVE_LENGTH_MIN = 3;

/** A repeat of a key is told by these words only; which status goes with them is in no public source. */
const DUPLICATE_KEY = /duplicate\s+idempotency[\s-]key/i;

/** Both shapes of errors: texts by field (validation) or a list of texts (actions); else `type` and `message`. */
const failureSchema = z.looseObject({
  errors: z
    .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .optional()
    .catch(undefined),
  message: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
});

/** An answer that is no success. */
export interface FailedCall {
  readonly call: CallName;
  readonly answer: HttpAnswer;
  readonly retryAfterMs: number;
  /** Texts of ours that an error must not repeat: names, streets, phone numbers. */
  readonly sensitive: readonly string[];
}

/** Whether an answer says that the Idempotency-Key was used before. */
export function isDuplicateKey({ status, body }: HttpAnswer): boolean {
  if (!DUPLICATE_KEY.test(body)) return false;
  // In a good answer the words may stand in a note of ours, so there only the service's own message counts.
  return status >= 400 || saidIn(body).some(({ text }) => DUPLICATE_KEY.test(text));
}

/** Classifies an answer that is no success, by its status and what its body says. */
export function readFailure({ call, answer, retryAfterMs, sensitive }: FailedCall): ApiError {
  const { status } = answer;
  const code = codeOf(status);
  const isDefinite = status >= 400 && status < 500 && status !== 408;
  return new ApiError({
    ...call,
    code,
    status,
    // The body of a fault may be anything, a page of HTML included.
    what: isDefinite ? wordsOf(answer, sensitive) : `the answer has status ${status}`,
    mayHaveBeenApplied: call.method !== 'GET' && !isDefinite,
    ...(code === 'rate-limited' ? { retryAfterMs: Math.max(1, retryAfterMs) } : {}),
  });
}

function codeOf(status: number): ApiErrorCode {
  // 402 is a lapsed subscription and 403 a missing right: nothing goes on before a person acts, as with 401.
  if (status === 401 || status === 402 || status === 403) return 'unauthorised';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status === 408 || status >= 500) return 'server-fault';
  return status >= 400 ? 'refused' : 'unexpected-shape';
}

function wordsOf({ status, body }: HttpAnswer, sensitive: readonly string[]): string {
  const said = saidIn(body)
    .slice(0, FIELDS_MAX)
    .map(({ field, text }) => `${field === '' ? '' : `${field} `}${withheldIfPersonal(text, sensitive)}`);
  return said.length === 0 ? `the answer has status ${status}` : said.join('; ');
}

interface Said {
  readonly field: string;
  readonly text: string;
}

/** What a body says: the first text of each field, or the list, or the message. */
function saidIn(body: string): readonly Said[] {
  const parsed = failureSchema.safeParse(parseJson(body));
  if (!parsed.success) return [];
  const { errors, message, error_description: description } = parsed.data;
  if (Array.isArray(errors)) return errors.flatMap((text) => firstText('', text));
  if (errors !== undefined)
    return Object.entries(errors).flatMap(([field, texts]) => firstText(fieldName(field), texts));
  return firstText('', message ?? description);
}

function parseJson(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    return parsed;
  } catch {
    return undefined;
  }
}

function firstText(field: string, texts: unknown): readonly Said[] {
  const text: unknown = Array.isArray(texts) ? texts[0] : texts;
  return typeof text === 'string' ? [{ field, text: text.slice(0, TEXT_LENGTH_MAX) }] : [];
}

/** A field's name is a word of the service's; anything else in its place is not repeated. */
function fieldName(field: string): string {
  return /^[\w.[\]-]{1,60}$/.test(field) ? field : '(field)';
}

function withheldIfPersonal(text: string, sensitive: readonly string[]): string {
  const spoken = ` ${wordsIn(text)} `;
  const isEcho = sensitive
    .map(wordsIn)
    .some((words) => words.length >= SENSITIVE_LENGTH_MIN && spoken.includes(` ${words} `));
  return isEcho ? '(text withheld: it repeats what we sent)' : text;
}

function wordsIn(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
