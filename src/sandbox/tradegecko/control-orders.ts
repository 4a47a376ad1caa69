import { readCount, readList, readOptionalText, readRecord } from '../control-input.js';
import { ControlError } from '../service.js';
import type { JsonObject } from './answers.js';
import type { Fields } from './body.js';
import { minus, parseDecimal, sign, toDecimalText } from './decimal.js';
import type { Decimal } from './decimal.js';
import { partsOf, renderFulfillment, renderPart } from './fulfillments.js';
import { linesOf, renderLine } from './lines.js';
import { renderOrder, standingFulfillments } from './orders.js';
import { ADDRESSES } from './partners.js';
import type { ParcelNotes, Share } from './parcels.js';
import { NO_NOTES, mergeNotes, packAll, packParcel, requireOpen, shipAll, shipParcel } from './parcels.js';
import { renderPlain } from './plain.js';
import type { FulfillmentRecord, OrderRecord } from './records.js';
import { unpackedQuantity } from './stock.js';
import type { Turn } from './store.js';

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
      fulfillment_line_items: partsOf(store, fulfillment.id).map((part) => renderPart(store, part)),
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
  const parts = partsOf(turn.store, parcel.id);
  const isIn = ({ line, quantity }: Share): boolean =>
    parts.some((part) => part.order_line_item_id === line.id && part.quantity === quantity);
  return parts.length === shares.length && shares.every(isIn);
}

function requireLeft(turn: Turn, shares: readonly Share[]): void {
  for (const { line, quantity } of shares) {
    const left = minus(unpackedQuantity(turn.store, line), wholeNumber(quantity));
    if (sign(left) < 0) throw new ControlError(409, `Order line ${line.id} has less than ${quantity} left to pack.`);
  }
}

function wholeNumber(text: string): Decimal {
  return parseDecimal(text) ?? { digits: 0n, scale: 0 };
}

function readShares(turn: Turn, order: OrderRecord, fields: Fields): readonly Share[] | undefined {
  if (fields['lines'] === undefined) return undefined;
  const shares = readList(fields['lines'], 'lines').map((entry) => readShare(turn, order, readRecord(entry, 'A line')));
  if (shares.length === 0) throw new ControlError(400, 'A parcel needs at least one line.');
  return shares;
}

function readShare(turn: Turn, order: OrderRecord, fields: Fields): Share {
  const line = turn.store.lines.get(readCount(fields, 'orderLineItemId'));
  if (line?.order_id !== order.id) throw new ControlError(404, 'The order has no line with this id.');
  const quantity = readCount(fields, 'quantity');
  if (quantity === 0) throw new ControlError(400, 'quantity must be above 0.');
  return { line, quantity: toDecimalText(wholeNumber(String(quantity))) };
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
