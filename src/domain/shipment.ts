import type { SalesOrderId, ShipmentId } from './ids.js';

/** Goods of one SKU in a parcel; the SKU is empty where the order system does not name it. */
export interface ShippedLine {
  readonly sku: string;
  readonly quantity: number;
}

/** One parcel that has left: a fulfilment whose status says so. */
export interface Shipment {
  readonly id: ShipmentId;
  readonly salesOrderId: SalesOrderId;
  /** The sales order's number as the shipment carries it; empty on old records. */
  readonly orderNumber: string;
  /** Empty where nobody filled it in; tracking may come later than the status. */
  readonly carrier: string;
  readonly service: string;
  readonly trackingNumber: string;
  readonly trackingUrl: string;
  /** ISO 8601 in UTC; moves when tracking is added. */
  readonly updatedAt: string;
  /** Empty where the order system does not say what lies in the parcel. */
  readonly lines: readonly ShippedLine[];
}

/** A parcel that changed: it left, its tracking was written, or it was taken back. */
export interface ShipmentChange extends Shipment {
  /** False for one that was voided again after it had left. */
  readonly hasLeft: boolean;
}

/** Whether a parcel can be followed. An address to follow it by is no number that a channel could take. */
export function hasTracking({ trackingNumber }: Shipment): boolean {
  return trackingNumber.trim() !== '';
}
