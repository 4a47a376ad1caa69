import { refusedAction } from './answers.js';
import { decimal, minus, sign, sum, toDecimalText } from './decimal.js';
import type { FieldReader } from './fields.js';
import { INVOICE_PARTS, paymentsOf } from './invoices.js';
import { linesOf } from './orders/lines.js';
import { takeNumber } from './numbering.js';
import { reworkOrder } from './orders/progress.js';
import { orderOf } from './orders/reference.js';
import { openShares, partsOf, putEdit } from './parts.js';
import type { Share } from './parts.js';
import type { Degree, InvoiceRecord, OrderRecord, PaymentRecord } from './records.js';
import type { Turn } from './store.js';
import { newStamps, noteEffect } from './store.js';
import { stands } from './switches.js';
import { totalOf } from './orders/totals.js';
import { announce } from './webhooks/outbox.js';

/** What a submitted invoice says of itself; what was not sent is undefined or falls back to the order's. */
export type InvoiceNotes = Pick<
  InvoiceRecord,
  | 'shipping_address_id'
  | 'billing_address_id'
  | 'payment_term_id'
  | 'due_at'
  | 'exchange_rate'
  | 'invoiced_at'
  | 'notes'
> & { readonly invoice_number: string | null };

/** What a payment says of itself. */
export type PaymentNotes = Pick<PaymentRecord, 'payment_method_id' | 'exchange_rate' | 'paid_at' | 'reference_number'>;

/** Refuses to bill what may not be billed: only what is finalized surely may. */
export function requireBillable(turn: Turn, order: OrderRecord): void {
  if (order.status === 'finalized' || order.status === 'fulfilled') return;
  if (order.status === 'active' && stands(turn.world, 'tradegecko.pack-before-finalized', 'allowed')) return;
  throw refusedAction(`Order is ${order.status} and can't be invoiced`);
}

/** What an invoice of an order says where nothing was sent. */
export function plainNotes(turn: Turn, order: OrderRecord): InvoiceNotes {
  return {
    shipping_address_id: order.shipping_address_id,
    billing_address_id: order.billing_address_id,
    payment_term_id: null,
    due_at: null,
    exchange_rate: '1.0',
    invoice_number: null,
    invoiced_at: turn.nowAt.slice(0, 10),
    notes: null,
  };
}

/** Makes an invoice of some of an order's lines. */
export function makeInvoice(
  turn: Turn,
  order: OrderRecord,
  { shares, notes }: { shares: readonly Share[]; notes: InvoiceNotes },
): InvoiceRecord {
  const { store } = turn;
  const invoice: InvoiceRecord = {
    ...newStamps(turn, store.invoices.nextId()),
    ...notes,
    order_id: order.id,
    invoice_number: notes.invoice_number ?? nextInvoiceNumber(turn),
    total: '0.0',
    paid: 'none',
  };
  reworkOrder(turn, order, () => {
    store.invoices.put(invoice);
    putEdit(INVOICE_PARTS, turn, { parentId: invoice.id, changed: [], added: shares });
    settleInvoice(turn, invoice);
    return [];
  });
  noteEffect(turn, 'invoice.created', { subject: invoice.id, details: { orderId: order.id } });
  announce(turn, 'invoice.create', invoice.id);
  return store.invoices.get(invoice.id) ?? invoice;
}

function nextInvoiceNumber(turn: Turn): string {
  const isTaken = (number: string): boolean => turn.store.invoices.cellsWith('invoice_number', number).length > 0;
  return takeNumber(turn.world.state, { series: 'invoice', prefix: 'INV', isTaken });
}

/** Works out again what an invoice comes to and how far it is paid. */
export function settleInvoice(turn: Turn, invoice: InvoiceRecord): void {
  const charges = partsOf(INVOICE_PARTS, turn.store, invoice.id).flatMap(({ order_line_item_id, quantity }) => {
    const line = turn.store.lines.get(order_line_item_id);
    return line === undefined ? [] : [{ line, quantity }];
  });
  const taxTreatment = turn.store.orders.get(invoice.order_id)?.tax_treatment ?? 'exclusive';
  const total = totalOf(turn, charges, taxTreatment);
  turn.store.invoices.put({ ...invoice, total, paid: paidDegree(turn, invoice.id, total), updated_at: turn.nowAt });
}

function paidDegree(turn: Turn, invoiceId: number, total: string): Degree {
  const payments = paymentsOf(turn.store, invoiceId);
  if (payments.length === 0) return 'none';
  return sign(minus(sum(payments.map(({ amount }) => decimal(amount))), decimal(total))) >= 0 ? 'all' : 'partial';
}

/** What of an invoice is not paid yet. */
export function openAmount(turn: Turn, invoice: InvoiceRecord): string {
  const paid = sum(paymentsOf(turn.store, invoice.id).map(({ amount }) => decimal(amount)));
  return toDecimalText(minus(decimal(invoice.total), paid));
}

/** Pays some or all of an invoice. */
export function makePayment(
  turn: Turn,
  invoice: InvoiceRecord,
  { amount, notes }: { amount: string; notes: PaymentNotes },
): PaymentRecord {
  const { store } = turn;
  const ids = { invoice_id: invoice.id, order_id: invoice.order_id };
  const stamps = newStamps(turn, store.payments.nextId());
  const payment: PaymentRecord = { ...stamps, ...notes, ...ids, status: 'active', amount };
  putPayment(turn, payment);
  noteEffect(turn, 'payment.created', { subject: payment.id, details: { orderId: invoice.order_id } });
  announce(turn, 'payment.create', payment.id);
  return payment;
}

/** Stores a payment and what follows for its invoice and its order. */
export function putPayment(turn: Turn, payment: PaymentRecord): void {
  const { store } = turn;
  reworkOrder(turn, orderOf(turn, payment), () => {
    store.payments.put(payment);
    const invoice = store.invoices.get(payment.invoice_id);
    if (invoice !== undefined) settleInvoice(turn, invoice);
    return [];
  });
}

/** The action `invoice`: one invoice for all that is not invoiced yet. */
export function invoiceOrder(turn: Turn, order: OrderRecord, reader: FieldReader): InvoiceRecord {
  requireBillable(turn, order);
  const shares = openShares(INVOICE_PARTS, turn.store, linesOf(turn.store, order.id));
  if (shares.length === 0) throw refusedAction('Nothing is left to invoice');
  const plain = plainNotes(turn, order);
  const notes = {
    ...plain,
    due_at: reader.day('due_at') ?? null,
    invoiced_at: reader.day('invoiced_at') ?? plain.invoiced_at,
    notes: reader.text('notes') ?? null,
  };
  reader.throwIfAny();
  return makeInvoice(turn, order, { shares, notes });
}

/** The action `pay`: pays what is invoiced, and invoices and pays the rest. */
export function payOrder(turn: Turn, order: OrderRecord, reader: FieldReader): void {
  requireBillable(turn, order);
  const { store } = turn;
  const isUninvoiced = openShares(INVOICE_PARTS, store, linesOf(store, order.id)).length > 0;
  const open = store.invoices.recordsWith('order_id', order.id).filter(({ paid }) => paid !== 'all');
  if (open.length === 0 && !isUninvoiced) throw refusedAction('Nothing is left to pay');
  const notes: PaymentNotes = {
    payment_method_id: readMethodByName(turn, reader),
    exchange_rate: '1.0',
    paid_at: reader.instant('paid_at') ?? turn.nowAt,
    reference_number: null,
  };
  reader.throwIfAny();
  const invoices = isUninvoiced ? [...open, invoiceOrder(turn, order, reader)] : open;
  for (const invoice of invoices) makePayment(turn, invoice, { amount: openAmount(turn, invoice), notes });
}

function readMethodByName(turn: Turn, reader: FieldReader): number | null {
  const name = reader.text('payment_method_name') ?? '';
  if (name === '') return null;
  const found = turn.store.plain.payment_methods.byId.find(({ record }) => record.fields['name'] === name);
  if (found === undefined) reader.complain('payment_method_name', 'is invalid');
  return found?.record.id ?? null;
}
