import type { HouzzDesk } from './desk.js';
import type { WireRecord } from './envelope.js';
import type { HouzzListing } from './listing-store.js';
import type { HouzzAddress, HouzzLine, HouzzOrderDocument, HouzzRefund } from './order-document.js';
import { pacificWallTime } from './pacific-time.js';

/** An order as getOrders shows it: every scalar a string, what is absent left out, no tracking, no id of a line. */
export function renderOrder(desk: HouzzDesk, order: HouzzOrderDocument): WireRecord {
  return {
    OrderId: order.orderId,
    ShipmentId: order.shipmentId,
    Created: order.created,
    Status: statusWord(desk, order),
    CustomerName: order.customerName,
    Address: renderAddress(order.address),
    ShippingMethod: order.shippingMethod,
    ...renderExtras(desk, order),
    FlatShipping: order.flatShipping,
    FlatShippingTax: order.flatShippingTax,
    OrderTotal: order.total,
    OrderItems: [...order.lines.map((line) => renderLine(desk, line)), ...renderCoupon(desk, order)],
    RefundItems: order.refunds.length === 0 ? undefined : order.refunds.map(renderRefund),
  };
}

function statusWord(desk: HouzzDesk, order: HouzzOrderDocument): string {
  if (typeof order.statusWord === 'string') return order.statusWord;
  if (order.status === 'Canceled') return desk.reading('houzz.cancelled-word');
  return order.status === 'Processing' ? desk.reading('houzz.processing-word') : order.status;
}

/** No order before Shipped was ever seen raw: it may hold fields that nobody has written about. */
function renderExtras(desk: HouzzDesk, order: HouzzOrderDocument): WireRecord {
  const isOpen = order.status !== 'Shipped' && order.status !== 'Canceled';
  if (!isOpen || desk.reading('houzz.extra-order-fields') === 'absent') return {};
  return { ShipBy: order.created.slice(0, 10), LeadTimeMin: '1', LeadTimeMax: '3' };
}

function renderAddress(address: HouzzAddress): WireRecord {
  const { address1, address2 } = address;
  return {
    Address: address2 === null ? address1 : `${address1}, ${address2}`,
    Address1: address1,
    Address2: address2 ?? undefined,
    City: address.city,
    State: address.state,
    Zip: address.zip,
    Phone: address.phone ?? undefined,
    Country: address.country ?? undefined,
  };
}

function renderLine(desk: HouzzDesk, line: HouzzLine): WireRecord {
  return {
    SKU: line.sku,
    ProductId: line.productId,
    Title: line.title,
    Quantity: String(line.quantity),
    ...priceOf(desk, line.price),
    Tax: line.tax,
    Shipping: line.shipping,
    Type: 'Product',
  };
}

/** A coupon is a row among the items, without a quantity; a SKU on it belongs to something else. */
function renderCoupon(desk: HouzzDesk, order: HouzzOrderDocument): WireRecord[] {
  if (order.coupon === null) return [];
  const stray = desk.reading('houzz.coupon-sku') === 'unrelated' ? listingBeside(desk, order) : undefined;
  return [
    {
      SKU: stray?.sku,
      ProductId: stray?.productId,
      Title: `Promotion: ${order.coupon.code}`,
      ...priceOf(desk, `-${order.coupon.amount}`),
      Tax: '0.00',
      Shipping: '0.00',
      Type: 'Coupon',
    },
  ];
}

/** The first listing of which the order holds nothing. */
function listingBeside(desk: HouzzDesk, { lines }: HouzzOrderDocument): HouzzListing | undefined {
  const own = new Set(lines.map(({ sku }) => sku));
  return desk.listings.read({ start: 0, count: own.size + 1 }).listings.find(({ sku }) => !own.has(sku));
}

function priceOf(desk: HouzzDesk, amount: string): WireRecord {
  return desk.options.accountType === 'vendor' ? { Cost: amount } : { Price: amount };
}

function renderRefund(refund: HouzzRefund): WireRecord {
  return {
    RefundId: refund.refundId,
    Price: refund.price,
    Tax: refund.tax,
    Shipping: refund.shipping,
    Created: pacificWallTime(Date.parse(refund.createdAt)),
    Type: 'Refund',
  };
}
