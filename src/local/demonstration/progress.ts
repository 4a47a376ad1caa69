import type { Picture } from './evidence.js';
import { orderPictures, type OrderPicture } from './judge/case-file.js';

/** What the orders still have to go through, counted in words. */
export interface Progress {
  readonly left: number;
  /** How many wait for what, the most first. */
  readonly waits: readonly (readonly [wait: string, orders: number])[];
}

/** Counts the planned orders that have not come to their end yet. */
export function progressOf(picture: Picture): Progress {
  const counts = new Map<string, number>();
  for (const one of orderPictures(picture)) {
    const wait = waitOf(one);
    if (wait !== undefined) counts.set(wait, (counts.get(wait) ?? 0) + 1);
  }
  const waits = [...counts].sort(([, one], [, other]) => other - one);
  return { left: waits.reduce((sum, [, orders]) => sum + orders, 0), waits };
}

/** What an order waits for; undefined at its end, whether that is the right one or not. */
function waitOf({ plan: { fate }, order, runs, salesOrders }: OrderPicture): string | undefined {
  const [run] = runs;
  if (fate.kind === 'leave') return undefined;
  if (run === undefined) {
    const isGone = fate.kind === 'cancel-in-channel' && order.status === 'Canceled';
    return isGone ? undefined : 'to be read from Houzz';
  }
  switch (run.stands) {
    case 'completed':
    case 'cancelled':
    case 'cancel-unresolved':
    case 'failed':
      return undefined;
    case 'importing':
    case 'held':
    case 'authorising':
    case 'delivering':
      return salesOrders.length === 0 ? 'to be delivered' : 'for the warehouse';
    case 'awaiting-shipment':
    case 'reporting-shipment':
      return salesOrders.some((one) => one.fulfillment_status === 'shipped') ? 'to be reported' : 'for the warehouse';
    case 'cancelling':
      return 'to be cancelled';
    case 'needs-attention':
      // Where Houzz hides cancelled orders nobody can know more than that this one is gone: a person looks, for good.
      return order.status === 'Canceled' ? undefined : 'for a person';
  }
}
