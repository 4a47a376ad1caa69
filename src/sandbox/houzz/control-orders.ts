import { readList, readOptionalCount, readOptionalText, readRecord, readText, readWord } from '../control/input.js';
import { ControlError, type ControlRoute } from '../service.js';
import type { Json } from '../state.js';
import { nowAt, type HouzzDesk } from './desk.js';
import { HOUZZ_STATUSES, type HouzzOrderDocument } from './order-document.js';
import { changeOrder, mayMove, moveOrder, type Move } from './order-moves.js';
import { refundOrder } from './order-refunds.js';
import { splitOrder } from './order-split.js';
import { placeOrder, readDraft } from './place-order.js';

/** What is done to one order; the answer is the order as it stands then, unless it says otherwise. */
type Act = (desk: HouzzDesk, order: HouzzOrderDocument, body: Json) => Json;

const ACTS: Readonly<Record<string, Act>> = {
  cancel: cancelOrder,
  'buyer-cancel': cancelByBuyer,
  status: setStatus,
  process: (desk, order) => moveByHand(desk, order, { action: 'Process' }),
  charge: (desk, order) => moveByHand(desk, order, { action: 'Charge' }),
  decline: declineCharges,
  word: setStatusWord,
  ship: shipOrder,
  refund: (desk, order, body) => refundOrder(desk, order, readRecord(body, 'The body')),
  split: (desk, order, body) => ({ orders: splitOrder(desk, order, readRecord(body, 'The body')) }),
};

/** What buyers do, and the seller with orders in the web screens. */
export function orderControlRoutes(desk: HouzzDesk): readonly ControlRoute[] {
  const path = '/_sandbox/houzz/orders';
  const acts = Object.entries(ACTS).map(([name, act]): ControlRoute => ({
    method: 'POST',
    path: `${path}/:id/${name}`,
    handle: ({ params, body }) => act(desk, findOrder(desk, params), body),
  }));
  return [
    { method: 'POST', path, handle: ({ body }) => placeOrders(desk, body) },
    { method: 'GET', path, handle: () => ({ orders: desk.orders.all() }) },
    { method: 'GET', path: `${path}/:id`, handle: ({ params }) => findOrder(desk, params) },
    ...acts,
  ];
}

function placeOrders(desk: HouzzDesk, body: Json): Json {
  const inputs = readList(readRecord(body, 'The body')['orders'], 'orders');
  const drafts = inputs.map((input) => readDraft(desk, input));
  return { orders: drafts.map((draft) => placeOrder(desk, draft)) };
}

function findOrder(desk: HouzzDesk, params: Readonly<Record<string, string>>): HouzzOrderDocument {
  const order = desk.orders.get(params['id'] ?? '');
  if (order === undefined) throw new ControlError(404, 'Houzz has no order with this id.');
  return order;
}

function cancelOrder(desk: HouzzDesk, order: HouzzOrderDocument): Json {
  return moveByHand(desk, order, { action: 'Cancel', code: null, comments: null });
}

const BUYER_MAY_CANCEL_FOR_MS = 30 * 60_000;

/** Buyers may cancel by themselves for half an hour; after it they have to ask, and the plain cancel is what follows. */
function cancelByBuyer(desk: HouzzDesk, order: HouzzOrderDocument): Json {
  const isTooLate = desk.world.clock.now() >= Date.parse(order.createdAt) + BUYER_MAY_CANCEL_FOR_MS;
  if (isTooLate) throw new ControlError(409, 'A buyer may cancel within 30 minutes of the placement only.');
  return cancelOrder(desk, order);
}

function shipOrder(desk: HouzzDesk, order: HouzzOrderDocument, body: Json): Json {
  const record = readRecord(body, 'The body');
  return moveByHand(desk, order, {
    action: 'Ship',
    shippingMethod: readText(record, 'shippingMethod'),
    trackingNumber: readText(record, 'trackingNumber'),
  });
}

function moveByHand(desk: HouzzDesk, order: HouzzOrderDocument, move: Move): HouzzOrderDocument {
  if (mayMove(order, move.action)) return moveOrder(desk, order, { move, by: 'control' });
  throw new ControlError(409, `${move.action} is not possible for an order in status ${order.status}.`);
}

/** Has the next charges of an order declined: the bank's doing, so no move of the order and nothing for the ledger. */
function declineCharges(desk: HouzzDesk, order: HouzzOrderDocument, body: Json): Json {
  const changed = { ...order, declines: readOptionalCount(readRecord(body, 'The body'), 'times') ?? 1 };
  desk.orders.put(changed);
  return changed;
}

/** Has the order show a word that nobody knows; without one, its own again. Filters go by where it stands. */
function setStatusWord(desk: HouzzDesk, order: HouzzOrderDocument, body: Json): Json {
  const statusWord = readOptionalText(readRecord(body, 'The body'), 'word') ?? null;
  const details = { word: statusWord };
  return changeOrder(desk, order, { changes: { statusWord }, by: 'control', effect: 'order.status-word-set', details });
}

function setStatus(desk: HouzzDesk, order: HouzzOrderDocument, body: Json): Json {
  const status = readWord(readRecord(body, 'The body'), 'status', HOUZZ_STATUSES);
  const changedAt = nowAt(desk);
  const changes = { status, changedAt, chargedAt: status === 'Charged' ? changedAt : order.chargedAt };
  const details = { status, previous: order.status };
  return changeOrder(desk, order, { changes, by: 'control', effect: 'order.status-set', details });
}
