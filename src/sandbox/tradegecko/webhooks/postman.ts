import type { SandboxWorld } from '../../service.js';
import { findApplication } from '../oauth/applications.js';
import { openStore } from '../store.js';
import { stands } from '../switches.js';
import { resourcePathOf } from './events.js';
import { settle } from './fate.js';
import { openOutbox, type DeliveryRecord } from './outbox.js';
import { post, signatureOf } from './post.js';

/** What carries webhooks out, beside the requests and never in their way. */
export interface Postman {
  start(baseUrl: string): void;
  /** Ends tries that are under way; they are made anew when the sandbox starts again. */
  close(): void;
}

/** Ten seconds to answer, as documented. */
export const WEBHOOK_TIMEOUT_MS = 10_000;
const PARALLEL_MAX = 16;
/** The longest sleep; longer ones are slept in parts. */
const SLEEP_MAX_MS = 3_600_000;

/** Makes the postman of a world. He rests until he is started, and looks up when the clock is moved. */
export function createPostman(world: SandboxWorld, timeoutMs: number): Postman {
  const outbox = openOutbox(world.state);
  const underWay = new Set<string>();
  const closing = new AbortController();
  let baseUrl = '';
  let timer: NodeJS.Timeout | undefined;

  const lookIn = (delayMs: number): void => {
    clearTimeout(timer);
    if (baseUrl !== '' && !closing.signal.aborted) timer = setTimeout(look, Math.min(delayMs, SLEEP_MAX_MS));
  };
  // Never at once: what was announced is committed only when its request has been applied.
  const lookSoon = (): void => {
    lookIn(0);
  };
  const carry = async (delivery: DeliveryRecord): Promise<void> => {
    underWay.add(delivery.id);
    const outcome = await post({ ...letterOf(world, delivery, baseUrl), timeoutMs, closing: closing.signal });
    underWay.delete(delivery.id);
    if (closing.signal.aborted) return;
    settle(world, delivery.id, outcome);
    world.state.commit();
    lookSoon();
  };
  function look(): void {
    const now = world.clock.now();
    const idle = outbox.waiting().filter(({ id }) => !underWay.has(id));
    const due = idle.filter(({ dueAtMs }) => dueAtMs <= now);
    for (const delivery of due.slice(0, PARALLEL_MAX - underWay.size)) void carry(delivery);
    const later = idle.map(({ dueAtMs }) => dueAtMs).filter((dueAtMs) => dueAtMs > now);
    if (later.length > 0) lookIn(Math.min(...later) - now);
  }

  outbox.onNew = lookSoon;
  world.clock.onAdvance(lookSoon);
  return {
    start(url) {
      baseUrl = url;
      lookSoon();
    },
    close() {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

interface Letter {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function letterOf(world: SandboxWorld, delivery: DeliveryRecord, baseUrl: string): Letter {
  const payload = {
    object_id: delivery.objectId,
    event: delivery.event,
    timestamp: Math.floor(Date.parse(delivery.madeAt) / 1000),
    resource_url: `${baseUrl}${resourcePathOf(delivery.event, delivery.objectId)}`,
    ...delivery.extra,
  };
  const signed = JSON.stringify(payload);
  // The other reading can only be told apart when the bytes that are sent are not those that are signed.
  const body = stands(world, 'tradegecko.webhook-signature', 'raw') ? signed : JSON.stringify(payload, undefined, 2);
  const secret = findApplication(world, delivery.applicationId)?.clientSecret ?? '';
  return {
    // A changed address holds for what waits already.
    address: openStore(world).webhooks.get(delivery.webhookId)?.address ?? delivery.address,
    headers: {
      'Content-Type': 'application/json',
      'X-Gecko-Delivery': delivery.id,
      'X-Gecko-Signature': signatureOf(signed, secret),
    },
    body,
  };
}
