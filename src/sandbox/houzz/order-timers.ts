import type { HouzzDesk } from './desk.js';
import type { HouzzOrderDocument } from './order-document.js';
import { changeOrder, chargeOrder } from './order-moves.js';
import { chargesByItself } from './release.js';

const AUTHORISED_AFTER_MS = 30 * 60_000;
const LAPSES_AFTER_MS = 7 * 86_400_000;

/** Authorised and lapsed again: nothing more happens to one order by time alone. */
const STEPS_MAX = 2;

/** Makes the function that lets happen to the orders what time has brought since it was called last. */
export function createOrderTimers(desk: HouzzDesk): () => void {
  let knownReadings = '';
  let nextMs = Infinity;
  return () => {
    const readings = `${desk.reading('houzz.flow')} ${desk.reading('houzz.lapse-in-auto-charge')}`;
    const changed = desk.orders.takeChanged();
    // Ten thousand orders are not looked through for each request: only those that changed can bring the next time closer.
    nextMs = readings === knownReadings ? Math.min(nextMs, earliest(desk, changed)) : earliest(desk, desk.orders.all());
    knownReadings = readings;
    const nowMs = desk.world.clock.now();
    if (nextMs > nowMs) return;
    for (const order of desk.orders.all()) settle(desk, order, nowMs);
    desk.orders.takeChanged();
    nextMs = earliest(desk, desk.orders.all());
  };
}

function earliest(desk: HouzzDesk, orders: readonly HouzzOrderDocument[]): number {
  return orders.reduce((soonest, order) => Math.min(soonest, dueMs(desk, order)), Infinity);
}

/** When time alone changes this order; never where it does not. */
function dueMs(desk: HouzzDesk, order: HouzzOrderDocument): number {
  if (order.status === 'Placed' && chargesByItself(desk)) return Date.parse(order.createdAt) + AUTHORISED_AFTER_MS;
  if (order.status !== 'Charged' || order.chargedAt === null || !lapses(desk)) return Infinity;
  return Date.parse(order.chargedAt) + LAPSES_AFTER_MS;
}

/** A vendor is paid by Houzz, so there is no card whose authorisation could lapse. */
function lapses(desk: HouzzDesk): boolean {
  if (desk.options.accountType === 'vendor') return false;
  return !chargesByItself(desk) || desk.reading('houzz.lapse-in-auto-charge') === 'yes';
}

function settle(desk: HouzzDesk, first: HouzzOrderDocument, nowMs: number): void {
  let order = first;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const atMs = dueMs(desk, order);
    if (atMs > nowMs) return;
    order = passTime(desk, order, new Date(atMs).toISOString());
  }
}

function passTime(desk: HouzzDesk, order: HouzzOrderDocument, at: string): HouzzOrderDocument {
  if (order.status === 'Placed') return chargeOrder(desk, order, { by: 'clock', at });
  const changes = { status: 'Processing', changedAt: at } as const;
  return changeOrder(desk, order, { changes, by: 'clock', effect: 'order.authorisation-lapsed' });
}
