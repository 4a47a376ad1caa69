import type { ChannelOrder } from '../domain/channel-order.js';
import type { ChannelOrderId } from '../domain/ids.js';
import { whyNotImported, type ImportRule } from '../domain/import-rule.js';
import { findSplitOrders, type ImportedTotals } from '../domain/split-orders.js';
import type { ChannelReading } from '../ports/marketplace.js';
import type { ListedOrder } from './open-orders.js';

/** An order that is open on both sides. */
export interface KnownOrder {
  readonly listed: ListedOrder;
  readonly order: ChannelOrder;
}

/** What a sweep read, sorted by what is to be done about it. */
export interface SortedReadings {
  readonly importableIds: ReadonlySet<ChannelOrderId>;
  readonly fresh: readonly ChannelOrder[];
  readonly known: readonly KnownOrder[];
  readonly splitIds: ReadonlySet<ChannelOrderId>;
  readonly skipped: number;
  readonly tooOld: readonly ChannelOrderId[];
  readonly unreadable: readonly string[];
}

/** Sorts the importable orders of the channel against the orders that are open here. */
export function sortReadings(
  readings: readonly ChannelReading[],
  open: readonly ListedOrder[],
  rule: ImportRule,
): SortedReadings {
  const openById = new Map(open.map((listed) => [listed.orderId, listed]));
  const orders = readings.flatMap((reading) => (reading.kind === 'order' ? [reading.order] : []));
  const fresh: ChannelOrder[] = [];
  const known: KnownOrder[] = [];
  const tooOld: ChannelOrderId[] = [];
  let skipped = 0;
  for (const order of orders) {
    const listed = openById.get(order.orderId);
    const reason = listed === undefined ? whyNotImported(order, rule) : undefined;
    if (listed !== undefined) known.push({ listed, order });
    else if (reason === 'before-start') skipped += 1;
    else if (reason === 'too-old') tooOld.push(order.orderId);
    else if (reason === undefined) fresh.push(order);
  }
  const unreadable = readings.flatMap((reading) => (reading.kind === 'unreadable' ? [reading.orderId] : []));
  return {
    importableIds: new Set([...orders.map(({ orderId }) => orderId), ...unreadable.filter((id) => id !== null)]),
    fresh,
    known,
    splitIds: findSplitOrders(orders, totalsOf(open)),
    skipped,
    tooOld,
    unreadable: unreadable.map((id) => id ?? 'an order without a legible id'),
  };
}

function totalsOf(open: readonly ListedOrder[]): ImportedTotals {
  return new Map(
    open.map(({ orderId, channelStatus, memo }) => [
      orderId,
      // One that is known as split already says nothing of the orders that its buyer places later.
      channelStatus === 'split' ? null : memo.channelTotal,
    ]),
  );
}
