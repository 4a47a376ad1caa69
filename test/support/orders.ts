import type { ChannelOrder } from '../../src/domain/channel-order.js';
import { channelOrderId, connectionId, type ConnectionId } from '../../src/domain/ids.js';
import { referenceOf } from '../../src/domain/reference.js';
import type { OrderPolicy, ProcessOrderInput } from '../../src/messages/order-input.js';

let lastNumber = 0;

/** An id that no other test of this run uses. */
export function freshConnectionId(): ConnectionId {
  lastNumber += 1;
  return connectionId(`t${process.pid}-${lastNumber}`);
}

/** A plain order as Houzz would hold it: one line of two lamps. */
export function plainOrder(changes: Partial<ChannelOrder> = {}): ChannelOrder {
  lastNumber += 1;
  const digits = String(1_669_585_069_790_000 + lastNumber);
  const orderId = channelOrderId((digits.match(/\d{4}/g) ?? []).join('-'));
  return {
    orderId,
    shipmentId: orderId,
    createdAt: new Date().toISOString(),
    issuedOn: '2026-11-23',
    status: { kind: 'charged' },
    customerName: 'Pat Example',
    address: {
      line1: '1 Sample Way',
      line2: '',
      city: 'Testville',
      state: 'CA',
      postalCode: '90000',
      country: '',
      phone: '5550100',
    },
    shippingMethod: 'Standard',
    lines: [{ kind: 'product', sku: 'LAMP-1', title: 'Lamp', quantity: 2, unitPrice: 2500, tax: 0, shipping: 0 }],
    flatShipping: 0,
    flatShippingTax: 0,
    total: 5000,
    ...changes,
  };
}

/** Waits short enough for tests. */
export const QUICK: OrderPolicy = {
  slowRetryMs: 60_000,
  trackingWaitMs: 60_000,
  reportAt: 'when-complete',
  shipWithoutTracking: false,
  voidedCancelCode: null,
  lateAnswerMs: 300,
  heartbeatTimeoutMs: 2_000,
  retryInitialMs: 100,
  retryMaximumMs: 500,
  messagesPerRun: 500,
};

/** The argument of an order's workflow. */
export function orderInput(connection: ConnectionId, changes: Partial<ProcessOrderInput> = {}): ProcessOrderInput {
  const order = changes.order ?? plainOrder();
  return {
    connection,
    order,
    reference: referenceOf(order.orderId, 'HZ-'),
    lookUpFirst: false,
    authoriseFirst: false,
    looksSplit: false,
    policy: QUICK,
    ...changes,
  };
}

/** What the rules of a connection say of an order that stands as it came. */
export const OPEN = { isImportable: true, needsAuthorisation: false } as const;
