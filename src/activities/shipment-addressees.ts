import type { Client } from '@temporalio/client';
import type { ChannelOrderId, SalesOrderId } from '../domain/ids.js';
import { channelOrderIdIn } from '../domain/reference.js';
import { isGone, type SalesOrder } from '../domain/sales-order.js';
import type { Shipment } from '../domain/shipment.js';
import { hasAllLeft } from '../domain/shipping-readiness.js';
import type { PollShipmentsInput } from '../messages/sweeps.js';
import { orderWorkflowId } from '../messages/workflow-ids.js';
import { listOrders, type ListedOrder } from './open-orders.js';

/** The workflow that waits for the parcels of a sales order. */
export interface Addressee {
  readonly workflowId: string;
  readonly orderId: ChannelOrderId;
  /** Null where lists do not know the order yet. */
  readonly createdAt: string | null;
}

/** Whom to tell, and which orders have ended already. */
export interface Addressees {
  readonly open: ReadonlyMap<SalesOrderId, Addressee>;
  readonly ended: ReadonlyMap<SalesOrderId, ListedOrder>;
}

/** Ids in one list filter; longer filters are refused by some visibility stores. */
const FILTER_IDS_MAX = 100;

/**
 * Finds whose parcels these are. The sales order's id decides, because staff may edit its number, even into that of
 * another order; the number speaks only for an order that lists do not show yet.
 */
export async function addresseesOf(
  client: Client,
  { connection, referencePrefix }: PollShipmentsInput,
  shipments: readonly Shipment[],
): Promise<Addressees> {
  const ids = [...new Set(shipments.map(({ salesOrderId }) => salesOrderId))];
  const open = new Map<SalesOrderId, Addressee>();
  const ended = new Map<SalesOrderId, ListedOrder>();
  for (let start = 0; start < ids.length; start += FILTER_IDS_MAX) {
    const list = ids.slice(start, start + FILTER_IDS_MAX).map((id) => `"${id}"`);
    for (const order of await listOrders(client, connection, `SalesOrderId IN (${list.join(', ')})`)) {
      if (order.salesOrderId === null) continue;
      if (order.closedAt === null) open.set(order.salesOrderId, addresseeOf(order));
      else ended.set(order.salesOrderId, order);
    }
  }
  // An order that went on in a new run of its workflow is open, whatever its earlier runs say.
  for (const id of open.keys()) ended.delete(id);
  for (const { orderNumber, salesOrderId } of shipments) {
    const orderId = channelOrderIdIn(orderNumber, referencePrefix);
    if (orderId === undefined || open.has(salesOrderId) || ended.has(salesOrderId)) continue;
    open.set(salesOrderId, { workflowId: orderWorkflowId(connection, orderId), orderId, createdAt: null });
  }
  return { open, ended };
}

/** The addressee behind a listed order. */
export function addresseeOf({ workflowId, orderId, memo }: ListedOrder): Addressee {
  return { workflowId, orderId, createdAt: memo.createdAt };
}

/** Whether an order waits longer for its shipment than it should. */
export function isOverdue(
  salesOrder: SalesOrder,
  { createdAt }: Pick<Addressee, 'createdAt'>,
  { overdueAfterMs }: PollShipmentsInput,
): boolean {
  if (createdAt === null || hasAllLeft(salesOrder) || isGone(salesOrder)) return false;
  return Date.now() - Date.parse(createdAt) > overdueAfterMs;
}
