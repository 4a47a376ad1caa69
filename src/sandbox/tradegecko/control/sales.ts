import { readOptionalText } from '../../control/input.js';
import { ControlError } from '../../service.js';
import type { JsonObject } from '../answers.js';
import { invoiceOrder, payOrder } from '../billing.js';
import type { Fields } from '../body.js';
import { fieldsOf, findFulfillment, findOrder, readShares } from './find.js';
import { orderDocument, packByHand, shipByHand } from './orders.js';
import type { ControlWork } from './work.js';
import { minus, decimal, sign } from '../decimal.js';
import { FieldErrors, FieldReader } from '../fields.js';
import { renderFulfillment } from '../fulfillments.js';
import { linesOf } from '../orders/lines.js';
import { createOrder } from '../orders/create.js';
import { voidOrder } from '../orders/end.js';
import { orderOf } from '../orders/reference.js';
import { readNotes } from '../parcel-notes.js';
import { noteParcel, removeParcel } from '../parcels.js';
import { leftOf, openShares } from '../parts.js';
import type { OrderRecord, ReturnRecord } from '../records.js';
import { makeReturn, plainReturn, receiveReturn } from '../return-writes.js';
import { RETURN_PARTS, standingReturns } from '../returns.js';
import type { Turn } from '../store.js';

/** Notes that some or all of what was shipped comes back, or is back already. */
function returnByHand(turn: Turn, order: OrderRecord, fields: Fields): JsonObject {
  const shares = readShares(turn, order, fields) ?? openShares(RETURN_PARTS, turn.store, linesOf(turn.store, order.id));
  const isTooMuch = shares.some(
    ({ line, quantity }) => sign(minus(leftOf(RETURN_PARTS, turn.store, line), decimal(quantity))) < 0,
  );
  if (shares.length === 0 || isTooMuch) throw new ControlError(409, 'Only what was shipped can come back, once.');
  const notes = { ...plainReturn(order), tracking_number: readOptionalText(fields, 'trackingNumber') ?? null };
  const made = makeReturn(turn, order, { shares, notes });
  if (fields['received'] === true) receiveReturn(turn, made);
  return orderDocument(turn, order);
}

/** Takes in all that is on its way back. */
function receiveByHand(turn: Turn, order: OrderRecord): JsonObject {
  const isOnItsWay = ({ status }: ReturnRecord): boolean => status === 'returning';
  const coming = standingReturns(turn.store, order.id).filter(isOnItsWay);
  if (coming.length === 0) throw new ControlError(409, 'Nothing of this order is on its way back.');
  for (const record of coming) receiveReturn(turn, record);
  return orderDocument(turn, order);
}

function nothingSent(): FieldReader {
  return new FieldReader({}, new FieldErrors());
}

function mendFulfillment(turn: Turn, params: Readonly<Record<string, string>>, fields: Fields): JsonObject {
  const old = findFulfillment(turn, params);
  const reader = new FieldReader(fields, new FieldErrors());
  const notes = readNotes(turn.store, reader, old);
  reader.throwIfAny();
  return renderFulfillment(turn.store, noteParcel(turn, old, notes));
}

/** What an office and a warehouse do with a sale, without spending calls of the API. */
export const SALES_WORKS: readonly ControlWork[] = [
  {
    method: 'GET',
    path: '/orders',
    work: (turn) => ({ orders: turn.store.orders.byId.map(({ record }) => orderDocument(turn, record)) }),
  },
  {
    method: 'POST',
    path: '/orders',
    work: (turn, input) => orderDocument(turn, createOrder(turn, fieldsOf(input))),
  },
  {
    method: 'GET',
    path: '/orders/:id',
    work: (turn, { params }) => orderDocument(turn, findOrder(turn, params)),
  },
  {
    method: 'POST',
    path: '/orders/:id/pack',
    work: (turn, input) => packByHand(turn, findOrder(turn, input.params), fieldsOf(input)),
  },
  {
    method: 'POST',
    path: '/orders/:id/ship',
    work: (turn, input) => shipByHand(turn, findOrder(turn, input.params), fieldsOf(input)),
  },
  {
    method: 'POST',
    path: '/orders/:id/void',
    work: (turn, { params }) => orderDocument(turn, voidOrder(turn, findOrder(turn, params))),
  },
  {
    method: 'POST',
    path: '/orders/:id/invoice',
    work(turn, { params }) {
      const order = findOrder(turn, params);
      invoiceOrder(turn, order, nothingSent());
      return orderDocument(turn, order);
    },
  },
  {
    method: 'POST',
    path: '/orders/:id/pay',
    work(turn, { params }) {
      const order = findOrder(turn, params);
      payOrder(turn, order, nothingSent());
      return orderDocument(turn, order);
    },
  },
  {
    method: 'POST',
    path: '/orders/:id/return',
    work: (turn, input) => returnByHand(turn, findOrder(turn, input.params), fieldsOf(input)),
  },
  {
    method: 'POST',
    path: '/orders/:id/receive',
    work: (turn, { params }) => receiveByHand(turn, findOrder(turn, params)),
  },
  {
    method: 'POST',
    path: '/fulfillments/:id',
    work: (turn, input) => mendFulfillment(turn, input.params, fieldsOf(input)),
  },
  {
    method: 'POST',
    path: '/fulfillments/:id/remove',
    work(turn, { params }) {
      const parcel = findFulfillment(turn, params);
      removeParcel(turn, parcel);
      return orderDocument(turn, orderOf(turn, parcel));
    },
  },
];
