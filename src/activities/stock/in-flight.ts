import type { Client } from '@temporalio/client';
import type { ConnectionId } from '../../domain/ids.js';
import type { SkuRule } from '../../domain/order-rules.js';
import { partsOf } from '../../domain/sku-rules.js';
import type { CallOptions } from '../../ports/call.js';
import type { OrderSystem } from '../../ports/order-system.js';
import { listOrders, type ListedOrder } from '../open-orders.js';

/** The orders that bear on stock, all as one listing shows them, so that none is in two places at once. */
export interface StockOrders {
  /** Imported here, while the order system holds no stock for them yet. */
  readonly inFlight: readonly ListedOrder[];
  /** Imported since the last comparison, whatever became of them. */
  readonly imported: readonly ListedOrder[];
  /** Cancelled since the last comparison. */
  readonly cancelled: readonly ListedOrder[];
  /** The latest start or end known of an order, on the server's clock: what comes after it is news next time. */
  readonly latest: string;
}

/** Which orders a comparison asks for. */
export interface StockOrdersQuestion {
  readonly client: Client;
  readonly connection: ConnectionId;
  /** An instant on the server's clock, as an earlier listing gave it. */
  readonly since: string;
  /** Where orders are delivered as drafts, the order system commits nothing for them until a person finalises them. */
  readonly drafts: Pick<OrderSystem, 'readSalesOrders'> | null;
}

/** Lists the orders in flight and those imported since the last comparison, in one question. */
export async function listStockOrders(
  { client, connection, since, drafts }: StockOrdersQuestion,
  call: CallOptions,
): Promise<StockOrders> {
  const running =
    drafts === null ? '(ExecutionStatus="Running" AND SalesOrderId IS NULL)' : 'ExecutionStatus="Running"';
  const listed = await listOrders(
    client,
    connection,
    `(${running} OR StartTime > "${since}" OR CloseTime > "${since}")`,
  );
  const draftIds = drafts === null ? new Set<string>() : await draftsAmong(listed, drafts, call);
  return sortStockOrders(listed, { since, draftIds });
}

/** Sorts what one listing shows: runs that are open, or that started or ended since the last comparison. */
export function sortStockOrders(
  listed: readonly ListedOrder[],
  { since, draftIds }: { readonly since: string; readonly draftIds: ReadonlySet<string> },
): StockOrders {
  const imported = importedSince(listed, since);
  const cancelled = listed.filter(
    ({ stage, closedAt }) => stage === 'cancelled' && closedAt !== null && closedAt > since,
  );
  const instants = [
    ...imported.map(({ startedAt }) => startedAt),
    ...cancelled.flatMap(({ closedAt }) => closedAt ?? []),
  ];
  return {
    inFlight: listed.filter(
      ({ closedAt, salesOrderId }) => closedAt === null && (salesOrderId === null || draftIds.has(salesOrderId)),
    ),
    imported,
    cancelled,
    latest: instants.reduce((latest, instant) => (instant > latest ? instant : latest), since),
  };
}

/**
 * Orders, not runs: one that waits for long, or that somebody has reset, goes on in a new run, which starts anew without
 * a new order. Counted as imported again it would explain units that another buyer took.
 */
function importedSince(listed: readonly ListedOrder[], since: string): ListedOrder[] {
  const before = new Set(listed.filter(({ startedAt }) => startedAt <= since).map(({ workflowId }) => workflowId));
  const fresh = listed.filter(({ startedAt, workflowId }) => startedAt > since && !before.has(workflowId));
  return [...new Map(fresh.map((order) => [order.workflowId, order])).values()];
}

async function draftsAmong(
  listed: readonly ListedOrder[],
  orderSystem: Pick<OrderSystem, 'readSalesOrders'>,
  call: CallOptions,
): Promise<ReadonlySet<string>> {
  const ids = listed.flatMap(({ closedAt, salesOrderId }) =>
    closedAt === null && salesOrderId !== null ? [salesOrderId] : [],
  );
  const salesOrders = ids.length === 0 ? [] : await orderSystem.readSalesOrders(ids, call);
  return new Set(salesOrders.filter(({ status }) => status.kind === 'draft').map(({ id }) => id));
}

/** How often orders that leave flight meanwhile are followed; a shop that sells faster is counted on the safe side. */
const ROUNDS_MAX = 3;

/**
 * Lists the orders until none has left flight since the stock behind it was read: then each is either in flight or
 * committed in the figures, never both and never neither. `before` was listed before the stock was read. `readFor` is
 * given each listing with those that left flight since the one before; it reads their stock again, and says whether it
 * read anything. Those that still move in the last round count as in flight all the same.
 */
export async function settleOrders(
  before: StockOrders,
  list: () => Promise<StockOrders>,
  readFor: (now: StockOrders, left: readonly ListedOrder[]) => Promise<boolean>,
): Promise<StockOrders> {
  let earlier = before;
  for (let round = 1; ; round += 1) {
    const now = await list();
    const left = leftFlight(earlier, now);
    if (round === ROUNDS_MAX) return { ...now, inFlight: [...now.inFlight, ...left] };
    if (!(await readFor(now, left))) return now;
    earlier = now;
  }
}

/** Orders that were in flight at some moment between two listings, and are no longer. */
function leftFlight(earlier: StockOrders, now: StockOrders): ListedOrder[] {
  const inFlight = new Set(now.inFlight.map(({ workflowId }) => workflowId));
  const known = new Set(earlier.imported.map(({ workflowId }) => workflowId));
  const before = new Map(earlier.inFlight.map((order) => [order.workflowId, order] as const));
  const passed = now.imported.filter(({ workflowId }) => !known.has(workflowId) && !before.has(workflowId));
  return [...before.values(), ...passed].filter(({ workflowId }) => !inFlight.has(workflowId));
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

/** Units by SKU of the channel that these orders took. */
export function unitsByChannelSku(orders: readonly ListedOrder[]): Map<string, number> {
  return unitsBySku(orders, []);
}
