import { refusedAction } from './answers.js';
import { decimal, negate, sign, toDecimalText } from './decimal.js';
import type { FieldReader } from './fields.js';
import { sentOr } from './fields.js';
import { partsOf } from './fulfillments.js';
import { settleShipping } from './order-progress.js';
import { standingFulfillments } from './orders.js';
import type { FulfillmentRecord, LineRecord, OrderRecord } from './records.js';
import { moveStock, stockLines, unpackedQuantity } from './stock.js';
import type { Turn } from './store.js';
import { newStamps, noteEffect } from './store.js';
import { stands } from './switches.js';

/** How much of which order line goes into a parcel. */
export interface Share {
  readonly line: LineRecord;
  readonly quantity: string;
}

/** What a parcel says of itself; carriers' names and addresses are free text. */
export type ParcelNotes = Pick<
  FulfillmentRecord,
  | 'delivery_type'
  | 'notes'
  | 'packed_at'
  | 'received_at'
  | 'service'
  | 'shipped_at'
  | 'tracking_company'
  | 'tracking_number'
  | 'tracking_url'
>;

/** What a parcel says when nothing was sent. */
export const NO_NOTES: ParcelNotes = {
  delivery_type: null,
  notes: null,
  packed_at: null,
  received_at: null,
  service: null,
  shipped_at: null,
  tracking_company: null,
  tracking_number: null,
  tracking_url: null,
};

/** Reads what was sent about a parcel over what it says. */
export function readNotes(reader: FieldReader, old: ParcelNotes): ParcelNotes {
  return {
    delivery_type: sentOr(reader.text('delivery_type'), old.delivery_type),
    notes: sentOr(reader.text('notes'), old.notes),
    packed_at: sentOr(reader.day('packed_at'), old.packed_at),
    received_at: sentOr(reader.instant('received_at'), old.received_at),
    service: sentOr(reader.text('service'), old.service),
    shipped_at: sentOr(reader.instant('shipped_at'), old.shipped_at),
    tracking_company: sentOr(reader.text('tracking_company'), old.tracking_company),
    tracking_number: sentOr(reader.text('tracking_number'), old.tracking_number),
    tracking_url: sentOr(reader.text('tracking_url'), old.tracking_url),
  };
}

/** Refuses what may not be packed or shipped: only finalized orders surely may. */
export function requireOpen(turn: Turn, order: OrderRecord): void {
  if (order.status === 'finalized') return;
  if (order.status === 'active' && stands(turn.world, 'tradegecko.pack-before-finalized', 'allowed')) return;
  throw refusedAction(`Order is ${order.status} and can't be packed or shipped`);
}

/** Everything of an order that is in no parcel yet. */
function unpackedShares(turn: Turn, order: OrderRecord): readonly Share[] {
  const shares = stockLines(turn.store, order.id).map((line) => ({ line, left: unpackedQuantity(turn.store, line) }));
  return shares.filter(({ left }) => sign(left) > 0).map(({ line, left }) => ({ line, quantity: toDecimalText(left) }));
}

/** Packs a parcel. */
export function packParcel(
  turn: Turn,
  order: OrderRecord,
  of: { shares: readonly Share[]; notes: ParcelNotes; stock_location_id?: number },
): FulfillmentRecord {
  const { store } = turn;
  const fulfillment: FulfillmentRecord = {
    ...newStamps(turn, store.fulfillments.nextId()),
    ...of.notes,
    order_id: order.id,
    status: 'packed',
    shipping_address_id: order.shipping_address_id,
    billing_address_id: order.billing_address_id,
    stock_location_id: of.stock_location_id ?? order.stock_location_id,
    packed_at: of.notes.packed_at ?? turn.nowAt.slice(0, 10),
  };
  store.fulfillments.put(fulfillment);
  of.shares.forEach(({ line, quantity }, position) => {
    const stamps = newStamps(turn, store.fulfillmentLines.nextId());
    const ids = { fulfillment_id: fulfillment.id, order_line_item_id: line.id };
    store.fulfillmentLines.put({ ...stamps, ...ids, base_price: null, position, quantity });
  });
  settleShipping(turn, order.id);
  noteEffect(turn, 'fulfillment.created', { subject: fulfillment.id, details: { orderId: order.id } });
  return fulfillment;
}

/** Sends a packed parcel on its way: its goods leave the stock and are committed no longer. */
export function shipParcel(turn: Turn, packed: FulfillmentRecord, notes: ParcelNotes): FulfillmentRecord {
  const order = turn.store.orders.get(packed.order_id);
  const fulfillment: FulfillmentRecord = {
    ...packed,
    ...notes,
    status: 'fulfilled',
    shipped_at: notes.shipped_at ?? (stands(turn.world, 'tradegecko.shipped-at', 'set') ? turn.nowAt : null),
    updated_at: turn.nowAt,
  };
  turn.store.fulfillments.put(fulfillment);
  for (const part of partsOf(turn.store, packed.id)) {
    const variantId = turn.store.lines.get(part.order_line_item_id)?.variant_id ?? null;
    if (variantId === null || order === undefined) continue;
    const taken = negate(decimal(part.quantity));
    moveStock(turn, { variantId, locationId: packed.stock_location_id, onHand: taken });
    moveStock(turn, { variantId, locationId: order.stock_location_id, committed: taken });
  }
  settleShipping(turn, packed.order_id);
  const { id, order_id, tracking_number } = fulfillment;
  noteEffect(turn, 'fulfillment.fulfilled', {
    subject: id,
    details: { orderId: order_id, trackingNumber: tracking_number },
  });
  return fulfillment;
}

/** Changes what a parcel says of itself. */
export function noteParcel(turn: Turn, old: FulfillmentRecord, notes: ParcelNotes): FulfillmentRecord {
  const fulfillment: FulfillmentRecord = { ...old, ...notes, updated_at: turn.nowAt };
  turn.store.fulfillments.put(fulfillment);
  const { id, order_id, tracking_number } = fulfillment;
  noteEffect(turn, 'fulfillment.updated', {
    subject: id,
    details: { orderId: order_id, trackingNumber: tracking_number },
  });
  return fulfillment;
}

/** Packs all that is in no parcel yet. */
export function packAll(turn: Turn, order: OrderRecord, notes: ParcelNotes): FulfillmentRecord {
  requireOpen(turn, order);
  const shares = unpackedShares(turn, order);
  if (shares.length === 0) throw refusedAction('Nothing is left to pack');
  return packParcel(turn, order, { shares, notes });
}

/** Ships all of an order: what is packed leaves as it is, one new parcel takes the rest. */
export function shipAll(turn: Turn, order: OrderRecord, notes: ParcelNotes): readonly FulfillmentRecord[] {
  requireOpen(turn, order);
  const packed = standingFulfillments(turn.store, order.id).filter(({ status }) => status === 'packed');
  const rest = unpackedShares(turn, order);
  if (packed.length === 0 && rest.length === 0) throw refusedAction('Nothing is left to ship');
  const parcels = rest.length === 0 ? packed : [...packed, packParcel(turn, order, { shares: rest, notes })];
  return parcels.map((parcel) => shipParcel(turn, parcel, mergeNotes(parcel, notes)));
}

/** What is sent with an action goes over what a parcel says, but sends nothing away. */
export function mergeNotes(old: ParcelNotes, sent: ParcelNotes): ParcelNotes {
  return {
    delivery_type: sent.delivery_type ?? old.delivery_type,
    notes: sent.notes ?? old.notes,
    packed_at: sent.packed_at ?? old.packed_at,
    received_at: sent.received_at ?? old.received_at,
    service: sent.service ?? old.service,
    shipped_at: sent.shipped_at ?? old.shipped_at,
    tracking_company: sent.tracking_company ?? old.tracking_company,
    tracking_number: sent.tracking_number ?? old.tracking_number,
    tracking_url: sent.tracking_url ?? old.tracking_url,
  };
}
