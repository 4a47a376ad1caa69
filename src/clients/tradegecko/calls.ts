import type { z } from 'zod';
import { ApiError } from '../../ports/api-error.js';
import type { CallOptions } from '../../ports/call.js';
import { createHttp, type Http, type HttpAnswer, type HttpRequest } from '../http.js';
import { JsonFault, parseJson } from '../json.js';
import type { NetworkAccess } from '../network/access.js';
import { observed, type CallObserver } from '../observe.js';
import type { CallName } from '../paginate.js';
import type { QuotaAnswer } from '../quota-window.js';
import type { CallKind, Quota } from '../quota.js';
import { isUnsent } from '../transport-errors.js';
import { whereItFails } from '../wire.js';
import { isDuplicateKey, readFailure } from './errors.js';

const SERVICE = 'TradeGecko';

/** How a TradeGecko account is reached. */
export interface TradegeckoAccess extends NetworkAccess {
  readonly baseUrl: string;
  readonly token: string;
  readonly timeoutMs?: number;
  /** Told of each call that has ended. */
  readonly onCall?: CallObserver;
}

/** Parameters of a list; a name that ends in `[]` may come several times. */
export type Query = readonly (readonly [string, string])[];

/** A read: of one record or of a list. */
interface ReadRequest {
  readonly path: string;
  readonly query?: Query;
  readonly kind?: CallKind;
}

/** A write; `sensitive` lists the personal texts of its body, which no error may repeat. */
interface WriteRequest {
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly sensitive?: readonly string[];
}

/** A good answer: its body as JSON still unread, and what it says of its list; null where it does not say. */
interface ReadAnswer {
  readonly json: unknown;
  readonly isLastPage: boolean | null;
  /** Rows of the whole list. */
  readonly total: number | null;
}

/** What a write led to: an answer, or the word that its key was used before. */
type WriteAnswer = { readonly kind: 'answered'; readonly json: unknown } | { readonly kind: 'key-used' };

/** The calls of one account: each passes the quota's gate, and each answer is shown to the quota. */
export interface TradegeckoCalls {
  get(request: ReadRequest, options: CallOptions): Promise<ReadAnswer>;
  post(request: WriteRequest, options: CallOptions): Promise<WriteAnswer>;
  close(): void;
}

/** How errors name a call. */
export function callName(method: 'GET' | 'POST', path: string): CallName {
  return { service: SERVICE, method, path };
}

/** Makes the calls of one account. */
export function createTradegeckoCalls(access: TradegeckoAccess, quota: Quota): TradegeckoCalls {
  const http = createHttp({
    service: SERVICE,
    section: 'tradegecko',
    baseUrl: access.baseUrl,
    headers: { Authorization: `Bearer ${access.token.trim()}`, Accept: 'application/json' },
    ...(access.timeoutMs === undefined ? {} : { timeoutMs: access.timeoutMs }),
    ...(access.proxy === undefined ? {} : { proxy: access.proxy }),
    ...(access.tls === undefined ? {} : { tls: access.tls }),
  });
  return {
    get({ path, query = [], kind = 'ordinary' }, { signal }) {
      const call = callName('GET', path);
      const request: HttpRequest = { method: 'GET', path, query, ...(signal === undefined ? {} : { signal }) };
      return observed(call, access.onCall, async () => {
        const answer = await send({ http, quota, call }, request, kind);
        assertSuccess(answer, { call, quota, sensitive: [] });
        return { json: parseBody(answer, call), isLastPage: isLastPage(answer), total: totalOf(answer) };
      });
    },
    post({ path, body, key, sensitive = [] }, { signal }) {
      const call = callName('POST', path);
      const request: HttpRequest = {
        method: 'POST',
        path,
        ...(body === undefined ? {} : { body: { type: 'application/json', text: JSON.stringify(body) } }),
        ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }),
        ...(signal === undefined ? {} : { signal }),
      };
      return observed(call, access.onCall, async () => {
        const answer = await send({ http, quota, call }, request, 'ordinary');
        if (key !== undefined && isDuplicateKey(answer)) return { kind: 'key-used' };
        assertSuccess(answer, { call, quota, sensitive });
        return { kind: 'answered', json: parseBody(answer, call) };
      });
    },
    close: () => {
      http.close();
    },
  };
}

interface Way {
  readonly http: Http;
  readonly quota: Quota;
  readonly call: CallName;
}

async function send({ http, quota, call }: Way, request: HttpRequest, kind: CallKind): Promise<HttpAnswer> {
  const underWay = quota.beginCall(kind, call);
  try {
    const answer = await http.send(request);
    underWay.answered(quotaAnswerOf(answer));
    return answer;
  } catch (error) {
    underWay.lost(!isUnsent(error));
    throw error;
  }
}

function quotaAnswerOf({ headers, status }: HttpAnswer): QuotaAnswer {
  const dateMs = Date.parse(headers['date'] ?? '');
  return {
    limit: countIn(headers['x-rate-limit-limit']),
    remaining: countIn(headers['x-rate-limit-remaining']),
    resetAtEpochS: countIn(headers['x-rate-limit-reset']),
    dateMs: Number.isNaN(dateMs) ? null : dateMs,
    isRefusal: status === 429,
  };
}

function countIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}$/.test(text.trim()) ? Number(text) : null;
}

interface Judgement {
  readonly call: CallName;
  readonly quota: Quota;
  readonly sensitive: readonly string[];
}

function assertSuccess(answer: HttpAnswer, { call, quota, sensitive }: Judgement): void {
  if (answer.status >= 200 && answer.status < 300) return;
  throw readFailure({ call, answer, retryAfterMs: waitMsOf(answer, quota), sensitive });
}

/** How long the window of an answer still runs: a late one may be of a window that is over, while the next one runs. */
function waitMsOf(answer: HttpAnswer, quota: Quota): number {
  const { resetAtEpochS, dateMs } = quotaAnswerOf(answer);
  const knownMs = quota.resetsInMs();
  return resetAtEpochS === null || dateMs === null ? knownMs : Math.min(knownMs, resetAtEpochS * 1_000 - dateMs);
}

/** An empty body is a good answer to a write; undefined stands for it. */
function parseBody({ body, status }: HttpAnswer, call: CallName): unknown {
  if (body.trim() === '') return undefined;
  try {
    return parseJson(body);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const mayHaveBeenApplied = call.method !== 'GET';
    throw new ApiError({ ...call, code: 'unexpected-shape', what: error.message, status, mayHaveBeenApplied });
  }
}

function isLastPage({ headers }: HttpAnswer): boolean | null {
  const match = /"last_page"\s*:\s*(true|false)/.exec(headers['x-pagination'] ?? '');
  return match === null ? null : match[1] === 'true';
}

function totalOf({ headers }: HttpAnswer): number | null {
  const match = /"total_records"\s*:\s*"?(\d{1,9})\b/.exec(headers['x-pagination'] ?? '');
  return match === null ? null : Number(match[1]);
}

/** Reads a body by its schema; says where it is not as expected, never what stood there. */
export function readBy<T>(schema: z.ZodType<T>, json: unknown, call: CallName): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const mayHaveBeenApplied = call.method !== 'GET';
  throw new ApiError({ ...call, code: 'unexpected-shape', what: whereItFails(parsed.error), mayHaveBeenApplied });
}
