import type { ChannelLine, ChannelOrder, PostalAddress } from '../../domain/channel-order.js';
import { channelOrderId } from '../../domain/ids.js';
import { parseMinorUnits, type MinorUnits } from '../../domain/money.js';
import type { ChannelReading } from '../../ports/marketplace.js';
import { shortDecimal, whereItFails } from '../wire.js';
import { instantOfPacific } from './pacific-time.js';
import { orderNameSchema, orderSchema, type WireItem, type WireOrder } from './schemas.js';
import { readStatus } from './statuses.js';

/** A seller's orders carry the price to the buyer, a vendor's the wholesale cost. */
export type AccountType = 'seller' | 'vendor';

/** A value that is not as expected: where it stands, never what it is. */
class Oddity extends Error {}

/** Reads one order; one that is not as expected comes back as unreadable, so that it stops nothing but itself. */
export function readOrder(wire: unknown, accountType: AccountType): ChannelReading {
  const parsed = orderSchema.safeParse(wire);
  if (!parsed.success) return unreadable(wire, whereItFails(parsed.error));
  try {
    return { kind: 'order', order: translate(parsed.data, accountType) };
  } catch (error) {
    if (error instanceof Oddity) return unreadable(wire, error.message);
    throw error;
  }
}

function unreadable(wire: unknown, what: string): ChannelReading {
  const name = orderNameSchema.safeParse(wire);
  return { kind: 'unreadable', orderId: name.success ? channelOrderId(name.data.OrderId) : null, what };
}

function translate(wire: WireOrder, accountType: AccountType): ChannelOrder {
  const createdAt = instantOfPacific(wire.Created);
  if (createdAt === undefined) throw new Oddity('Created is no time');
  return {
    orderId: channelOrderId(wire.OrderId),
    shipmentId: wire.ShipmentId === '' ? wire.OrderId : wire.ShipmentId,
    createdAt,
    issuedOn: wire.Created.slice(0, 10),
    status: readStatus(wire.Status),
    customerName: wire.CustomerName,
    address: translateAddress(wire.Address),
    shippingMethod: wire.ShippingMethod,
    lines: wire.OrderItems.map((item, index) => translateLine(item, `OrderItems.${index}`, accountType)),
    flatShipping: amountOrNothing(wire.FlatShipping, 'FlatShipping'),
    flatShippingTax: amountOrNothing(wire.FlatShippingTax, 'FlatShippingTax'),
    total: amount(wire.OrderTotal, 'OrderTotal'),
  };
}

function translateAddress(wire: WireOrder['Address']): PostalAddress {
  return {
    // `Address` is the whole street; it stands in where the parts were left out.
    line1: wire.Address1 === '' ? wire.Address : wire.Address1,
    line2: wire.Address2,
    city: wire.City,
    state: wire.State,
    postalCode: wire.Zip,
    country: wire.Country,
    phone: wire.Phone,
  };
}

function translateLine(item: WireItem, path: string, accountType: AccountType): ChannelLine {
  const type = item.Type.toLowerCase();
  // A vendor's `Cost` may be left out on coupons; the order's total tells whether `Price` was right in its place.
  const [price, priceName] = accountType === 'vendor' && item.Cost !== '' ? [item.Cost, 'Cost'] : [item.Price, 'Price'];
  const tax = amountOrNothing(item.Tax, `${path}.Tax`);
  const shipping = amountOrNothing(item.Shipping, `${path}.Shipping`);
  const value = amount(price, `${path}.${priceName}`);
  if (type === 'coupon') {
    // A coupon's SKU is missing or that of an unrelated product, so it is not even looked at.
    return { kind: 'coupon', label: item.Title === '' ? 'Coupon' : item.Title, amount: value, tax, shipping };
  }
  if (type !== 'product') throw new Oddity(`${path}.Type is no known word`);
  if (item.SKU === '') throw new Oddity(`${path}.SKU is missing`);
  const quantity = wholeNumber(item.Quantity, `${path}.Quantity`);
  return { kind: 'product', sku: item.SKU, title: item.Title, quantity, unitPrice: value, tax, shipping };
}

function wholeNumber(text: string, path: string): number {
  const value = Number(text);
  // A quantity such as "2.0" is whole; one such as "0x10" or "1e3" nobody writes.
  if (!/^\d{1,15}(\.0+)?$/.test(text) || value < 1) throw new Oddity(`${path} is no number of units`);
  return value;
}

function amountOrNothing(text: string, path: string): MinorUnits {
  return text === '' ? 0 : amount(text, path);
}

function amount(text: string, path: string): MinorUnits {
  const value = parseMinorUnits(shortDecimal(text));
  if (value === undefined) throw new Oddity(`${path} is no amount`);
  return value;
}
