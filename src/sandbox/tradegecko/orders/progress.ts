import type { Decimal } from '../decimal.js';
import { decimal, minus, sign } from '../decimal.js';
import { FULFILLMENT_PARTS, shippedOf } from '../fulfillments.js';
import { INVOICE_PARTS } from '../invoices.js';
import { linesOf } from './lines.js';
import { countedParts, quantityOf } from '../parts.js';
import type { Degree, LineRecord, OrderRecord, OrderStatus, ReturnStatus } from '../records.js';
import { RETURN_PARTS } from '../returns.js';
import type { StockMove } from '../stock.js';
import { heldBy, moveStock, released } from '../stock.js';
import type { Store, Turn } from '../store.js';
import { totalOf } from './totals.js';
import { announce } from '../webhooks/outbox.js';

/**
 * Does a piece of work on an order, works out what follows for the order, and moves the stock that this takes as one
 * change. The work returns the moves of goods that it makes itself.
 */
export function reworkOrder(turn: Turn, order: OrderRecord, work: () => readonly StockMove[]): OrderRecord {
  const old = turn.store.orders.get(order.id) ?? order;
  const held = heldBy(turn.store, old);
  const goods = work();
  const settled = settleOrder(turn, old);
  moveStock(turn, [...released(held), ...heldBy(turn.store, settled), ...goods]);
  return settled;
}

/** Works out again what an order comes to and how far it is; the server itself calls it fulfilled when all has left. */
export function settleOrder(turn: Turn, before: OrderRecord): OrderRecord {
  const { store } = turn;
  const kept = store.orders.get(before.id) ?? before;
  const lines = linesOf(store, before.id);
  const progress = progressOf(store, lines);
  const order: OrderRecord = {
    ...kept,
    ...progress,
    status: settledStatus(kept.status, progress.shipped),
    paid: paidDegree(store, before.id, progress.invoiced),
    total: totalOf(
      turn,
      lines.map((line) => ({ line, quantity: line.quantity })),
      kept.tax_treatment,
    ),
    updated_at: turn.nowAt,
  };
  store.orders.put(order);
  announceStatus(turn, before.status, order);
  return order;
}

type Progress = Pick<OrderRecord, 'packed' | 'shipped' | 'invoiced' | 'returning' | 'returned'>;

function progressOf(store: Store, lines: readonly LineRecord[]): Progress {
  const goods = lines.filter((line) => line.variant_id !== null);
  return {
    packed: degree(goods.map((line) => [quantityOf(countedParts(FULFILLMENT_PARTS, store, line)), line])),
    shipped: degree(goods.map((line) => [shippedOf(store, line), line])),
    invoiced: degree(lines.map((line) => [quantityOf(countedParts(INVOICE_PARTS, store, line)), line])),
    returning: degree(goods.map((line) => [returnedOf(store, line, 'returning'), line])),
    returned: degree(goods.map((line) => [returnedOf(store, line, 'received'), line])),
  };
}

function returnedOf(store: Store, line: LineRecord, status: ReturnStatus): Decimal {
  const parts = countedParts(RETURN_PARTS, store, line);
  return quantityOf(parts.filter((part) => store.returns.get(part.fulfillment_return_id)?.status === status));
}

function degree(shares: readonly (readonly [done: Decimal, line: LineRecord])[]): Degree {
  if (!shares.some(([done]) => sign(done) > 0)) return 'none';
  return shares.every(([done, line]) => sign(minus(done, decimal(line.quantity))) >= 0) ? 'all' : 'partial';
}

function settledStatus(status: OrderStatus, shipped: Degree): OrderStatus {
  if (shipped === 'all' && (status === 'active' || status === 'finalized')) return 'fulfilled';
  return status === 'fulfilled' && shipped !== 'all' ? 'finalized' : status;
}

/** An order is paid when all of it is invoiced and every invoice is paid. */
function paidDegree(store: Store, orderId: number, invoiced: Degree): Degree {
  const degrees = store.invoices.recordsWith('order_id', orderId).map(({ paid }) => paid);
  if (degrees.every((paid) => paid === 'none')) return 'none';
  return invoiced === 'all' && degrees.every((paid) => paid === 'all') ? 'all' : 'partial';
}

function announceStatus(turn: Turn, before: OrderStatus, { id, status }: OrderRecord): void {
  if (status === before) return;
  if (status === 'finalized' && before !== 'fulfilled') announce(turn, 'order.finalized', id);
  if (status === 'fulfilled') announce(turn, 'order.fulfilled', id);
}
