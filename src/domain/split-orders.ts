import type { ChannelOrder } from './channel-order.js';
import type { ChannelOrderId } from './ids.js';
import type { MinorUnits } from './money.js';

/** The orders that are open here, by id: what they cost in the channel when they were imported; null where that counts no more. */
export type ImportedTotals = ReadonlyMap<ChannelOrderId, MinorUnits | null>;

/**
 * The ids of orders that a seller split, or that look like parts of one: how parts show is known of no channel order,
 * so every sign counts. An id of their own for the shipment; another total than when it was imported; and, for orders
 * that are not known here yet, the buyer and address of another order together with its time or with one of these signs.
 */
export function findSplitOrders(
  orders: readonly ChannelOrder[],
  imported: ImportedTotals,
): ReadonlySet<ChannelOrderId> {
  const split = new Set(orders.filter((order) => isChanged(order, imported)).map(({ orderId }) => orderId));
  for (const ofBuyer of byBuyer(orders).filter((group) => group.length > 1)) {
    const hasSplit = ofBuyer.some(({ orderId }) => split.has(orderId));
    const times = ofBuyer.map(({ createdAt }) => createdAt);
    for (const { orderId, createdAt } of ofBuyer.filter((order) => !imported.has(order.orderId))) {
      const isTwin = times.indexOf(createdAt) !== times.lastIndexOf(createdAt);
      if (hasSplit || isTwin) split.add(orderId);
    }
  }
  return split;
}

function isChanged({ orderId, shipmentId, total }: ChannelOrder, imported: ImportedTotals): boolean {
  return shipmentId !== orderId || (imported.get(orderId) ?? total) !== total;
}

function byBuyer(orders: readonly ChannelOrder[]): readonly (readonly ChannelOrder[])[] {
  const groups = new Map<string, ChannelOrder[]>();
  for (const order of orders) {
    const buyer = JSON.stringify([order.customerName, order.address]);
    groups.set(buyer, [...(groups.get(buyer) ?? []), order]);
  }
  return [...groups.values()];
}
