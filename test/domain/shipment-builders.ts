import { salesOrderId, shipmentId } from '../../src/domain/ids.js';
import type { SalesOrder } from '../../src/domain/sales-order.js';
import type { Shipment } from '../../src/domain/shipment.js';

/** A parcel of sales order 9001 with one lamp; `id` may be a plain text. */
export function aParcel({
  id = '1',
  ...changes
}: Partial<Omit<Shipment, 'id'>> & { readonly id?: string } = {}): Shipment {
  return {
    id: shipmentId(id),
    salesOrderId: salesOrderId('9001'),
    orderNumber: 'HZ-1',
    carrier: 'UPS',
    service: 'Ground',
    trackingNumber: `1Z${id}`,
    trackingUrl: '',
    updatedAt: '2026-11-23T12:00:00.000Z',
    lines: [{ sku: 'LAMP-1', quantity: 1 }],
    ...changes,
  };
}

/** Sales order 9001, finalized and untouched. */
export function aSalesOrder(changes: Partial<SalesOrder> = {}): SalesOrder {
  return {
    id: salesOrderId('9001'),
    orderNumber: 'HZ-1',
    referenceNumber: '1669-5850-6979-3856',
    status: { kind: 'finalized' },
    packed: 'none',
    shipped: 'none',
    invoiced: 'none',
    total: 2500,
    updatedAt: '2026-11-23T10:00:00.000Z',
    ...changes,
  };
}
