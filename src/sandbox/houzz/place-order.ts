import {
  type JsonRecord,
  readCount,
  readList,
  readOptionalText,
  readRecord,
  readText,
  readWord,
} from '../control/input.js';
import { ControlError } from '../service.js';
import type { Json } from '../state.js';
import { nowAt, type HouzzDesk } from './desk.js';
import { centsOf, moneyOf } from './money.js';
import {
  HOUZZ_STATUSES,
  type HouzzAddress,
  type HouzzLine,
  type HouzzOrderDocument,
  type HouzzStatus,
} from './order-document.js';
import { mintId } from './order-ids.js';
import { totalOf } from './order-total.js';
import { pacificWallTime } from './pacific-time.js';
import { nextProductId } from './product-ids.js';
import { takeStock } from './stock.js';

const SOMEWHERE = { address1: '1 Sample Way', city: 'Testville', state: 'CA', zip: '90000', phone: '5550100' } as const;

/** An order before it is placed: it has no id yet and took nothing off the listings. */
type Draft = Omit<HouzzOrderDocument, 'orderId' | 'shipmentId' | 'taken'>;

/** Places an order as a buyer does. */
export function placeOrder(desk: HouzzDesk, draft: Draft): HouzzOrderDocument {
  const orderId = mintId(Date.parse(draft.createdAt), desk.random, (key) => desk.orders.isTaken(key));
  const order = { orderId, shipmentId: orderId, ...draft, taken: takeAtPlacement(desk, draft) };
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

/** What is paid for is taken off the listings under every reading but one; what is not yet, only under the first. */
function takeAtPlacement(desk: HouzzDesk, draft: Draft): HouzzOrderDocument['taken'] {
  const reading = desk.reading('houzz.placement-decrements');
  return reading === 'yes' || (reading === 'when-charged' && draft.chargedAt !== null)
    ? takeStock(desk, draft.lines)
    : [];
}

/** Reads an order as the control API was sent it; nothing is placed yet, so that one bad order stops its whole call. */
export function readDraft(desk: HouzzDesk, input: Json): Draft {
  const record = readRecord(input, 'An order');
  const createdAt = readInstant(record, 'createdAt') ?? nowAt(desk);
  const status = readStatus(desk, record);
  const amounts = {
    lines: readLines(desk, record),
    coupon: readCoupon(record),
    flatShipping: readMoney(record, 'flatShipping'),
    flatShippingTax: readMoney(record, 'flatShippingTax'),
  };
  return {
    createdAt,
    created: pacificWallTime(Date.parse(createdAt)),
    status,
    changedAt: createdAt,
    chargedAt: chargedAt(desk, record, status),
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

/** A vendor's orders arrive charged; a buyer's are taken as charged unless told, for that is what most callers need. */
function readStatus(desk: HouzzDesk, record: JsonRecord): HouzzStatus {
  const status = record['status'] === undefined ? 'Charged' : readWord(record, 'status', HOUZZ_STATUSES);
  return status === 'Placed' && desk.options.accountType === 'vendor' ? 'Charged' : status;
}

/** An authorisation begins now, however old the order is, or an order from the past would lapse as soon as it is placed. */
function chargedAt(desk: HouzzDesk, record: JsonRecord, status: HouzzStatus): string | null {
  return status === 'Charged' || status === 'Shipped' ? (readInstant(record, 'chargedAt') ?? nowAt(desk)) : null;
}

function readInstant(record: JsonRecord, key: 'createdAt' | 'chargedAt'): string | undefined {
  const text = readOptionalText(record, key);
  if (text === undefined) return undefined;
  const instantMs = Date.parse(text);
  if (Number.isNaN(instantMs) || instantMs < 0) throw new ControlError(400, `${key} must be an ISO instant.`);
  return new Date(instantMs).toISOString();
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
