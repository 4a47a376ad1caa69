import { itemId, salesOrderId, shipmentId } from '../../domain/ids.js';
import type { StockedItem } from '../../domain/stock/item.js';
import type { Extent, SalesOrder, SalesOrderStatus } from '../../domain/sales-order.js';
import type { Shipment, ShippedLine } from '../../domain/shipment.js';
import type { FulfillmentsAnswer, WireFulfillment, WireOrder, WireVariant } from './schemas.js';

/** Every status an order is known to have: asked for by name, because what a list hides by default is not certain. */
export const ORDER_STATUSES = ['draft', 'active', 'finalized', 'fulfilled', 'void', 'deleted'] as const;

/** Reads a sales order. */
export function readSalesOrder(wire: WireOrder): SalesOrder {
  return {
    id: salesOrderId(wire.id),
    orderNumber: wire.order_number,
    referenceNumber: wire.reference_number,
    status: readStatus(wire.status),
    packed: readExtent(wire.packed_status, 'packed'),
    shipped: readExtent(wire.fulfillment_status, 'shipped'),
    invoiced: readExtent(wire.invoice_status, 'invoiced'),
    total: wire.total,
    updatedAt: wire.updated_at,
  };
}

function readStatus(word: string): SalesOrderStatus {
  const kind = ORDER_STATUSES.find((status) => status === word.toLowerCase());
  return kind === undefined ? { kind: 'unrecognised', raw: word.slice(0, 40) } : { kind };
}

/** A word we do not know counts as partial: the reading that neither voids an order nor calls it shipped. */
function readExtent(word: string, whole: string): Extent {
  const extent = word.toLowerCase();
  if (extent === '' || extent === `un${whole}`) return 'none';
  return extent === whole ? 'all' : 'partial';
}

/** A fulfilment as a parcel, with its status: it counts as a shipment only once it has left. */
export interface ReadFulfillment {
  /** Small letters. The status alone tells what has left; `shipped_at` may be empty on one that has. */
  readonly status: string;
  readonly shipment: Shipment;
}

/** Reads all fulfilments of an answer with their lines, which stand beside them. */
export function readFulfillments(answer: FulfillmentsAnswer): readonly ReadFulfillment[] {
  const linesOf = new Map<string, ShippedLine[]>();
  for (const { fulfillment_id: id, variant_sku: sku, quantity } of answer.fulfillment_line_items) {
    const line = { sku, quantity };
    const known = linesOf.get(id);
    if (known === undefined) linesOf.set(id, [line]);
    else known.push(line);
  }
  return answer.fulfillments.map((wire) => ({
    status: wire.status.toLowerCase(),
    shipment: { ...readShipment(wire), lines: linesOf.get(wire.id) ?? [] },
  }));
}

function readShipment(wire: WireFulfillment): Omit<Shipment, 'lines'> {
  return {
    id: shipmentId(wire.id),
    salesOrderId: salesOrderId(wire.order_id),
    orderNumber: wire.order_number,
    carrier: wire.tracking_company,
    service: wire.service,
    trackingNumber: wire.tracking_number,
    trackingUrl: wire.tracking_url,
    updatedAt: wire.updated_at,
  };
}

/** Whether a variant may be sold: archived ones may share their SKU with live ones. */
export function isLive(wire: WireVariant): boolean {
  return [wire.status, wire.product_status].every((status) => !['archived', 'deleted'].includes(status.toLowerCase()));
}

/** Reads a variant with its stock. */
export function readItem(wire: WireVariant): StockedItem {
  const name = { id: itemId(wire.id), sku: wire.sku };
  if (wire.stock === null) {
    return { ...name, isTracked: true, mayOversell: false, maxOnline: null, locations: [], unreadable: wire.fault };
  }
  const { manage_stock, keep_selling, max_online, locations } = wire.stock;
  return {
    ...name,
    // Only a plain "no" takes an item out of counting, and only a plain "yes" lets it sell below zero.
    isTracked: manage_stock !== false,
    mayOversell: keep_selling === true,
    maxOnline: max_online,
    locations: locations.map(({ location_id, stock_on_hand, committed }) => ({
      id: location_id,
      onHand: stock_on_hand,
      committed,
    })),
  };
}
