import { decimal, minus, sign } from './decimal.js';
import type { OrderRecord } from './records.js';
import { quantityIn, stockLines } from './stock.js';
import type { Turn } from './store.js';

/** Works out again how far an order is packed and shipped; the server itself calls it fulfilled when all is. */
export function settleShipping(turn: Turn, orderId: number): OrderRecord | undefined {
  const old = turn.store.orders.get(orderId);
  if (old === undefined) return undefined;
  const packed = degree(turn, orderId, ['packed', 'fulfilled']);
  const shipped = degree(turn, orderId, ['fulfilled']);
  const status = shipped === 'all' ? 'fulfilled' : old.status;
  const order: OrderRecord = { ...old, status, packed, shipped, updated_at: turn.nowAt };
  turn.store.orders.put(order);
  return order;
}

function degree(turn: Turn, orderId: number, statuses: readonly ('packed' | 'fulfilled')[]): OrderRecord['packed'] {
  const shares = stockLines(turn.store, orderId).map((line) => {
    const done = quantityIn(turn.store, line, statuses);
    return { isStarted: sign(done) > 0, isDone: sign(minus(done, decimal(line.quantity))) >= 0 };
  });
  if (!shares.some(({ isStarted }) => isStarted)) return 'none';
  return shares.every(({ isDone }) => isDone) ? 'all' : 'partial';
}
