import type { ConnectionId, OrderReference, SalesOrderId } from '../domain/ids.js';
import { liveAmong, type SalesOrder } from '../domain/sales-order.js';
import type { OrderSystem, VoidResult } from '../ports/order-system.js';
import { runActivity } from './run-activity.js';

export interface VoidInput {
  readonly connection: ConnectionId;
  readonly salesOrderId: SalesOrderId;
}

export interface FindLiveInput {
  readonly connection: ConnectionId;
  readonly reference: OrderReference;
}

export interface VoidActivities {
  voidSalesOrder(input: VoidInput): Promise<VoidResult>;
  /** The live sales order under our reference, or null. */
  findLiveSalesOrder(input: FindLiveInput): Promise<SalesOrder | null>;
}

/** Makes the activities that undo a delivery. */
export function createVoidActivities(orderSystem: OrderSystem): VoidActivities {
  return {
    voidSalesOrder: ({ salesOrderId }) =>
      runActivity('shutdown', (call) => orderSystem.voidSalesOrder(salesOrderId, call)),

    findLiveSalesOrder: ({ reference }) =>
      runActivity('shutdown', async (call) => {
        return liveAmong(await orderSystem.findByReference(reference, call)) ?? null;
      }),
  };
}
