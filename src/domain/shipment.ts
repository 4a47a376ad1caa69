import type { SalesOrderId, ShipmentId } from './ids.js';

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
}
