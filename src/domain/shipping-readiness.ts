import { shipmentId } from './ids.js';
import { isNonEmpty, type NonEmpty } from './non-empty.js';
import type { SalesOrder } from './sales-order.js';
import { hasTracking, type Shipment } from './shipment.js';
import { differenceOf, type Goods } from './shipped-goods.js';

/** The reasons that a person may let pass for one order. */
export type WaivableReason = 'tracking-missing' | 'changed-in-order-system';

/** When a channel that takes one report for a whole order hears of it. */
export type ReportAt = 'when-complete' | 'first-parcel';

/** What the order system shows of one order's shipment. */
export interface ShippingPicture {
  readonly salesOrder: SalesOrder;
  readonly shipments: readonly Shipment[];
}

export interface ShippingRules {
  readonly goods: readonly Goods[];
  readonly reportAt: ReportAt;
  readonly waived: readonly WaivableReason[];
}

/** Whether an order can be reported as shipped, and with which parcels. */
export type Readiness =
  /** Something has to leave first. */
  | { readonly kind: 'waiting' }
  /** Enough has left; `numbered` of the parcels can be followed, and more numbers may still come. */
  | { readonly kind: 'tracking-awaited'; readonly shipments: NonEmpty<Shipment>; readonly numbered: number }
  | { readonly kind: 'changed'; readonly what: string }
  | { readonly kind: 'ready'; readonly shipments: NonEmpty<Shipment> };

/** Whether everything has left. Either word of the order system will do: each was seen alone. */
export function hasAllLeft({ shipped, status }: SalesOrder): boolean {
  return shipped === 'all' || status.kind === 'fulfilled';
}

/** Judges a picture by what was ordered and by the connection's way of reporting. */
export function readinessOf({ salesOrder, shipments }: ShippingPicture, rules: ShippingRules): Readiness {
  const { goods, reportAt, waived } = rules;
  const isComplete = hasAllLeft(salesOrder);
  if (!isComplete && (reportAt === 'when-complete' || shipments.length === 0)) return { kind: 'waiting' };
  const what = differenceOf(goods, { shipments, isComplete });
  if (what !== undefined && !waived.includes('changed-in-order-system')) return { kind: 'changed', what };

  const parcels = isNonEmpty(shipments) ? shipments : ([unrecordedParcel(salesOrder)] as const);
  const numbered = parcels.filter(hasTracking);
  if (waived.includes('tracking-missing') || numbered.length === parcels.length) {
    return { kind: 'ready', shipments: parcels };
  }
  // The first parcel that can be followed is what this way of reporting waits for.
  if (!isComplete && isNonEmpty(numbered)) return { kind: 'ready', shipments: numbered };
  return { kind: 'tracking-awaited', shipments: parcels, numbered: numbered.length };
}

/** An order may be marked as fulfilled without any record of a parcel; it has left all the same. */
function unrecordedParcel({ id, orderNumber, updatedAt }: SalesOrder): Shipment {
  const nothing = { carrier: '', service: '', trackingNumber: '', trackingUrl: '', lines: [] };
  return { id: shipmentId(''), salesOrderId: id, orderNumber, updatedAt, ...nothing };
}
