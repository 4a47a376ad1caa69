import { z } from 'zod';
import { ApiError, type ApiErrorCode, type ApiErrorDetails } from '../../ports/api-error.js';
import { asksForBasic, describeRedirect } from '../answers.js';
import type { HttpAnswer } from '../http.js';
import { JsonFault, parseJson } from '../json.js';
import type { CallName } from '../paginate.js';
import { cleanText } from '../wire.js';

const TEXT_LENGTH_MAX = 120;
/** How much of a text is looked through for what is personal before the rest of it is cut off. */
const READ_LENGTH_MAX = 4_000;
const FIELDS_MAX = 5;
/** Shorter texts, such as a state's two letters, are parts of any sentence and no personal data. */
const SENSITIVE_LENGTH_MIN = 3;

const WITHHELD = '(text withheld: it repeats what we sent)';
const NO_FIELD = '(field)';

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

/**
 * Whether an answer says that the Idempotency-Key was used before. A conflict without these words counts, too: taken
 * for a refusal it would free the way for a second order, taken for a used key it costs a look-up.
 */
export function isDuplicateKey({ status, body }: HttpAnswer): boolean {
  if (status === 409) return true;
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
    ...whatOf(answer, isDefinite ? sensitive : null),
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

/** What happened; `sensitive` null where the body is not to be trusted: that of a fault may be a page of HTML. */
function whatOf(answer: HttpAnswer, sensitive: readonly string[] | null): Pick<ApiErrorDetails, 'what' | 'next'> {
  if (asksForBasic(answer)) {
    // The token travels in the header that Basic authentication needs.
    const what = 'the address asks for Basic authentication, which cannot be given beside the token';
    return { what, next: 'Check tradegecko.baseUrl, or have the address opened for this machine.' };
  }
  if (answer.status >= 300 && answer.status < 400) return describeRedirect(answer, 'tradegecko');
  return { what: sensitive === null ? `the answer has status ${answer.status}` : wordsOf(answer, sensitive) };
}

function wordsOf({ status, body }: HttpAnswer, sensitive: readonly string[]): string {
  const said = saidIn(body)
    .slice(0, FIELDS_MAX)
    .map(({ field, text }) => {
      const shown = isEcho(text, sensitive) ? WITHHELD : text.slice(0, TEXT_LENGTH_MAX);
      return field === '' ? shown : `${isEcho(field, sensitive) ? NO_FIELD : field} ${shown}`;
    });
  return said.length === 0 ? `the answer has status ${status}` : said.join('; ');
}

interface Said {
  readonly field: string;
  readonly text: string;
}

/** What a body says: the first text of each field, or the list, or the message. */
function saidIn(body: string): readonly Said[] {
  const parsed = failureSchema.safeParse(readOrNothing(body));
  if (!parsed.success) return [];
  const { errors = [], message, error_description: description } = parsed.data;
  const said = Array.isArray(errors)
    ? errors.flatMap((text) => firstText('', text))
    : Object.entries(errors).flatMap(([field, texts]) => firstText(fieldName(field), texts));
  return said.length > 0 ? said : firstText('', message ?? description);
}

function readOrNothing(body: string): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

function firstText(field: string, texts: unknown): readonly Said[] {
  const text: unknown = Array.isArray(texts) ? texts[0] : texts;
  return typeof text === 'string' ? [{ field, text: cleanText(text.slice(0, READ_LENGTH_MAX)) }] : [];
}

/** A field's name is a word of the service's; anything else in its place is not repeated. */
function fieldName(field: string): string {
  return /^[\w.[\]-]{1,60}$/.test(field) ? field : NO_FIELD;
}

/** Whether a text repeats something personal of ours. */
function isEcho(text: string, sensitive: readonly string[]): boolean {
  const spoken = ` ${wordsIn(text)} `;
  return sensitive.map(wordsIn).some((words) => words.length >= SENSITIVE_LENGTH_MIN && spoken.includes(` ${words} `));
}

function wordsIn(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
