import type { ChannelOrder, CouponLine, PostalAddress, ProductLine } from '../../src/domain/channel-order.js';
import { channelOrderId, itemId } from '../../src/domain/ids.js';
import type { OrderRules, SkuRule } from '../../src/domain/order-rules.js';
import type { StockedItem } from '../../src/domain/stock/item.js';
import type { StockRules } from '../../src/domain/stock/rules.js';

export const ADDRESS: PostalAddress = {
  line1: '1 Sample Way',
  line2: 'Unit 2',
  city: 'Testville',
  state: 'CA',
  postalCode: '90000',
  country: 'US',
  phone: '5550100',
};

export function aProduct(change: Partial<ProductLine> = {}): ProductLine {
  return {
    kind: 'product',
    sku: 'LAMP-1',
    title: 'Lamp',
    quantity: 1,
    unitPrice: 2500,
    tax: 0,
    shipping: 0,
    ...change,
  };
}

export function aCoupon(change: Partial<CouponLine> = {}): CouponLine {
  return { kind: 'coupon', label: 'Promotion: DEMO', amount: -350, tax: 0, shipping: 0, ...change };
}

export function anOrder(change: Partial<ChannelOrder> = {}): ChannelOrder {
  return {
    orderId: channelOrderId('1669-5850-6979-3856'),
    shipmentId: '1669-5850-6979-3856',
    createdAt: '2020-06-15T17:00:00.000Z',
    issuedOn: '2020-06-15',
    status: { kind: 'charged' },
    customerName: 'Pat Example',
    address: ADDRESS,
    shippingMethod: 'Standard',
    lines: [aProduct()],
    flatShipping: 0,
    flatShippingTax: 0,
    total: 2500,
    ...change,
  };
}

export function orderRules(change: Partial<OrderRules> = {}): OrderRules {
  return {
    referencePrefix: 'HZ-',
    currency: 'USD',
    homeCountry: 'US',
    skuRules: [],
    taxLine: true,
    hold: false,
    tags: ['marketplace'],
    ...change,
  };
}

/** A kit, or an alias when it has one part: `aKit('SET', { CUP: 2, POT: 1 })`. */
export function aKit(channelSku: string, parts: Readonly<Record<string, number>>): SkuRule {
  return { channelSku, parts: Object.entries(parts).map(([sku, quantity]) => ({ sku, quantity })) };
}

export function anItem(change: Partial<StockedItem> = {}): StockedItem {
  return {
    id: itemId('21'),
    sku: 'LAMP-1',
    isTracked: true,
    mayOversell: false,
    maxOnline: null,
    locations: [{ id: '3', onHand: 12, committed: 5 }],
    ...change,
  };
}

export function stockRules(change: Partial<StockRules> = {}): StockRules {
  return { locations: [], buffer: 0, percentage: 100, floor: 0, cap: null, untrackedQuantity: 99, ...change };
}
