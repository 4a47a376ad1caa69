import type { FieldReader } from '../fields.js';
import type { OrderRecord } from '../records.js';
import type { Turn } from '../store.js';

/** Reads the order that a submitted record belongs to. */
export function readOrder(turn: Turn, reader: FieldReader): OrderRecord | undefined {
  const id = reader.integer('order_id') ?? null;
  if (id === null) reader.complain('order_id', "can't be blank");
  const order = id === null ? undefined : turn.store.orders.get(id);
  if (id !== null && order === undefined) reader.complain('order_id', 'must exist');
  return order;
}

/** The order that a stored record belongs to. */
export function orderOf(turn: Turn, { order_id }: { readonly order_id: number }): OrderRecord {
  const order = turn.store.orders.get(order_id);
  if (order === undefined) throw new TypeError('A record stands without its order.');
  return order;
}
