import { readOptionalCount, readRecord } from '../../control/input.js';
import { ControlError } from '../../service.js';
import type { Json } from '../../state.js';
import type { ControlWork } from '../control/work.js';
import type { Turn } from '../store.js';
import { openOutbox, type DeliveryRecord } from './outbox.js';

const TIMES_MAX = 10;

/** What a developer sees of webhooks' deliveries, and the mishaps that they should be ready for. */
export const WEBHOOK_WORKS: readonly ControlWork[] = [
  {
    method: 'GET',
    path: '/webhook-deliveries',
    work: ({ world }) => ({ deliveries: openOutbox(world.state).all().map(showDelivery) }),
  },
  {
    method: 'POST',
    path: '/webhook-deliveries/:id/deliver',
    work: (turn, { params, body }) => deliverAgain(turn, params['id'] ?? '', readTimes(body)),
  },
];

function showDelivery(delivery: DeliveryRecord): Json {
  const { id, webhookId, applicationId, address, event, objectId, madeAt, state, dueAtMs, attempts } = delivery;
  const dueAt = state === 'waiting' ? new Date(dueAtMs).toISOString() : null;
  return {
    id,
    webhookId,
    applicationId,
    address,
    event,
    objectId,
    madeAt,
    state,
    dueAt,
    attempts: attempts.map(({ at, status, problem = null }) => ({ at, status, problem })),
  };
}

function readTimes(body: Json): number {
  const times = readOptionalCount(body === null ? {} : readRecord(body, 'The body'), 'times') ?? 1;
  if (times >= 1 && times <= TIMES_MAX) return times;
  throw new ControlError(400, `times must be from 1 to ${TIMES_MAX}.`);
}

/** Under the same id, as a repeat of the real service; one that waits is tried at once. */
function deliverAgain({ world }: Turn, id: string, times: number): Json {
  const outbox = openOutbox(world.state);
  const old = outbox.get(id);
  if (old === undefined) throw new ControlError(404, 'There is no delivery with this id.');
  const delivery: DeliveryRecord = { ...old, state: 'waiting', repeats: times, dueAtMs: world.clock.now() };
  outbox.put(delivery);
  outbox.onNew();
  return showDelivery(delivery);
}
