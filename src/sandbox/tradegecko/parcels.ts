import { invalid, refusedAction } from './answers.js';
import { negate } from './decimal.js';
import { FULFILLMENT_PARTS, standingFulfillments } from './fulfillments.js';
import { reworkOrder } from './orders/progress.js';
import { orderOf } from './orders/reference.js';
import type { ParcelNotes } from './parcel-notes.js';
import { mergeNotes } from './parcel-notes.js';
import type { GoodsMove, Share } from './parts.js';
import { goodsOf, openShares, putEdit } from './parts.js';
import type { FulfillmentRecord, OrderRecord } from './records.js';
import { standingReturns } from './returns.js';
import { stockLines } from './stock.js';
import type { Turn } from './store.js';
import { newStamps, noteEffect } from './store.js';
import { stands } from './switches.js';
import { announce } from './webhooks/outbox.js';

/** Refuses what may not be packed or shipped: only finalized orders surely may. */
export function requireOpen(turn: Turn, order: OrderRecord): void {
  if (order.status === 'finalized') return;
  if (order.status === 'active' && stands(turn.world, 'tradegecko.pack-before-finalized', 'allowed')) return;
  throw refusedAction(`Order is ${order.status} and can't be packed or shipped`);
}

/** Packs a parcel. */
export function packParcel(
  turn: Turn,
  order: OrderRecord,
  { shares, notes }: { shares: readonly Share[]; notes: ParcelNotes },
): FulfillmentRecord {
  const { store } = turn;
  const fulfillment: FulfillmentRecord = {
    ...newStamps(turn, store.fulfillments.nextId()),
    ...notes,
    order_id: order.id,
    status: 'packed',
    shipping_address_id: notes.shipping_address_id ?? order.shipping_address_id,
    billing_address_id: notes.billing_address_id ?? order.billing_address_id,
    stock_location_id: notes.stock_location_id ?? order.stock_location_id,
    packed_at: notes.packed_at ?? turn.nowAt.slice(0, 10),
  };
  reworkOrder(turn, order, () => {
    store.fulfillments.put(fulfillment);
    putEdit(FULFILLMENT_PARTS, turn, { parentId: fulfillment.id, changed: [], added: shares });
    return [];
  });
  noteEffect(turn, 'fulfillment.created', { subject: fulfillment.id, details: { orderId: order.id } });
  announce(turn, 'fulfillment.create', fulfillment.id, { order_id: order.id });
  return fulfillment;
}

/** Sends a packed parcel on its way: its goods leave the stock and are committed no longer. */
export function shipParcel(turn: Turn, packed: FulfillmentRecord, notes: ParcelNotes): FulfillmentRecord {
  const fulfillment: FulfillmentRecord = {
    ...noted(turn, packed, notes),
    status: 'fulfilled',
    shipped_at: notes.shipped_at ?? (stands(turn.world, 'tradegecko.shipped-at', 'set') ? turn.nowAt : null),
  };
  reworkOrder(turn, orderOf(turn, packed), () => {
    turn.store.fulfillments.put(fulfillment);
    return goodsIn(turn, fulfillment).map((move) => ({ ...move, onHand: negate(move.onHand) }));
  });
  const { id, order_id, tracking_number } = fulfillment;
  noteEffect(turn, 'fulfillment.fulfilled', {
    subject: id,
    details: { orderId: order_id, trackingNumber: tracking_number },
  });
  announce(turn, 'fulfillment.fulfilled', id, { order_id });
  return fulfillment;
}

function noted(turn: Turn, old: FulfillmentRecord, notes: ParcelNotes): FulfillmentRecord {
  return {
    ...old,
    ...notes,
    shipping_address_id: notes.shipping_address_id ?? old.shipping_address_id,
    billing_address_id: notes.billing_address_id ?? old.billing_address_id,
    // What has left has left from one place, which a later word cannot change.
    stock_location_id:
      old.status === 'packed' ? (notes.stock_location_id ?? old.stock_location_id) : old.stock_location_id,
    updated_at: turn.nowAt,
  };
}

/** What lies in a parcel, at the place that it leaves from. */
function goodsIn(turn: Turn, { id, stock_location_id }: FulfillmentRecord): readonly GoodsMove[] {
  return goodsOf(FULFILLMENT_PARTS, turn.store, { parentId: id, locationId: stock_location_id });
}

/** Changes what a parcel says of itself. */
export function noteParcel(turn: Turn, old: FulfillmentRecord, notes: ParcelNotes): FulfillmentRecord {
  const fulfillment = noted(turn, old, notes);
  turn.store.fulfillments.put(fulfillment);
  const { id, order_id, tracking_number } = fulfillment;
  noteEffect(turn, 'fulfillment.updated', {
    subject: id,
    details: { orderId: order_id, trackingNumber: tracking_number },
  });
  return fulfillment;
}

/** Removes a parcel: a packed one is deleted, one that has left is void and its goods are back. */
export function removeParcel(turn: Turn, old: FulfillmentRecord): void {
  const order = orderOf(turn, old);
  const hasLeft = old.status === 'fulfilled';
  if (old.status !== 'packed' && !hasLeft) throw refusedAction(`Fulfillment is already ${old.status}`);
  if (hasLeft && standingReturns(turn.store, order.id).length > 0)
    throw invalid({ base: ["has returns and can't be deleted"] });
  const fulfillment: FulfillmentRecord = { ...old, status: hasLeft ? 'void' : 'deleted', updated_at: turn.nowAt };
  reworkOrder(turn, order, () => {
    turn.store.fulfillments.put(fulfillment);
    return hasLeft ? goodsIn(turn, old) : [];
  });
  const effect = hasLeft ? 'fulfillment.voided' : 'fulfillment.deleted';
  noteEffect(turn, effect, { subject: old.id, details: { orderId: order.id } });
}

/** Packs all that is in no parcel yet. */
export function packAll(turn: Turn, order: OrderRecord, notes: ParcelNotes): FulfillmentRecord {
  requireOpen(turn, order);
  const shares = openShares(FULFILLMENT_PARTS, turn.store, stockLines(turn.store, order.id));
  if (shares.length === 0) throw refusedAction('Nothing is left to pack');
  return packParcel(turn, order, { shares, notes });
}

/** Ships all of an order: what is packed leaves as it is, one new parcel takes the rest. */
export function shipAll(turn: Turn, order: OrderRecord, notes: ParcelNotes): readonly FulfillmentRecord[] {
  requireOpen(turn, order);
  const packed = standingFulfillments(turn.store, order.id).filter(({ status }) => status === 'packed');
  const shares = openShares(FULFILLMENT_PARTS, turn.store, stockLines(turn.store, order.id));
  if (packed.length === 0 && shares.length === 0) throw refusedAction('Nothing is left to ship');
  const parcels = shares.length === 0 ? packed : [...packed, packParcel(turn, order, { shares, notes })];
  return parcels.map((parcel) => shipParcel(turn, parcel, mergeNotes(parcel, notes)));
}
