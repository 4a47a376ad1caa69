import { randomUUID } from 'node:crypto';
import type { SandboxState } from '../../state.js';
import type { JsonObject } from '../answers.js';
import type { Turn } from '../store.js';

/** One try to hand over a delivery. */
export interface DeliveryAttempt {
  readonly at: string;
  /** The status of the answer; null when there was none. */
  readonly status: number | null;
  /** Why it does not count as received. */
  readonly problem?: string;
}

/** One event on its way to one webhook. */
export interface DeliveryRecord {
  /** Sent as `X-Gecko-Delivery`, the same in every try. */
  readonly id: string;
  readonly webhookId: number;
  readonly applicationId: number;
  readonly address: string;
  readonly event: string;
  readonly objectId: number;
  readonly extra: JsonObject;
  readonly madeAt: string;
  readonly state: 'waiting' | 'received' | 'given-up';
  readonly dueAtMs: number;
  /** Tries that did not count since the last that did. */
  readonly failures: number;
  /** How often it is to be sent again although it was received, as real deliveries sometimes were. */
  readonly repeats: number;
  readonly attempts: readonly DeliveryAttempt[];
}

/** The deliveries of one world: kept in its state, so that they are committed with the change that they tell of. */
export interface Outbox {
  get(id: string): DeliveryRecord | undefined;
  put(delivery: DeliveryRecord): void;
  /** Oldest first. */
  all(): readonly DeliveryRecord[];
  waiting(): readonly DeliveryRecord[];
  /** Who is told that something new waits; called before the change is committed. */
  onNew: () => void;
}

const TABLE = 'tradegecko.webhook-deliveries';
/** Deliveries that ended and are still shown; a world that runs for weeks must not grow with them. */
const ENDED_KEPT_MAX = 1_000;
/** Beyond these, an event is given up at once and shown so. */
const WAITING_MAX = 10_000;

// The service, the control routes and the routes that announce are made apart but must see the same deliveries.
const outboxes = new WeakMap<SandboxState, Outbox>();

/** Opens the outbox of a state; what waited when the sandbox ended waits still. */
export function openOutbox(state: SandboxState): Outbox {
  const known = outboxes.get(state) ?? readOutbox(state);
  outboxes.set(state, known);
  return known;
}

function readOutbox(state: SandboxState): Outbox {
  const table = state.table<DeliveryRecord>(TABLE);
  const waiting = new Map<string, DeliveryRecord>();
  const ended = new Set<string>();
  const place = (delivery: DeliveryRecord): void => {
    waiting.delete(delivery.id);
    ended.delete(delivery.id);
    if (delivery.state === 'waiting') waiting.set(delivery.id, delivery);
    else ended.add(delivery.id);
  };
  for (const delivery of table.values()) place(delivery);
  return {
    get: (id) => table.get(id),
    put(delivery) {
      const isTooMany = delivery.state === 'waiting' && !waiting.has(delivery.id) && waiting.size >= WAITING_MAX;
      const kept: DeliveryRecord = isTooMany ? { ...delivery, state: 'given-up' } : delivery;
      table.put(kept.id, kept);
      place(kept);
      const [oldest] = ended;
      if (ended.size <= ENDED_KEPT_MAX || oldest === undefined) return;
      ended.delete(oldest);
      table.delete(oldest);
    },
    all: () => [...table.values()],
    waiting: () => [...waiting.values()],
    onNew: () => undefined,
  };
}

/**
 * Tells every webhook of an event that something happened: `announce(turn, 'order.create', order.id)`. `extra` are keys
 * that this event's payload has besides, such as a fulfilment's `order_id`. Names that TradeGecko has no event for may
 * be announced too: no webhook listens to them.
 */
export function announce(turn: Turn, event: string, ...of: readonly [objectId: number, extra?: JsonObject]): void {
  const [objectId, extra = {}] = of;
  const webhooks = turn.store.webhooks.recordsWith('event', event);
  if (webhooks.length === 0) return;
  const outbox = openOutbox(turn.world.state);
  for (const webhook of webhooks) {
    outbox.put({
      id: randomUUID(),
      webhookId: webhook.id,
      applicationId: webhook.oauth_application_id,
      address: webhook.address,
      event,
      objectId,
      extra,
      madeAt: turn.nowAt,
      state: 'waiting',
      dueAtMs: Date.parse(turn.nowAt),
      failures: 0,
      repeats: 0,
      attempts: [],
    });
  }
  outbox.onNew();
}
