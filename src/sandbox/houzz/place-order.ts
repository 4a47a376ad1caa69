import {
  type JsonRecord,
  readCount,
  readList,
  readOptionalText,
  readRecord,
  readText,
  readWord,
} from '../control-input.js';
import { ControlError } from '../service.js';
import type { Json } from '../state.js';
import { nowAt, type HouzzDesk } from './desk.js';
import { centsOf, moneyOf } from './money.js';
import { HOUZZ_STATUSES, type HouzzAddress, type HouzzLine, type HouzzOrderDocument } from './order-document.js';
import { mintId } from './order-ids.js';
import { pacificWallTime } from './pacific-time.js';
import { takeStock } from './stock.js';

const SOMEWHERE = { address1: '1 Sample Way', city: 'Testville', state: 'CA', zip: '90000', phone: '5550100' } as const;

/** An order before it is placed: it has no id yet and took nothing off the listings. */
type Draft = Omit<HouzzOrderDocument, 'orderId' | 'shipmentId' | 'taken'>;

/** Places an order as a buyer does. */
export function placeOrder(desk: HouzzDesk, draft: Draft): HouzzOrderDocument {
  const orderId = mintId(Date.parse(draft.createdAt), desk.random, (key) => desk.orders.isTaken(key));
  const order = { orderId, shipmentId: orderId, ...draft, taken: takeStock(desk, draft.lines) };
  desk.orders.put(order);
  desk.world.ledger.effect({
    service: 'houzz',
    by: 'control',
    effect: 'order.placed',
    subject: order.orderId,
    details: { status: order.status, total: order.total, lines: order.lines.length },
  });
  return order;
}

/** Reads an order as the control API was sent it; nothing is placed yet, so that one bad order stops its whole call. */
export function readDraft(desk: HouzzDesk, input: Json): Draft {
  const record = readRecord(input, 'An order');
  const createdMs = Date.parse(readOptionalText(record, 'createdAt') ?? nowAt(desk));
  if (Number.isNaN(createdMs) || createdMs < 0) throw new ControlError(400, 'createdAt must be an ISO instant.');
  const status = record['status'] === undefined ? 'Charged' : readWord(record, 'status', HOUZZ_STATUSES);
  const amounts = {
    lines: readLines(desk, record),
    coupon: readCoupon(record),
    flatShipping: readMoney(record, 'flatShipping'),
    flatShippingTax: readMoney(record, 'flatShippingTax'),
  };
  const createdAt = new Date(createdMs).toISOString();
  return {
    createdAt,
    created: pacificWallTime(createdMs),
    status,
    changedAt: createdAt,
    chargedAt: status === 'Charged' || status === 'Shipped' ? createdAt : null,
    customerName: readOptionalText(record, 'customerName') ?? 'Pat Example',
    address: readAddress(readRecord(record['address'] ?? SOMEWHERE, 'address')),
    shippingMethod: readOptionalText(record, 'shippingMethod') ?? 'Standard',
    ...amounts,
    total: moneyOf(totalOf(desk, amounts), 4),
    refunds: [],
    ship: null,
    cancel: null,
    plan: record['plan'] ?? null,
  };
}

function readLines(desk: HouzzDesk, record: JsonRecord): HouzzLine[] {
  return readList(record['lines'], 'lines').map((entry) => {
    const line = readRecord(entry, 'A line');
    const sku = readText(line, 'sku');
    const listing = desk.listings.get(sku);
    return {
      sku: listing?.sku ?? sku,
      productId: listing?.productId ?? nextProductId(desk),
      title: readOptionalText(line, 'title') ?? listing?.title ?? `Demo ${sku}`,
      quantity: readCount(line, 'quantity'),
      price: readMoney(line, 'price'),
      tax: readMoney(line, 'tax'),
      shipping: readMoney(line, 'shipping'),
    };
  });
}

/** Houzz's own number for a product: digits, unlike the seller's SKU. */
export function nextProductId(desk: HouzzDesk): string {
  return String(10_000_000 + desk.world.state.nextNumber('houzz.product'));
}

function readCoupon(record: JsonRecord): HouzzOrderDocument['coupon'] {
  if (record['coupon'] === undefined || record['coupon'] === null) return null;
  const coupon = readRecord(record['coupon'], 'coupon');
  return { code: readText(coupon, 'code'), amount: readMoney(coupon, 'amount') };
}

/** An amount as text with two decimals; nothing where it is absent. */
export function readMoney(record: JsonRecord, key: string): string {
  const cents = centsOf(readOptionalText(record, key) ?? '0');
  if (cents !== undefined && cents >= 0) return moneyOf(cents);
  throw new ControlError(400, `${key} must be an amount such as 25.00.`);
}

function readAddress(record: JsonRecord): HouzzAddress {
  return {
    address1: readText(record, 'address1'),
    address2: readOptionalText(record, 'address2') ?? null,
    city: readText(record, 'city'),
    state: readText(record, 'state'),
    zip: readText(record, 'zip'),
    phone: readOptionalText(record, 'phone') ?? null,
    country: readOptionalText(record, 'country') ?? null,
  };
}

type Amounts = Pick<HouzzOrderDocument, 'lines' | 'coupon' | 'flatShipping' | 'flatShippingTax'>;

function totalOf(desk: HouzzDesk, amounts: Amounts): number {
  const isPerUnit = desk.reading('houzz.tax-and-shipping-are-per') === 'unit';
  const ofLine = (line: HouzzLine): number =>
    cents(line.price) * line.quantity + (cents(line.tax) + cents(line.shipping)) * (isPerUnit ? line.quantity : 1);
  const ofLines = amounts.lines.reduce((sum, line) => sum + ofLine(line), 0);
  const flat = cents(amounts.flatShipping) + cents(amounts.flatShippingTax);
  return ofLines + flat - cents(amounts.coupon?.amount ?? '0');
}

function cents(amount: string): number {
  return centsOf(amount) ?? 0;
}
