import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { SandboxWorld, Service, WireAnswer, WireRequest } from '../service.js';
import type { Answer } from './answers.js';
import { Refusal, genericError } from './answers.js';
import { APPLICATION_ID } from './fresh-world.js';
import { answerToRepeatedKey, spendKey } from './idempotency.js';
import { DEMO_APPLICATION, plantApplication } from './oauth/applications.js';
import { OAUTH_ROUTES } from './oauth/routes.js';
import type { TradegeckoOptions } from './options.js';
import type { QuotaSettings, QuotaStand } from './quota.js';
import { QUOTA_DEFAULT, isQuota, peekQuota, takeCall } from './quota.js';
import { isLapsed, permissionsOf, rightFor } from './rights.js';
import type { Match } from './route.js';
import { findRoute, noRoute } from './route.js';
import { ROUTES } from './routes.js';
import { beginTurn, openStore, type Caller, type Turn } from './store.js';
import { stands } from './switches.js';
import { findLiveToken, plantToken } from './oauth/tokens.js';
import { createPostman, WEBHOOK_TIMEOUT_MS } from './webhooks/postman.js';

export { tradegeckoControlRoutes } from './control/control.js';
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
  const initial = options.quota ?? QUOTA_DEFAULT;
  if (!isQuota(initial)) throw new RangeError('A quota needs a limit above zero and a window of whole seconds.');
  openStore(world);
  plantApplication(world, options.application ?? DEMO_APPLICATION);
  plantToken(world, options.token);
  const postman = createPostman(world, options.webhookTimeoutMs ?? WEBHOOK_TIMEOUT_MS);
  return {
    operationOf: (request) => operationOf(request, findRoute(OAUTH_ROUTES, request) ?? findRoute(ROUTES, request)),
    handle(request) {
      const startedMs = performance.now();
      const oauth = findRoute(OAUTH_ROUTES, request);
      const match = oauth ?? findRoute(ROUTES, request);
      const served =
        oauth === undefined ? serve({ world, request, match, initial }) : serveOauth(world, request, oauth);
      return dress(served, { world, operation: operationOf(request, match), startedMs });
    },
    ...postman,
  };
}

/** An answer, and the quota that it tells of. */
interface Served {
  readonly answer: Answer;
  readonly stand?: QuotaStand;
}

/** The pages that hand out tokens ask for none, and belong to no account yet. */
function serveOauth(world: SandboxWorld, request: WireRequest, match: Match): Served {
  return { answer: apply(beginTurn(world, 'call'), request, match) };
}

interface ApiCall {
  readonly world: SandboxWorld;
  readonly request: WireRequest;
  readonly match: Match | undefined;
  readonly initial: QuotaSettings;
}

function serve(call: ApiCall): Served {
  const { world, request, initial } = call;
  const caller = findLiveToken(world, bearerOf(request));
  // A call without a valid token belongs to no account, so it takes nothing from one.
  if (caller === undefined) {
    const stand = peekQuota({ world, initial, applicationId: APPLICATION_ID });
    return { answer: unrecorded(world, genericError(401, 'Unauthorized', 'The access token is invalid')), stand };
  }
  const stand = takeCall({ world, initial, applicationId: caller.applicationId });
  return { answer: refusalOf(call, caller, stand) ?? answerOnce(call, caller), stand };
}

function bearerOf(request: WireRequest): string {
  return /^Bearer\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1]?.trim() ?? '';
}

/** A call in the service's own words: `GET /orders`, `PUT /orders/:id`. */
function operationOf(request: WireRequest, match: Match | undefined): string {
  return `${request.method} ${match?.route.path ?? request.path}`;
}

/** What stops a call before anything looks at its contents. */
function refusalOf({ world, request, match }: ApiCall, caller: Caller, stand: QuotaStand): Answer | undefined {
  if (stand.isExceeded) return unrecorded(world, genericError(429, 'Too Many Requests', 'API rate limit exceeded'));
  if (isLapsed(world)) return unrecorded(world, genericError(402, 'Payment Required', 'The subscription has lapsed'));
  if (request.path.length + request.query.toString().length > TARGET_LENGTH_MAX) {
    return unrecorded(world, genericError(414, 'Request-URI Too Long', 'Too many filters'));
  }
  if (match === undefined) return noRoute(request);
  if (mayCall(world, caller, { method: request.method, path: match.route.path })) return undefined;
  return unrecorded(world, genericError(403, 'Forbidden', 'The user lacks the right to do this'));
}

function mayCall(world: SandboxWorld, caller: Caller, call: { method: string; path: string }): boolean {
  const right = rightFor(call.method, call.path);
  const user = openStore(world).plain.users.get(caller.userId);
  return right === undefined || (user !== undefined && permissionsOf(user).includes(right));
}

function answerOnce({ world, request, match }: ApiCall, caller: Caller): Answer {
  if (match === undefined) return noRoute(request);
  const isKeyed = request.method === 'POST' || request.method === 'PUT';
  const key = isKeyed ? (request.headers['idempotency-key'] ?? '') : '';
  const turn = beginTurn(world, 'call', caller);
  if (key === '') return apply(turn, request, match);
  const scoped = { applicationId: caller.applicationId, key };
  const repeated = answerToRepeatedKey(world, scoped);
  if (repeated !== undefined) return repeated;
  const answer = apply(turn, request, match);
  spendKey(world, scoped, answer.status);
  return answer;
}

function apply(turn: Turn, request: WireRequest, { route, params }: Match): Answer {
  try {
    return route.answer(turn, { ...request, params });
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function unrecorded(world: SandboxWorld, answer: Answer): Answer {
  return stands(world, 'tradegecko.unrecorded-bodies', 'json') ? answer : { status: answer.status };
}

interface Dress {
  readonly world: SandboxWorld;
  readonly operation: string;
  readonly startedMs: number;
}

/** Adds the headers that every answer carries, errors included. */
function dress({ answer, stand }: Served, { world, operation, startedMs }: Dress): WireAnswer {
  return {
    status: answer.status,
    headers: {
      // In sandbox time, because clients reckon the quota's reset against it.
      Date: new Date(world.clock.now()).toUTCString(),
      ...STANDING_HEADERS,
      ...typeOf(answer),
      ...answer.headers,
      ...stand?.headers,
      'X-Request-Id': randomUUID(),
      'X-Runtime': ((performance.now() - startedMs) / 1000).toFixed(6),
    },
    body: answer.html ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)),
    operation,
    ...(stand === undefined ? {} : { quotaRemaining: stand.remaining }),
  };
}

function typeOf({ body, html }: Answer): Readonly<Record<string, string>> {
  if (html !== undefined) return { 'Content-Type': 'text/html; charset=utf-8' };
  return body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' };
}
