import { badRequest, refusedAction } from './answers.js';
import type { InvoiceNotes } from './billing.js';
import { makeInvoice, plainNotes, requireBillable, settleInvoice } from './billing.js';
import type { Fields } from './body.js';
import { FieldErrors, FieldReader, sentOr } from './fields.js';
import { INVOICE_PARTS, paymentsOf } from './invoices.js';
import { reworkOrder } from './orders/progress.js';
import { orderOf, readOrder } from './orders/reference.js';
import { readKnown } from './parcel-notes.js';
import { partsOf, putEdit, readEdit, readShares } from './parts.js';
import type { InvoiceRecord } from './records.js';
import type { Turn } from './store.js';
import { noteEffect } from './store.js';
import { announce } from './webhooks/outbox.js';

const NO_LINES = 'Required parameter missing: invoice_line_items';

/** `POST /invoices`. */
export function createInvoice(turn: Turn, sent: Fields): InvoiceRecord {
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const rows = reader.rows('invoice_line_items') ?? [];
  if (rows.length === 0) throw badRequest(NO_LINES);
  const order = readOrder(turn, reader);
  const notes = order === undefined ? undefined : readInvoiceNotes(turn, reader, plainNotes(turn, order));
  const shares = order === undefined ? [] : readShares(INVOICE_PARTS, turn, { order, rows });
  errors.throwIfAny();
  if (order === undefined || notes === undefined)
    throw new TypeError('An invoice without its order passed its checks.');
  requireBillable(turn, order);
  return makeInvoice(turn, order, { shares, notes });
}

function readInvoiceNotes<N extends InvoiceNotes>(turn: Turn, reader: FieldReader, old: N): N {
  const { addresses, payment_terms } = turn.store.plain;
  return {
    ...old,
    shipping_address_id: readKnown(reader, 'shipping_address_id', addresses) ?? old.shipping_address_id,
    billing_address_id: readKnown(reader, 'billing_address_id', addresses) ?? old.billing_address_id,
    payment_term_id: readKnown(reader, 'payment_term_id', payment_terms) ?? old.payment_term_id,
    due_at: sentOr(reader.day('due_at'), old.due_at),
    exchange_rate: reader.decimal('exchange_rate') ?? old.exchange_rate,
    invoice_number: readNumber(reader) ?? old.invoice_number,
    invoiced_at: reader.day('invoiced_at') ?? old.invoiced_at,
    notes: sentOr(reader.text('notes'), old.notes),
  };
}

function readNumber(reader: FieldReader): string | undefined {
  const number = (reader.text('invoice_number') ?? '').trim();
  return number === '' ? undefined : number;
}

/** `PUT /invoices/:id`: rows with an id change their line, others are added. */
export function changeInvoice(turn: Turn, old: InvoiceRecord, sent: Fields): InvoiceRecord {
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const rows = reader.rows('invoice_line_items');
  if (rows?.length === 0) throw badRequest(NO_LINES);
  const changed = readInvoiceNotes(turn, reader, old);
  const edit = readEdit(INVOICE_PARTS, turn, { order: orderOf(turn, old), parentId: old.id, rows: rows ?? [] });
  errors.throwIfAny();
  if (rows !== undefined) requireUnpaid(turn, old);

  turn.store.invoices.put({ ...changed, updated_at: turn.nowAt });
  rework(turn, changed, () => {
    putEdit(INVOICE_PARTS, turn, { parentId: old.id, ...edit });
  });
  noteEffect(turn, 'invoice.updated', { subject: old.id, details: { orderId: old.order_id } });
  return turn.store.invoices.get(old.id) ?? changed;
}

/** `DELETE /invoices/:id`: what it charged is uninvoiced again. */
export function deleteInvoice(turn: Turn, old: InvoiceRecord): void {
  requireUnpaid(turn, old);
  reworkOrder(turn, orderOf(turn, old), () => {
    for (const part of partsOf(INVOICE_PARTS, turn.store, old.id)) turn.store.invoiceLines.delete(part.id);
    turn.store.invoices.delete(old.id);
    return [];
  });
  noteEffect(turn, 'invoice.deleted', { subject: old.id, details: { orderId: old.order_id } });
  announce(turn, 'invoice.destroy', old.id);
}

/** Begins a change of an invoice's lines; what is paid in part is as it is. */
export function editInvoice(turn: Turn, id: number, work: () => void): void {
  const invoice = turn.store.invoices.get(id);
  if (invoice === undefined) throw new TypeError('An invoice line stands without its invoice.');
  requireUnpaid(turn, invoice);
  rework(turn, invoice, work);
}

function rework(turn: Turn, invoice: InvoiceRecord, work: () => void): void {
  reworkOrder(turn, orderOf(turn, invoice), () => {
    work();
    settleInvoice(turn, invoice);
    return [];
  });
}

function requireUnpaid(turn: Turn, { id }: InvoiceRecord): void {
  if (paymentsOf(turn.store, id).length > 0)
    throw refusedAction("An invoice with payments can't be changed or deleted");
}
