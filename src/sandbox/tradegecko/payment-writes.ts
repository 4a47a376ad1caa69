import { refusedAction } from './answers.js';
import { makePayment, openAmount, putPayment } from './billing.js';
import type { PaymentNotes } from './billing.js';
import type { Fields } from './body.js';
import { decimal, minus, plus, sign, toDecimalText } from './decimal.js';
import { FieldErrors, FieldReader, sentOr } from './fields.js';
import { readKnown } from './parcel-notes.js';
import type { InvoiceRecord, PaymentRecord } from './records.js';
import type { Turn } from './store.js';
import { noteEffect } from './store.js';

/** `POST /payments`: pays some or all of one invoice. */
export function createPayment(turn: Turn, sent: Fields): PaymentRecord {
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const invoiceId = reader.integer('invoice_id') ?? null;
  const invoice = invoiceId === null ? undefined : turn.store.invoices.get(invoiceId);
  if (invoice === undefined) reader.complain('invoice_id', invoiceId === null ? "can't be blank" : 'must exist');
  const most = invoice === undefined ? null : openAmount(turn, invoice);
  const amount = readAmount(reader, { most, old: most });
  const notes = readPaymentNotes(turn, reader, {
    payment_method_id: null,
    exchange_rate: '1.0',
    paid_at: turn.nowAt,
    reference_number: null,
  });
  errors.throwIfAny();
  return makePayment(turn, known(invoice), { amount, notes });
}

function known(invoice: InvoiceRecord | undefined): InvoiceRecord {
  if (invoice === undefined) throw new TypeError('A payment without its invoice passed its checks.');
  return invoice;
}

/** `PUT /payments/:id`; its invoice stays. */
export function changePayment(turn: Turn, old: PaymentRecord, sent: Fields): PaymentRecord {
  if (old.status === 'archived') throw refusedAction('Payment is archived');
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const invoice = known(turn.store.invoices.get(old.invoice_id));
  const most = toDecimalText(plus(decimal(openAmount(turn, invoice)), decimal(old.amount)));
  const amount = readAmount(reader, { most, old: old.amount });
  const payment = { ...readPaymentNotes(turn, reader, old), amount, updated_at: turn.nowAt };
  errors.throwIfAny();
  putPayment(turn, payment);
  noteEffect(turn, 'payment.updated', { subject: old.id, details: { orderId: old.order_id } });
  return payment;
}

/** `DELETE /payments/:id`: it is archived, and its invoice is open again by as much. */
export function archivePayment(turn: Turn, old: PaymentRecord): void {
  if (old.status === 'archived') throw refusedAction('Payment is archived');
  putPayment(turn, { ...old, status: 'archived', updated_at: turn.nowAt });
  noteEffect(turn, 'payment.archived', { subject: old.id, details: { orderId: old.order_id } });
}

/** What was not said is all that is open. */
function readAmount(reader: FieldReader, of: { most: string | null; old: string | null }): string {
  const amount = reader.decimal('amount') ?? of.old ?? '0.0';
  if (sign(decimal(amount)) < 0) reader.complain('amount', 'must be greater than or equal to 0');
  const isMore = of.most !== null && sign(minus(decimal(amount), decimal(of.most))) > 0;
  if (isMore) reader.complain('amount', 'is more than what is open on the invoice');
  return amount;
}

function readPaymentNotes<N extends PaymentNotes>(turn: Turn, reader: FieldReader, old: N): N {
  const method = readKnown(reader, 'payment_method_id', turn.store.plain.payment_methods);
  return {
    ...old,
    payment_method_id: method ?? old.payment_method_id,
    exchange_rate: reader.decimal('exchange_rate') ?? old.exchange_rate,
    paid_at: reader.instant('paid_at') ?? old.paid_at,
    // Two clients sent it under different names, so both are read.
    reference_number: sentOr(reader.text('reference_number') ?? reader.text('reference'), old.reference_number),
  };
}
