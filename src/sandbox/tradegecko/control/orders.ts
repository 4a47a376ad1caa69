import { readOptionalText } from '../../control/input.js';
import { ControlError } from '../../service.js';
import type { JsonObject } from '../answers.js';
import type { Fields } from '../body.js';
import { readShares } from './find.js';
import { decimal, minus, sign } from '../decimal.js';
import { FULFILLMENT_PARTS, renderFulfillment, standingFulfillments } from '../fulfillments.js';
import { linesOf, renderLine } from '../orders/lines.js';
import { renderOrder } from '../orders/orders.js';
import { ADDRESSES } from '../partners.js';
import type { ParcelNotes } from '../parcel-notes.js';
import { NO_NOTES, mergeNotes } from '../parcel-notes.js';
import { packAll, packParcel, requireOpen, shipAll, shipParcel } from '../parcels.js';
import type { Share } from '../parts.js';
import { leftOf, partsOf, renderPartsOf } from '../parts.js';
import { renderPlain } from '../plain/plain.js';
import type { FulfillmentRecord, OrderRecord } from '../records.js';
import type { Turn } from '../store.js';

/** A whole order: its document with its lines, its address, and its fulfilments with their lines. */
export function orderDocument(turn: Turn, order: OrderRecord): JsonObject {
  const { store } = turn;
  const address = store.plain.addresses.get(order.shipping_address_id);
  const fulfillments = store.fulfillments.recordsWith('order_id', order.id);
  return {
    ...renderOrder(store, store.orders.get(order.id) ?? order),
    shipping_address: address === undefined ? null : renderPlain(ADDRESSES, store, address),
    order_line_items: linesOf(store, order.id).map((line) => renderLine(store, line)),
    fulfillments: fulfillments.map((fulfillment) => ({
      ...renderFulfillment(store, fulfillment),
      fulfillment_line_items: renderPartsOf(FULFILLMENT_PARTS, store, [fulfillment]),
    })),
  };
}

/** Packs one parcel: the given lines, or all that is in none yet. */
export function packByHand(turn: Turn, order: OrderRecord, fields: Fields): JsonObject {
  const shares = readShares(turn, order, fields);
  const notes = readParcel(fields);
  if (shares === undefined) packAll(turn, order, notes);
  else {
    requireOpen(turn, order);
    requireLeft(turn, shares);
    packParcel(turn, order, { shares, notes });
  }
  return orderDocument(turn, order);
}

/** Ships one parcel: the given lines, or all that is left; what is packed already goes first. */
export function shipByHand(turn: Turn, order: OrderRecord, fields: Fields): JsonObject {
  const shares = readShares(turn, order, fields);
  const notes = readParcel(fields);
  if (shares === undefined) shipAll(turn, order, notes);
  else shipShares(turn, order, { shares, notes });
  return orderDocument(turn, order);
}

function shipShares(turn: Turn, order: OrderRecord, of: { shares: readonly Share[]; notes: ParcelNotes }): void {
  requireOpen(turn, order);
  const packed = standingFulfillments(turn.store, order.id).find(
    (parcel) => parcel.status === 'packed' && holdsJust(turn, parcel, of.shares),
  );
  if (packed === undefined) requireLeft(turn, of.shares);
  const parcel = packed ?? packParcel(turn, order, of);
  shipParcel(turn, parcel, mergeNotes(parcel, of.notes));
}

function holdsJust(turn: Turn, parcel: FulfillmentRecord, shares: readonly Share[]): boolean {
  const parts = partsOf(FULFILLMENT_PARTS, turn.store, parcel.id);
  const isIn = ({ line, quantity }: Share): boolean =>
    parts.some((part) => part.order_line_item_id === line.id && part.quantity === quantity);
  return parts.length === shares.length && shares.every(isIn);
}

function requireLeft(turn: Turn, shares: readonly Share[]): void {
  for (const { line, quantity } of shares) {
    const left = minus(leftOf(FULFILLMENT_PARTS, turn.store, line), decimal(quantity));
    if (sign(left) < 0) throw new ControlError(409, `Order line ${line.id} has less than ${quantity} left to pack.`);
  }
}

function readParcel(fields: Fields): ParcelNotes {
  return {
    ...NO_NOTES,
    service: readOptionalText(fields, 'service') ?? null,
    tracking_company: readOptionalText(fields, 'trackingCompany') ?? null,
    tracking_number: readOptionalText(fields, 'trackingNumber') ?? null,
    tracking_url: readOptionalText(fields, 'trackingUrl') ?? null,
  };
}
