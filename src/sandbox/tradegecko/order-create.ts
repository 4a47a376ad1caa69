import type { Fields } from './body.js';
import { FieldErrors, FieldReader } from './fields.js';
import { USER_ID } from './fresh-world.js';
import { putLines, readLine } from './lines.js';
import { ABSENT_FIELDS, readOrderFields } from './order-fields.js';
import { readParties, settleParties } from './order-parties.js';
import type { OrderRecord } from './records.js';
import { commitOrder, holdsStock } from './stock.js';
import type { Turn } from './store.js';
import { newStamps, noteEffect } from './store.js';
import { stands } from './switches.js';
import { orderTotal } from './totals.js';

const WRITABLE_STATUSES = ['draft', 'active', 'finalized'] as const;
const NUMBER_SERIES = 'tradegecko.order-number';

/** Creates an order with its lines, and the company and addresses embedded in it. */
export function createOrder(turn: Turn, sent: Fields): OrderRecord {
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const parties = readParties(turn, reader);
  const fields = readOrderFields(turn.store, reader, ABSENT_FIELDS);
  const status = reader.word('status', WRITABLE_STATUSES) ?? defaultStatus(turn);
  const order_number = readOrderNumber(turn, reader);
  const drafts = (reader.rows('order_line_items') ?? []).map((row, at) => readLine(turn.store, row, at));
  errors.throwIfAny();

  const ids = settleParties(turn, parties);
  if (ids === undefined) throw new TypeError('An order without its parties passed its checks.');
  const stamps = newStamps(turn, turn.store.orders.nextId());
  const lines = putLines(turn, stamps.id, drafts);
  const order: OrderRecord = {
    ...stamps,
    ...fields,
    ...ids,
    status,
    order_number: order_number ?? nextOrderNumber(turn),
    user_id: USER_ID,
    total: orderTotal(turn, lines, fields.tax_treatment),
    packed: 'none',
    shipped: 'none',
    invoiced: 'none',
    paid: 'none',
  };
  turn.store.orders.put(order);
  if (holdsStock(order)) commitOrder(turn, order);
  noteEffect(turn, 'order.created', { subject: order.id, details: noteOf(order) });
  return order;
}

/** What the ledger tells of an order: nothing personal. */
export function noteOf(order: OrderRecord): { readonly [detail: string]: string | null } {
  return {
    orderNumber: order.order_number,
    referenceNumber: order.reference_number,
    status: order.status,
    total: order.total,
  };
}

/** The order number that was sent; blank is as good as none. */
export function readOrderNumber(turn: Turn, reader: FieldReader): string | undefined {
  const number = reader.text('order_number') ?? '';
  if (number.trim() === '') return undefined;
  const isTaken = turn.store.orders.cellsWith('order_number', number).length > 0;
  if (isTaken && stands(turn.world, 'tradegecko.order-number-unique', 'yes')) {
    reader.complain('order_number', 'has already been taken');
  }
  return number;
}

function defaultStatus(turn: Turn): 'draft' | 'active' {
  return stands(turn.world, 'tradegecko.default-status', 'draft') ? 'draft' : 'active';
}

function nextOrderNumber(turn: Turn): string {
  return `SO${String(turn.world.state.nextNumber(NUMBER_SERIES)).padStart(4, '0')}`;
}
