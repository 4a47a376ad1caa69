import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { SandboxWorld, Service, WireAnswer, WireRequest } from '../service.js';
import type { Answer } from './answers.js';
import { Refusal, genericError } from './answers.js';
import { answerToRepeatedKey, spendKey } from './idempotency.js';
import type { TradegeckoOptions } from './options.js';
import type { QuotaStand } from './quota.js';
import { QUOTA_DEFAULT, isQuota, peekQuota, takeCall } from './quota.js';
import type { Match } from './route.js';
import { findRoute, noRoute } from './route.js';
import { ROUTES } from './routes.js';
import { beginTurn, openStore } from './store.js';
import { stands } from './switches.js';

export { tradegeckoControlRoutes } from './control.js';
export { MARKETPLACE_COMPANY_ID, PRIMARY_LOCATION_ID, SECOND_LOCATION_ID } from './fresh-world.js';
export type { TradegeckoOptions } from './options.js';
export { TRADEGECKO_SWITCHES } from './switches.js';

/** No limit is documented beyond the words "too many filters"; three hundred ids in one address were sent in production. */
const TARGET_LENGTH_MAX = 8_192;

const STANDING_HEADERS = {
  'X-Frame-Options': 'SAMEORIGIN',
  'X-Xss-Protection': '1; mode=block',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache, no-store',
} as const;

/** Makes the TradeGecko side of the sandbox. */
export function createTradegeckoService(world: SandboxWorld, options: TradegeckoOptions): Service {
  const quota = options.quota ?? QUOTA_DEFAULT;
  if (!isQuota(quota)) throw new RangeError('A quota needs a limit above zero and a window of whole seconds.');
  openStore(world);
  const tokenHash = hash(options.token);
  return {
    operationOf: (request) => operationOf(request, findRoute(ROUTES, request)),
    handle(request) {
      const startedMs = performance.now();
      const match = findRoute(ROUTES, request);
      const isKnown = timingSafeEqual(tokenHash, hash(bearerOf(request)));
      // A call without a valid token belongs to no account, so it takes nothing from one.
      const stand = isKnown ? takeCall(world, quota) : peekQuota(world, quota);
      const answer = isKnown ? answerKnown({ world, request, match, stand }) : unauthorized(world);
      return dress(answer, { world, stand, operation: operationOf(request, match), startedMs });
    },
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function bearerOf(request: WireRequest): string {
  return /^Bearer\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1]?.trim() ?? '';
}

/** A call in the service's own words: `GET /orders`, `PUT /orders/:id`. */
function operationOf(request: WireRequest, match: Match | undefined): string {
  return `${request.method} ${match?.route.path ?? request.path}`;
}

interface KnownCall {
  readonly world: SandboxWorld;
  readonly request: WireRequest;
  readonly match: Match | undefined;
  readonly stand: QuotaStand;
}

function answerKnown({ world, request, match, stand }: KnownCall): Answer {
  if (stand.isExceeded) return unrecorded(world, genericError(429, 'Too Many Requests', 'API rate limit exceeded'));
  if (request.path.length + request.query.toString().length > TARGET_LENGTH_MAX) {
    return unrecorded(world, genericError(414, 'Request-URI Too Long', 'Too many filters'));
  }
  if (match === undefined) return noRoute(request);
  const isKeyed = request.method === 'POST' || request.method === 'PUT';
  const key = isKeyed ? (request.headers['idempotency-key'] ?? '') : '';
  const repeated = key === '' ? undefined : answerToRepeatedKey(world, key);
  if (repeated !== undefined) return repeated;
  const answer = apply(world, request, match);
  if (key !== '') spendKey(world, key, answer.status);
  return answer;
}

function apply(world: SandboxWorld, request: WireRequest, { route, params }: Match): Answer {
  try {
    return route.answer(beginTurn(world, 'call'), { ...request, params });
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function unauthorized(world: SandboxWorld): Answer {
  return unrecorded(world, genericError(401, 'Unauthorized', 'The access token is invalid'));
}

function unrecorded(world: SandboxWorld, answer: Answer): Answer {
  return stands(world, 'tradegecko.unrecorded-bodies', 'json') ? answer : { status: answer.status };
}

interface Dress {
  readonly world: SandboxWorld;
  readonly stand: QuotaStand;
  readonly operation: string;
  readonly startedMs: number;
}

/** Adds the headers that every answer carries, errors included. */
function dress(answer: Answer, { world, stand, operation, startedMs }: Dress): WireAnswer {
  const type = answer.body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' };
  return {
    status: answer.status,
    headers: {
      // In sandbox time, because clients reckon the quota's reset against it.
      Date: new Date(world.clock.now()).toUTCString(),
      ...STANDING_HEADERS,
      ...type,
      ...answer.headers,
      ...stand.headers,
      'X-Request-Id': randomUUID(),
      'X-Runtime': ((performance.now() - startedMs) / 1000).toFixed(6),
    },
    body: answer.body === undefined ? '' : JSON.stringify(answer.body),
    operation,
    quotaRemaining: stand.remaining,
  };
}
