import type { ConnectionId, SalesOrderId } from '../domain/ids.js';
import type { SalesOrder } from '../domain/sales-order.js';
import { liveOnesOf } from '../domain/sales-order-match.js';
import type { OrderSystem, SalesOrderKeys, VoidResult } from '../ports/order-system.js';
import { runActivity } from './run-activity.js';

export interface VoidInput {
  readonly connection: ConnectionId;
  readonly salesOrderId: SalesOrderId;
}

export interface FindLiveInput extends SalesOrderKeys {
  readonly connection: ConnectionId;
}

export interface VoidActivities {
  voidSalesOrder(input: VoidInput): Promise<VoidResult>;
  /** The live sales orders that stand for a channel order; more than one only when something went wrong before. */
  findLiveSalesOrders(input: FindLiveInput): Promise<readonly SalesOrder[]>;
}

/** Makes the activities that undo a delivery. */
export function createVoidActivities(orderSystem: OrderSystem): VoidActivities {
  return {
    voidSalesOrder: ({ salesOrderId }) =>
      runActivity('shutdown', (call) => orderSystem.voidSalesOrder(salesOrderId, call)),

    findLiveSalesOrders: ({ reference, channelOrderId }) =>
      runActivity('shutdown', async (call) =>
        liveOnesOf(channelOrderId, await orderSystem.findAnywhere({ reference, channelOrderId }, call)),
      ),
  };
}
