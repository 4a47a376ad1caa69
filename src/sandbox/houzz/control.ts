import {
  type JsonRecord,
  readCount,
  readList,
  readOptionalText,
  readRecord,
  readText,
  readWord,
} from '../control-input.js';
import { ControlError, type ControlRoute } from '../service.js';
import type { Json } from '../state.js';
import { nowAt, type HouzzDesk } from './desk.js';
import { LISTING_STATUSES, type HouzzListing } from './listing-store.js';
import { HOUZZ_STATUSES, type HouzzOrderDocument } from './order-document.js';
import { mayMove, moveOrder, type Move } from './order-moves.js';
import { nextProductId, placeOrder, readDraft, readMoney } from './place-order.js';
import { setQuantity } from './stock.js';

/** What buyers do, and the seller in Houzz's web screens. */
export function houzzControlRoutes(desk: HouzzDesk): readonly ControlRoute[] {
  const orders = '/_sandbox/houzz/orders';
  const listings = '/_sandbox/houzz/listings';
  return [
    { method: 'POST', path: orders, handle: ({ body }) => placeOrders(desk, body) },
    { method: 'GET', path: orders, handle: () => ({ orders: desk.orders.all() }) },
    { method: 'GET', path: `${orders}/:id`, handle: ({ params }) => findOrder(desk, params) },
    { method: 'POST', path: `${orders}/:id/cancel`, handle: ({ params }) => cancelOrder(desk, params) },
    { method: 'POST', path: `${orders}/:id/status`, handle: ({ params, body }) => setStatus(desk, params, body) },
    { method: 'POST', path: `${orders}/:id/ship`, handle: ({ params, body }) => shipOrder(desk, params, body) },
    { method: 'PUT', path: `${listings}/:sku`, handle: ({ params, body }) => putListing(desk, params, body) },
    {
      method: 'GET',
      path: listings,
      handle: () => ({ listings: desk.listings.read({ start: 0, count: Infinity }).listings }),
    },
  ];
}

type Params = Readonly<Record<string, string>>;

function placeOrders(desk: HouzzDesk, body: Json): Json {
  const inputs = readList(readRecord(body, 'The body')['orders'], 'orders');
  const drafts = inputs.map((input) => readDraft(desk, input));
  return { orders: drafts.map((draft) => placeOrder(desk, draft)) };
}

function findOrder(desk: HouzzDesk, params: Params): HouzzOrderDocument {
  const order = desk.orders.get(params['id'] ?? '');
  if (order === undefined) throw new ControlError(404, 'Houzz has no order with this id.');
  return order;
}

function cancelOrder(desk: HouzzDesk, params: Params): Json {
  return moveByHand(desk, findOrder(desk, params), { action: 'Cancel', code: null, comments: null });
}

function shipOrder(desk: HouzzDesk, params: Params, body: Json): Json {
  const record = readRecord(body, 'The body');
  return moveByHand(desk, findOrder(desk, params), {
    action: 'Ship',
    shippingMethod: readText(record, 'shippingMethod'),
    trackingNumber: readText(record, 'trackingNumber'),
  });
}

function moveByHand(desk: HouzzDesk, order: HouzzOrderDocument, move: Move): HouzzOrderDocument {
  if (mayMove(order, move.action)) return moveOrder(desk, order, { move, by: 'control' });
  throw new ControlError(409, `${move.action} is not possible for an order in status ${order.status}.`);
}

function setStatus(desk: HouzzDesk, params: Params, body: Json): Json {
  const order = findOrder(desk, params);
  const status = readWord(readRecord(body, 'The body'), 'status', HOUZZ_STATUSES);
  const changedAt = nowAt(desk);
  const changed = { ...order, status, changedAt, chargedAt: status === 'Charged' ? changedAt : order.chargedAt };
  desk.orders.put(changed);
  desk.world.ledger.effect({
    service: 'houzz',
    by: 'control',
    effect: 'order.status-set',
    subject: order.orderId,
    details: { status, previous: order.status },
  });
  return changed;
}

function putListing(desk: HouzzDesk, params: Params, body: Json): Json {
  const sku = params['sku'] ?? '';
  const record = readRecord(body, 'The body');
  const known = desk.listings.get(sku);
  const edited = editListing(known ?? newListing(desk, sku), record);
  const quantity = record['quantity'] === undefined ? edited.quantity : readCount(record, 'quantity');
  desk.listings.put(edited);
  const about = { service: 'houzz', by: 'control', subject: edited.sku } as const;
  const { status, price } = edited;
  desk.world.ledger.effect({
    ...about,
    effect: 'listing.set',
    details: { status, price, created: known === undefined },
  });
  if (quantity !== edited.quantity) setQuantity(desk, edited, { quantity, by: 'control' });
  return { ...edited, quantity };
}

function newListing(desk: HouzzDesk, sku: string): HouzzListing {
  const leadTimes = { leadTimeMin: 1, leadTimeMax: 3 };
  const title = `Demo ${sku}`;
  return {
    sku,
    productId: nextProductId(desk),
    title,
    status: 'Active',
    quantity: 0,
    price: '10.00',
    msrp: null,
    ...leadTimes,
  };
}

function editListing(listing: HouzzListing, record: JsonRecord): HouzzListing {
  return {
    ...listing,
    title: readOptionalText(record, 'title') ?? listing.title,
    price: record['price'] === undefined ? listing.price : readMoney(record, 'price'),
    status: record['status'] === undefined ? listing.status : readWord(record, 'status', LISTING_STATUSES),
  };
}
