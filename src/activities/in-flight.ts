import type { Client } from '@temporalio/client';
import type { ConnectionId } from '../domain/ids.js';
import type { SkuRule } from '../domain/rules.js';
import { partsOf } from '../domain/sku-rules.js';
import { listOrders, type ListedOrder } from './open-orders.js';

/** Orders that are imported here while the order system holds no stock for them yet. */
export async function listInFlight(client: Client, connection: ConnectionId): Promise<ListedOrder[]> {
  return listOrders(client, connection, 'ExecutionStatus="Running" AND SalesOrderId IS NULL');
}

/** Orders started since an instant, whatever became of them. */
export async function listStartedSince(
  client: Client,
  connection: ConnectionId,
  since: string,
): Promise<ListedOrder[]> {
  return listOrders(client, connection, `StartTime >= "${since}"`);
}

/** Units by SKU of the order system that these orders will take. */
export function unitsBySku(orders: readonly ListedOrder[], rules: readonly SkuRule[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const line of orders.flatMap((order) => order.memo.lines)) {
    for (const part of partsOf(line.sku, rules)) {
      units.set(part.sku, (units.get(part.sku) ?? 0) + part.quantity * line.quantity);
    }
  }
  return units;
}
