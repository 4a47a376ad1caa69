import type { SalesOrderFacts, VariantFacts } from '../../../src/local/demonstration/documents.js';
import type { Evidence, OrderRun } from '../../../src/local/demonstration/evidence.js';
import { ALIASES, GOODS, KITS } from '../../../src/local/demonstration/goods.js';
import { readPlan, type Story } from '../../../src/local/demonstration/plan.js';
import { planOrders, type PlannedOrder } from '../../../src/local/demonstration/scenario.js';
import type { HouzzListing } from '../../../src/sandbox/houzz/listing-store.js';
import type { HouzzOrderDocument } from '../../../src/sandbox/houzz/order-document.js';
import type { LedgerCall, LedgerEntry } from '../../../src/sandbox/ledger.js';
import { PRIMARY_LOCATION_ID } from '../../../src/sandbox/tradegecko/service.js';

const AT = '2026-11-23T12:00:00.000Z';
const cents = (text: string | undefined): number => Math.round(Number(text ?? '0') * 100);
const money = (amount: number): string => (amount / 100).toFixed(2);

/** One order of every story, each where it belongs, with a ledger that says so. */
export function goodWorld(seed = 1): Evidence {
  const planned = planOrders(seed, 20);
  const orders = planned.map(houzzOrder);
  const salesOrders = orders.flatMap((order, index) => salesOrder(order, index));
  return {
    orders,
    salesOrders,
    runs: orders.flatMap((order) => runOf(order)),
    entries: entriesOf(orders, salesOrders),
    listings: Object.entries(SHOWN).map(([sku, quantity]) => listing(sku, quantity)),
    variants: VARIANTS,
    switches: {},
    isUninterrupted: true,
  };
}

/** The order with this story, as the world holds it. */
export function orderOf({ orders }: Evidence, story: Story): HouzzOrderDocument {
  const found = orders.find(({ plan }) => readPlan(plan)?.story === story);
  if (found === undefined) throw new Error(`No order has the story "${story}".`);
  return found;
}

/** Reckoned by hand: nine tenths of what is left above two, at most 150; four chairs a set. */
const SHOWN: Readonly<Record<string, number>> = {
  'CHAIR-OAK': 150,
  'TABLE-OAK': 79,
  'LAMP-BRASS': 106,
  'RUG-BLUE': 65,
  'MIRROR-ROUND': 97,
  'CUSHION-RED': 150,
  'SHELF-PINE': 124,
  'CLOCK-WALL': 12,
  'GIFT-CARD': 100,
  'LAMP-BRASS-HZ': 106,
  'DINING-SET': 58,
};

const VARIANTS: readonly VariantFacts[] = GOODS.map(({ sku, onHand, maxOnline, isCounted = true }, index) => ({
  id: 100 + index,
  sku,
  manage_stock: isCounted,
  keep_selling: false,
  max_online: maxOnline ?? null,
  locations: isCounted ? [{ location_id: PRIMARY_LOCATION_ID, stock_on_hand: onHand, committed: 0 }] : [],
}));

function listing(sku: string, quantity: number): HouzzListing {
  const leadTimes = { leadTimeMin: 1, leadTimeMax: 3 };
  return { sku, productId: sku, title: sku, status: 'Active', quantity, price: '1.00', msrp: null, ...leadTimes };
}

function houzzOrder({ order, plan }: PlannedOrder, index: number): HouzzOrderDocument {
  const orderId = `1000-0000-0000-${String(index).padStart(4, '0')}`;
  const lines = order.lines.map((line) => ({
    productId: line.sku,
    title: line.sku,
    tax: '0.00',
    shipping: '0.00',
    ...line,
  }));
  const { flatShipping = '0.00', flatShippingTax = '0.00', coupon = null } = order;
  const goods = lines.reduce((sum, one) => sum + cents(one.price) * one.quantity, 0);
  const charges = lines.reduce((sum, one) => sum + cents(one.tax) + cents(one.shipping), 0);
  const total = goods + charges + cents(flatShipping) + cents(flatShippingTax) - cents(coupon?.amount);
  return {
    orderId,
    shipmentId: orderId,
    createdAt: AT,
    created: AT,
    changedAt: AT,
    chargedAt: AT,
    status: 'Charged',
    customerName: 'Pat Example',
    address: {
      address1: `${index + 1} Way`,
      address2: null,
      city: 'X',
      state: 'CA',
      zip: '9',
      phone: null,
      country: null,
    },
    shippingMethod: 'Standard',
    lines,
    coupon,
    flatShipping,
    flatShippingTax,
    total: `${money(total)}00`,
    refunds: [],
    ship: null,
    cancel: null,
    taken: [],
    plan,
    ...endOf(plan.fate),
  };
}

function endOf(fate: PlannedOrder['plan']['fate']): Partial<HouzzOrderDocument> {
  switch (fate.kind) {
    case 'leave':
      return {};
    case 'ship': {
      const numbers = fate.parcels.map(({ trackingNumber }) => trackingNumber);
      const shippingMethod = fate.parcels[0]?.method ?? '';
      return { status: 'Shipped', ship: { shippingMethod, trackingNumber: numbers.join(',') } };
    }
    case 'cancel-in-channel':
      return { status: 'Canceled', cancel: { code: null, comments: null } };
    case 'cancel-by-operator':
      return fate.code === null ? {} : { status: 'Canceled', cancel: { code: fate.code, comments: null } };
  }
}

function salesOrder(order: HouzzOrderDocument, index: number): SalesOrderFacts[] {
  const fate = readPlan(order.plan)?.fate;
  if (fate === undefined || fate.kind === 'leave') return [];
  const isShipped = fate.kind === 'ship';
  const isPacked = fate.kind === 'cancel-in-channel' && fate.when === 'packed';
  const amounts = [...itemLines(order), ...chargeLines(order)];
  return [
    {
      id: 900 + index,
      order_number: `HZ-${index}`,
      reference_number: order.orderId,
      status: isShipped ? 'fulfilled' : isPacked ? 'finalized' : 'void',
      total: cents(order.total),
      shipping_address: addressOf(order),
      packed_status: isShipped || isPacked ? 'packed' : 'unpacked',
      fulfillment_status: isShipped ? 'shipped' : 'unshipped',
      order_line_items: amounts.map((line, at) => ({ id: 10 * index + at, ...line })),
      fulfillments: [],
    },
  ];
}

function addressOf({ customerName, address }: HouzzOrderDocument): SalesOrderFacts['shipping_address'] {
  const { address1, city, state, zip, phone } = address;
  return { company_name: customerName, address1, city, state, zip_code: zip, phone_number: phone ?? '' };
}

type Line = Omit<SalesOrderFacts['order_line_items'][number], 'id'>;

function itemLines({ lines }: HouzzOrderDocument): Line[] {
  return lines.flatMap(({ sku, quantity, price }) => {
    const parts = Object.entries(KITS[sku] ?? { [ALIASES[sku] ?? sku]: 1 });
    const units = parts.reduce((sum, [, each]) => sum + each, 0);
    const unitPrice = Math.floor(cents(price) / units);
    const rounding = (cents(price) - unitPrice * units) * quantity;
    const items = parts.map(([part, each]) => ({
      variant_id: VARIANTS.find((one) => one.sku === part)?.id ?? 0,
      price: unitPrice,
      quantity: each * quantity,
    }));
    return rounding === 0 ? items : [...items, charge(rounding)];
  });
}

function chargeLines({ lines, flatShipping, flatShippingTax, coupon }: HouzzOrderDocument): Line[] {
  const shipping = lines.reduce((sum, line) => sum + cents(line.shipping), cents(flatShipping));
  const tax = lines.reduce((sum, line) => sum + cents(line.tax), cents(flatShippingTax));
  return [shipping, tax, -cents(coupon?.amount)].filter((amount) => amount !== 0).map(charge);
}

const charge = (price: number): Line => ({ variant_id: null, price, quantity: 1 });

function runOf({ orderId, plan }: HouzzOrderDocument): OrderRun[] {
  const fate = readPlan(plan)?.fate;
  if (fate === undefined || fate.kind === 'leave') return [];
  if (fate.kind === 'ship') return [{ orderId, stands: 'completed' }];
  const isPacked = fate.kind === 'cancel-in-channel' && fate.when === 'packed';
  return [{ orderId, stands: isPacked ? 'cancel-unresolved' : 'cancelled' }];
}

function entriesOf(
  orders: readonly HouzzOrderDocument[],
  salesOrders: readonly SalesOrderFacts[],
): readonly LedgerEntry[] {
  const created = salesOrders.flatMap(({ id, reference_number }): LedgerEntry[] => [
    call('tradegecko', 'POST /orders', 50),
    effect('tradegecko', 'order.created', {
      subject: String(id),
      details: { referenceNumber: reference_number },
    }),
  ]);
  const shipped = orders
    .filter(({ ship }) => ship !== null)
    .flatMap(({ orderId }): LedgerEntry[] => [
      call('houzz', 'POST updateOrder Ship'),
      effect('houzz', 'order.shipped', { subject: orderId, details: {} }),
    ]);
  return [...created, ...shipped].map((entry, index) => ({ ...entry, seq: index + 1 }));
}

/** A call as the ledger keeps it. */
export function call(service: 'houzz' | 'tradegecko', operation: string, quotaRemaining?: number): LedgerCall {
  const left = quotaRemaining === undefined ? {} : { quotaRemaining };
  return { kind: 'call', seq: 0, at: AT, service, operation, status: 200, ...left };
}

/** An effect of a call as the ledger keeps it. */
export function effect(
  service: 'houzz' | 'tradegecko',
  name: string,
  of: { subject: string; details: Readonly<Record<string, string | null>> },
): LedgerEntry {
  return { kind: 'effect', seq: 0, at: AT, service, by: 'call', effect: name, ...of };
}
