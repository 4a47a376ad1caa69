import { invalid, refusedAction } from './answers.js';
import type { Fields } from './body.js';
import { FieldErrors, FieldReader } from './fields.js';
import { linesOf, putLines, readLine } from './lines.js';
import { noteOf, readOrderNumber } from './order-create.js';
import { voidOrder } from './order-end.js';
import { readOrderFields } from './order-fields.js';
import { readAddress, settleAddress } from './order-parties.js';
import { standingFulfillments } from './orders.js';
import type { OrderRecord, OrderStatus } from './records.js';
import { commitOrder, holdsStock, releaseOrder } from './stock.js';
import type { Turn } from './store.js';
import { noteEffect } from './store.js';
import { stands } from './switches.js';
import { orderTotal } from './totals.js';

const WRITABLE_STATUSES = ['draft', 'active', 'finalized', 'void'] as const;
const RANK: Readonly<Record<OrderStatus, number>> = {
  draft: 0,
  active: 1,
  finalized: 2,
  fulfilled: 3,
  void: 4,
  deleted: 4,
};

/** Applies a partial update; fields left out stay. */
export function changeOrder(turn: Turn, old: OrderRecord, sent: Fields): OrderRecord {
  if (old.status === 'void' || old.status === 'deleted')
    throw refusedAction(`Order is ${old.status} and can't be changed`);
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const company = { kind: 'known', id: old.company_id } as const;
  const shipping = readAddress(turn, reader, { name: 'shipping_address', company });
  const billing = readAddress(turn, reader, { name: 'billing_address', company });
  const fields = readOrderFields(turn.store, reader, old);
  const order_number = reader.text('order_number') === old.order_number ? undefined : readOrderNumber(turn, reader);
  const status = reader.word('status', WRITABLE_STATUSES) ?? old.status;
  if (status === 'void') return voidByPut(turn, old, errors);
  checkMove(turn, { old, status, reader });
  const drafts = readAppended(turn, reader, old);
  errors.throwIfAny();

  const shippingId = shipping === null ? old.shipping_address_id : settleAddress(turn, shipping, old.company_id);
  const billingId = billing === null ? old.billing_address_id : settleAddress(turn, billing, old.company_id);
  if (holdsStock(old)) releaseOrder(turn, old);
  putLines(turn, old.id, drafts);
  const order: OrderRecord = {
    ...old,
    ...fields,
    status,
    updated_at: turn.nowAt,
    order_number: order_number ?? old.order_number,
    shipping_address_id: shippingId,
    billing_address_id: billingId,
    total: orderTotal(turn, linesOf(turn.store, old.id), fields.tax_treatment),
  };
  turn.store.orders.put(order);
  if (holdsStock(order)) commitOrder(turn, order);
  noteEffect(turn, 'order.updated', { subject: order.id, details: noteOf(order) });
  return order;
}

function voidByPut(turn: Turn, old: OrderRecord, errors: FieldErrors): OrderRecord {
  if (stands(turn.world, 'tradegecko.put-status-void', 'refused')) errors.add('status', 'is not included in the list');
  errors.throwIfAny();
  return voidOrder(turn, old);
}

function checkMove(turn: Turn, of: { old: OrderRecord; status: OrderStatus; reader: FieldReader }): void {
  if (RANK[of.status] >= RANK[of.old.status]) return;
  const isOpen = of.old.status !== 'fulfilled' && standingFulfillments(turn.store, of.old.id).length === 0;
  if (isOpen && stands(turn.world, 'tradegecko.back-to-draft', 'allowed')) return;
  of.reader.complain('status', `can't go from ${of.old.status} to ${of.status}`);
}

/** A PUT with lines appends them; lines that exist are changed through their own path. */
function readAppended(turn: Turn, reader: FieldReader, old: OrderRecord): ReturnType<typeof readLine>[] {
  const rows = reader.rows('order_line_items') ?? [];
  const isRefused = old.status === 'finalized' && stands(turn.world, 'tradegecko.edit-finalized-lines', 'refused');
  if (rows.length > 0 && (old.status === 'fulfilled' || isRefused)) {
    throw invalid({ order_line_items: [`can't be added to a ${old.status} order`] });
  }
  const first = turn.store.lines.cellsWith('order_id', old.id).length;
  return rows.map((row, at) => readLine(turn.store, row, first + at));
}
