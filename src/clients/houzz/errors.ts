import { ApiError, type ApiErrorCode, type ApiErrorDetails } from '../../ports/api-error.js';
import { asksForBasic, describeRedirect } from '../answers.js';
import type { HttpAnswer } from '../http.js';
import type { CallName } from '../paginate.js';
import { cleanText } from '../wire.js';
import { isRecord } from './schemas.js';

const TEXT_LENGTH_MAX = 200;
const TEXTS_MAX = 6;
/** How much of a text is looked through before the rest of it is cut off. */
const READ_LENGTH_MAX = 4_000;
/** How long a limit is taken to last that names no time, and the longest that is believed. */
const UNKNOWN_WAIT_MS = 60_000;
const WAIT_MS_MAX = 3_600_000;

/**
 * Words of a refused credential. Bare "authorization" is not among them: Houzz calls a card's hold by that name.
 * No public source names Houzz's error codes, so words are all there is.
 */
const CREDENTIAL_WORDS =
  /\b(tokens?|credentials?|api (key|user|app)\w*|(user|app)[ -]?name|unauthori[sz]ed|not authori[sz]ed to|authenticat\w*|permissions?|access denied|log ?in)\b/i;

/** A failed call as this client sees it, with the secrets that its text must not repeat. */
export interface FailedCall {
  readonly call: CallName;
  readonly answer: HttpAnswer;
  readonly secrets: readonly string[];
  /** Whether Basic credentials were sent with it. */
  readonly hasBasicAuth: boolean;
}

/** Names the error inside an answer whose `Ack` is not a success. */
export function errorInAnswer(errors: unknown, { call, answer, secrets }: FailedCall): ApiError {
  const texts = [...new Set(textsOf(errors))].slice(0, TEXTS_MAX).map((text) => text.slice(0, READ_LENGTH_MAX));
  const isCredential =
    answer.status === 401 || answer.status === 403 || texts.some((text) => CREDENTIAL_WORDS.test(text));
  const said = texts.map((text) => cleanText(withoutSecrets(text, secrets))).join('; ');
  const what = said === '' ? 'Houzz answered with an error and no text' : said.slice(0, TEXT_LENGTH_MAX);
  return new ApiError({ ...call, code: isCredential ? 'unauthorised' : 'refused', what, status: answer.status });
}

/** Names the error of an answer that is none of Houzz's own, by its status alone. */
export function errorByStatus({ call, answer, hasBasicAuth }: FailedCall): ApiError {
  const { status } = answer;
  // A 408 is a fault of the way, like those from 500 on: nobody has looked at the request and refused it.
  const isFault = status === 408 || status >= 500;
  const mayHaveBeenApplied = call.method !== 'GET' && (isFault || status < 400);
  const details = { ...call, status, mayHaveBeenApplied };
  const failure = (code: ApiErrorCode, what: string): ApiError => new ApiError({ ...details, code, what });
  if (asksForBasic(answer)) return new ApiError({ ...details, code: 'unauthorised', ...basicWords(hasBasicAuth) });
  if (status === 401 || status === 403) return failure('unauthorised', `the answer has status ${status}`);
  if (status === 404) return failure('not-found', 'nothing is served at this address');
  if (status === 429) {
    const retryAfterMs = retryAfterOf(answer) ?? UNKNOWN_WAIT_MS;
    return new ApiError({ ...details, code: 'rate-limited', what: 'too many calls', retryAfterMs });
  }
  if (isFault) return failure('server-fault', `the answer has status ${status}`);
  if (status >= 400) return failure('refused', `the answer has status ${status}`);
  if (status >= 300) {
    return new ApiError({ ...details, code: 'unexpected-shape', ...describeRedirect(answer, 'houzz') });
  }
  return failure('unexpected-shape', 'the answer is neither JSON nor XML of Houzz');
}

function basicWords(hasBasicAuth: boolean): Pick<ApiErrorDetails, 'what' | 'next'> {
  if (hasBasicAuth) {
    const what = 'the address refuses the Basic credentials it was given';
    return { what, next: 'Check houzz.basicAuth.userName and houzz.basicAuth.password.' };
  }
  return { what: 'the address asks for Basic authentication', next: 'Set houzz.basicAuth.' };
}

function retryAfterOf(answer: HttpAnswer): number | undefined {
  const seconds = Number(answer.headers['retry-after'] ?? '');
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(WAIT_MS_MAX, seconds * 1_000) : undefined;
}

/** All texts inside `Errors`, whatever its names: they are in no public source. Depth is bounded by the parsers. */
function textsOf(errors: unknown): string[] {
  if (typeof errors === 'string' || typeof errors === 'number') return errors === '' ? [] : [String(errors)];
  if (Array.isArray(errors)) return errors.flatMap(textsOf);
  return isRecord(errors) ? Object.values(errors).flatMap(textsOf) : [];
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '***')), text);
}
