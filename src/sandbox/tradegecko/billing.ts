import { refusedAction } from './answers.js';
import type { FieldReader } from './fields.js';
import type { InvoiceRecord, OrderRecord } from './records.js';
import type { Turn } from './store.js';
import { newStamps, noteEffect } from './store.js';
import { stands } from './switches.js';

const NUMBER_SERIES = 'tradegecko.invoice-number';

/** Invoices all that is not invoiced yet; invoices here are always for the whole order. */
export function invoiceOrder(turn: Turn, order: OrderRecord, reader: FieldReader): OrderRecord {
  requireBillable(turn, order);
  if (order.invoiced === 'all') throw refusedAction('Nothing is left to invoice');
  const invoice: InvoiceRecord = {
    ...newStamps(turn, turn.store.invoices.nextId()),
    order_id: order.id,
    invoice_number: `INV${String(turn.world.state.nextNumber(NUMBER_SERIES)).padStart(4, '0')}`,
    total: order.total,
    is_paid: false,
    due_at: reader.day('due_at') ?? null,
    invoiced_at: reader.day('invoiced_at') ?? turn.nowAt.slice(0, 10),
    notes: reader.text('notes') ?? null,
  };
  turn.store.invoices.put(invoice);
  return putBilled(turn, { ...order, invoiced: 'all' });
}

/** Pays what is invoiced, and invoices and pays the rest. */
export function payOrder(turn: Turn, order: OrderRecord, reader: FieldReader): OrderRecord {
  requireBillable(turn, order);
  if (order.paid === 'all') throw refusedAction('Nothing is left to pay');
  const invoiced = order.invoiced === 'all' ? order : invoiceOrder(turn, order, reader);
  for (const invoice of turn.store.invoices.recordsWith('order_id', order.id)) {
    if (invoice.is_paid) continue;
    const stamps = newStamps(turn, turn.store.payments.nextId());
    turn.store.payments.put({ ...stamps, invoice_id: invoice.id, order_id: order.id, amount: invoice.total });
    turn.store.invoices.put({ ...invoice, is_paid: true, updated_at: turn.nowAt });
  }
  return putBilled(turn, { ...invoiced, paid: 'all' });
}

function requireBillable(turn: Turn, order: OrderRecord): void {
  if (order.status === 'finalized' || order.status === 'fulfilled') return;
  if (order.status === 'active' && stands(turn.world, 'tradegecko.pack-before-finalized', 'allowed')) return;
  throw refusedAction(`Order is ${order.status} and can't be invoiced`);
}

function putBilled(turn: Turn, order: OrderRecord): OrderRecord {
  const stamped = { ...order, updated_at: turn.nowAt };
  turn.store.orders.put(stamped);
  noteEffect(turn, 'order.updated', { subject: order.id, details: { invoiced: order.invoiced, paid: order.paid } });
  return stamped;
}
