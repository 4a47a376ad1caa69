import type { Parcel } from '../../sandbox/control/client-tradegecko.js';
import { PRIMARY_LOCATION_ID, SECOND_LOCATION_ID } from '../../sandbox/tradegecko/service.js';
import type { SalesOrderFacts, VariantFacts } from './documents.js';
import type { Picture } from './evidence.js';
import { orderPictures, type OrderPicture } from './judge/case-file.js';
import type { Fate } from './plan.js';

/** One thing that a person does next. */
export type Deed =
  | { readonly kind: 'pack'; readonly salesOrderId: number }
  | { readonly kind: 'ship'; readonly salesOrderId: number; readonly parcel: Parcel }
  | { readonly kind: 'cancel-in-channel'; readonly orderId: string }
  | { readonly kind: 'cancel-by-operator'; readonly orderId: string; readonly code: string | null }
  | { readonly kind: 'count'; readonly sku: string; readonly quantity: number }
  | { readonly kind: 'restock'; readonly sku: string; readonly delta: number };

/** What people see when they look around. */
export interface View extends Picture {
  readonly variants: readonly VariantFacts[];
  readonly nowMs: number;
  /** True where somebody watches: parcels then leave after a while, so that there is time to cancel an order by hand. */
  readonly isUnhurried: boolean;
}

const RESTOCK_BELOW = 40;
const RESTOCK_BY = 160;
const PARCEL_AFTER_MS = 15_000;
const PARCEL_SPREAD_MS = 30_000;

/** What the plans of all orders still want at this moment, by what stands in the services alone. */
export function wantedDeeds(view: View): readonly Deed[] {
  const ofOrders = orderPictures(view).flatMap((picture) => deedsFor(picture, view));
  return [...ofOrders, ...view.variants.flatMap(restock)];
}

function deedsFor(picture: OrderPicture, view: View): readonly Deed[] {
  const { fate } = picture.plan;
  switch (fate.kind) {
    case 'leave':
      return [];
    case 'ship':
      return shipping(picture, fate, view);
    case 'cancel-in-channel':
      return cancelling(picture, fate, view.nowMs);
    case 'cancel-by-operator': {
      const { order, salesOrders, runs } = picture;
      const isOpen = runs.some(({ stands }) => stands === 'awaiting-shipment') && isAtRest(salesOrders[0]);
      return isOpen ? [{ kind: 'cancel-by-operator', orderId: order.orderId, code: fate.code }] : [];
    }
  }
}

/** Nothing was packed or shipped yet. */
function isAtRest(salesOrder: SalesOrderFacts | undefined): boolean {
  return salesOrder?.status === 'finalized' && salesOrder.packed_status === 'unpacked';
}

function shipping(
  { order, plan, salesOrders: [salesOrder] }: OrderPicture,
  { parcels, count }: Extract<Fate, { kind: 'ship' }>,
  { variants, nowMs, isUnhurried }: View,
): readonly Deed[] {
  const restMs = isUnhurried ? PARCEL_AFTER_MS + ((plan.index * 7_000) % PARCEL_SPREAD_MS) : 0;
  if (salesOrder === undefined || nowMs < Date.parse(order.createdAt) + restMs) return [];
  if (salesOrder.fulfillment_status === 'shipped') return count === null ? [] : counting(count, variants);
  if (salesOrder.status !== 'finalized') return [];
  const left = salesOrder.fulfillments.filter(({ status }) => status === 'fulfilled').length;
  const parcel = parcels[left];
  if (parcel === undefined) return [];
  const { carrier, service, trackingNumber } = parcel;
  const label = { trackingCompany: carrier, service, trackingNumber };
  // All but the last parcel take a single unit; the last takes what is left.
  const [line] = salesOrder.order_line_items.filter(({ variant_id }) => variant_id !== null);
  const isLast = left === parcels.length - 1 || line === undefined;
  const lines = isLast ? {} : { lines: [{ orderLineItemId: line.id, quantity: 1 }] };
  return [{ kind: 'ship', salesOrderId: salesOrder.id, parcel: { ...label, ...lines } }];
}

function counting(count: { sku: string; quantity: number }, variants: readonly VariantFacts[]): readonly Deed[] {
  const variant = variants.find(({ sku }) => sku === count.sku);
  return variant === undefined || shelf(variant, SECOND_LOCATION_ID) === count.quantity
    ? []
    : [{ kind: 'count', ...count }];
}

function cancelling(
  { order, salesOrders: [salesOrder], runs }: OrderPicture,
  { when, afterMs }: Extract<Fate, { kind: 'cancel-in-channel' }>,
  nowMs: number,
): readonly Deed[] {
  if (order.status !== 'Charged') return [];
  const cancel: Deed = { kind: 'cancel-in-channel', orderId: order.orderId };
  if (when === 'soon') return nowMs - Date.parse(order.createdAt) >= afterMs ? [cancel] : [];
  const isWaiting = runs.some(({ stands }) => stands === 'awaiting-shipment');
  if (salesOrder?.status !== 'finalized' || !isWaiting) return [];
  if (when === 'waiting') return [cancel];
  return salesOrder.packed_status === 'packed' ? [cancel] : [{ kind: 'pack', salesOrderId: salesOrder.id }];
}

function restock(variant: VariantFacts): readonly Deed[] {
  const isLow = variant.manage_stock && shelf(variant, PRIMARY_LOCATION_ID) < RESTOCK_BELOW;
  return isLow ? [{ kind: 'restock', sku: variant.sku, delta: RESTOCK_BY }] : [];
}

const shelf = ({ locations }: VariantFacts, id: number): number =>
  locations.find(({ location_id }) => location_id === id)?.stock_on_hand ?? 0;
