import type { JsonObject } from './answers.js';
import type { PaymentRecord } from './records.js';
import type { Resource } from './resource.js';
import type { Store } from './store.js';
import { stands } from './switches.js';

/** A payment as it goes over the wire. */
function renderPayment(store: Store, payment: PaymentRecord): JsonObject {
  const { id, created_at, updated_at, status, invoice_id, payment_method_id, amount, exchange_rate, paid_at } = payment;
  const name = stands(store.world, 'tradegecko.payment-reference', 'reference') ? 'reference' : 'reference_number';
  return {
    id,
    created_at,
    updated_at,
    status,
    invoice_id,
    payment_method_id,
    amount,
    exchange_rate,
    paid_at,
    [name]: payment.reference_number,
  };
}

/** `/payments`. */
export const PAYMENTS: Resource<PaymentRecord> = {
  plural: 'payments',
  singular: 'payment',
  title: 'payment',
  collection: (store) => store.payments,
  filters: {
    invoice_id: { kind: 'integer', of: (payment) => payment.invoice_id, isIndexed: true },
    payment_method_id: { kind: 'integer', of: (payment) => payment.payment_method_id },
    status: { kind: 'text', of: (payment) => payment.status },
  },
  hidden: () => (payment) => payment.status === 'archived',
  render: renderPayment,
};
