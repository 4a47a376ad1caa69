import type { JsonObject } from './answers.js';
import { decimal } from './decimal.js';
import type { PartPlan } from './parts.js';
import { partResource, partsOf, renderPartsOf } from './parts.js';
import type { Degree, InvoiceLineRecord, InvoiceRecord, PaymentRecord } from './records.js';
import type { Filter, Resource } from './resource.js';
import type { Store } from './store.js';

/** How far something is paid, in the server's words. */
export const PAID = { none: 'unpaid', partial: 'partial', all: 'paid' } as const satisfies Record<Degree, string>;

/** The lines of invoices; an invoice that is removed takes its lines with it. */
export const INVOICE_PARTS: PartPlan<InvoiceLineRecord> = {
  plural: 'invoice_line_items',
  singular: 'invoice_line_item',
  title: 'invoice line item',
  parent: 'invoice_id',
  collection: (store) => store.invoiceLines,
  parentOf: (part) => part.invoice_id,
  make: (part, invoice_id) => ({ ...part, invoice_id }),
  counts: () => true,
  limitOf: (_store, line) => decimal(line.quantity),
};

/** `/invoice_line_items`. */
export const INVOICE_LINES = partResource(INVOICE_PARTS);

/** An invoice's payments that were not taken back. */
export function paymentsOf(store: Store, invoiceId: number): readonly PaymentRecord[] {
  return store.payments.recordsWith('invoice_id', invoiceId).filter(({ status }) => status === 'active');
}

/** An invoice as it goes over the wire. */
function renderInvoice(store: Store, invoice: InvoiceRecord): JsonObject {
  const order = store.orders.get(invoice.order_id);
  const { id, created_at, updated_at, order_id } = invoice;
  return {
    id,
    created_at,
    updated_at,
    document_url: `https://documents.sandbox.example/invoices/${id}`,
    // Recorded: the link into an accounting system, where one is joined to the account.
    destination_url: null,
    order_id,
    shipping_address_id: invoice.shipping_address_id,
    billing_address_id: invoice.billing_address_id,
    payment_term_id: invoice.payment_term_id,
    due_at: invoice.due_at,
    exchange_rate: invoice.exchange_rate,
    invoice_number: invoice.invoice_number,
    invoiced_at: invoice.invoiced_at,
    notes: invoice.notes,
    cached_total: invoice.total,
    payment_status: PAID[invoice.paid],
    order_number: order?.order_number ?? null,
    company_id: order?.company_id ?? null,
    currency_id: order?.currency_id ?? null,
    invoice_line_item_ids: partsOf(INVOICE_PARTS, store, id).map((part) => part.id),
    payment_ids: paymentsOf(store, id).map((payment) => payment.id),
    refund_ids: [],
  };
}

const idFilter = (of: (invoice: InvoiceRecord) => number | null): Filter<InvoiceRecord> => ({ kind: 'integer', of });

/** `/invoices`, whose lines always come beside them, on lists as on single ones. */
export const INVOICES: Resource<InvoiceRecord> = {
  plural: 'invoices',
  singular: 'invoice',
  title: 'invoice',
  collection: (store) => store.invoices,
  filters: {
    order_id: { kind: 'integer', of: (invoice) => invoice.order_id, isIndexed: true },
    invoice_number: { kind: 'text', of: (invoice) => invoice.invoice_number, isIndexed: true },
    payment_status: { kind: 'text', of: (invoice) => PAID[invoice.paid] },
    company_id: { kind: 'integer', of: ({ order_id }, store) => store.orders.get(order_id)?.company_id ?? null },
    currency_id: { kind: 'integer', of: ({ order_id }, store) => store.orders.get(order_id)?.currency_id ?? null },
    shipping_address_id: idFilter((invoice) => invoice.shipping_address_id),
    billing_address_id: idFilter((invoice) => invoice.billing_address_id),
    payment_term_id: idFilter((invoice) => invoice.payment_term_id),
  },
  render: renderInvoice,
  sideload: (store, { records }) => ({ invoice_line_items: renderPartsOf(INVOICE_PARTS, store, records) }),
};
