import { createRandom } from '../../random.js';
import type { SandboxWorld } from '../../service.js';
import { beginTurn } from '../store.js';
import { stands } from '../switches.js';
import type { DeliveryRecord } from './outbox.js';
import { openOutbox } from './outbox.js';
import type { PostOutcome } from './post.js';
import { removeWebhook } from './webhooks.js';

/** How often one delivery is tried, as the queue that the service used does it. */
const FAILURES_MAX = 25;
/** Nothing but failures for so long, and the webhook is deleted. */
const PATIENCE_MS = 3 * 86_400_000;
const ATTEMPTS_KEPT_MAX = 50;
const GONE = 410;

/** Since when a webhook has met nothing but failures, in milliseconds, by its id. */
const FAILING_TABLE = 'tradegecko.webhook-failing-since';

/** Draws the consequences of one try. */
export function settle(world: SandboxWorld, id: string, outcome: PostOutcome): void {
  const outbox = openOutbox(world.state);
  const old = outbox.get(id);
  if (old === undefined) return;
  const nowMs = world.clock.now();
  const attempt = { at: new Date(nowMs).toISOString(), ...outcome };
  const tried = { ...old, dueAtMs: nowMs, attempts: [...old.attempts, attempt].slice(-ATTEMPTS_KEPT_MAX) };
  // Its webhook was deleted while it was on its way: it stays ended, with this last try to show.
  if (old.state !== 'waiting') outbox.put(tried);
  else if (isReceived(outcome)) receive(world, tried);
  else fail(world, tried, { nowMs, isGone: outcome.status === GONE });
}

function isReceived({ status }: PostOutcome): boolean {
  return status !== null && status >= 200 && status <= 399;
}

function receive(world: SandboxWorld, tried: DeliveryRecord): void {
  world.state.table<number>(FAILING_TABLE).delete(String(tried.webhookId));
  const repeats = Math.max(0, tried.repeats - 1);
  openOutbox(world.state).put({ ...tried, state: repeats > 0 ? 'waiting' : 'received', repeats, failures: 0 });
}

interface Failure {
  readonly nowMs: number;
  readonly isGone: boolean;
}

function fail(world: SandboxWorld, tried: DeliveryRecord, { nowMs, isGone }: Failure): void {
  const turn = beginTurn(world, 'call');
  const webhook = turn.store.webhooks.get(tried.webhookId);
  const failures = tried.failures + 1;
  const isLast = failures > FAILURES_MAX || webhook === undefined;
  const dueAtMs = nowMs + pauseMs(world, tried);
  openOutbox(world.state).put({ ...tried, failures, dueAtMs, state: isLast ? 'given-up' : 'waiting' });
  if (webhook === undefined || !(isGone || nowMs - failingSince(world, webhook.id, nowMs) >= PATIENCE_MS)) return;
  world.state.table<number>(FAILING_TABLE).delete(String(webhook.id));
  removeWebhook(turn, webhook);
}

function failingSince(world: SandboxWorld, webhookId: number, nowMs: number): number {
  const table = world.state.table<number>(FAILING_TABLE);
  const sinceMs = table.get(String(webhookId)) ?? nowMs;
  table.put(String(webhookId), sinceMs);
  return sinceMs;
}

/** The first pauses are a quarter of a minute, the last ones days; chance spreads those that failed together. */
function pauseMs(world: SandboxWorld, { id, failures }: DeliveryRecord): number {
  if (stands(world, 'tradegecko.webhook-pauses', 'minutes')) return 60_000 * 2 ** Math.min(failures, 10);
  const chance = createRandom(Number.parseInt(id.slice(0, 8), 16) + failures)();
  return 1_000 * (failures ** 4 + 15 + Math.floor(chance * 30) * (failures + 1));
}
