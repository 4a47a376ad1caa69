import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readStatus } from '../../../src/clients/houzz/statuses.js';
import { readOrder } from '../../../src/clients/houzz/translate.js';

const PRODUCT = {
  SKU: 'LAMP-1',
  Title: 'Lamp',
  Quantity: '2',
  Price: '25.00',
  Tax: '0.10',
  Shipping: '1.00',
  Type: 'Product',
};
const ADDRESS = {
  Address: '1 Sample Way',
  Address1: '1 Sample Way',
  City: 'Testville',
  State: 'CA',
  Zip: '90000',
  Phone: '5550100',
};
const WIRE = {
  OrderId: '1669-5850-6979-3856',
  ShipmentId: '1669-5850-6979-3856',
  Created: '2020-06-15 10:00:00',
  Status: 'Charged',
  CustomerName: 'Pat Example',
  Address: ADDRESS,
  ShippingMethod: 'Standard',
  FlatShipping: '0.00',
  FlatShippingTax: '0.00',
  OrderTotal: '52.2000',
  OrderItems: [PRODUCT],
};

describe('an order of Houzz', () => {
  const orderOf = (wire: unknown, accountType: 'seller' | 'vendor' = 'seller') => {
    const reading = readOrder(wire, accountType);
    assert.equal(reading.kind, 'order', reading.kind === 'unreadable' ? reading.what : '');
    return reading.order;
  };

  it('is read whole', () => {
    assert.deepEqual(orderOf(WIRE), {
      orderId: '1669-5850-6979-3856',
      shipmentId: '1669-5850-6979-3856',
      createdAt: '2020-06-15T17:00:00.000Z',
      issuedOn: '2020-06-15',
      status: { kind: 'charged' },
      customerName: 'Pat Example',
      address: {
        line1: '1 Sample Way',
        line2: '',
        city: 'Testville',
        state: 'CA',
        postalCode: '90000',
        country: '',
        phone: '5550100',
      },
      shippingMethod: 'Standard',
      lines: [{ kind: 'product', sku: 'LAMP-1', title: 'Lamp', quantity: 2, unitPrice: 2500, tax: 10, shipping: 100 }],
      flatShipping: 0,
      flatShippingTax: 0,
      total: 5220,
    });
  });

  const shapes: Readonly<Record<string, readonly [unknown, number]>> = {
    'a list without entries': [[], 0],
    'no list at all': [undefined, 0],
    'an empty text': ['', 0],
    'a list': [[PRODUCT, PRODUCT], 2],
    'a wrapper with one child': [{ OrderItem: PRODUCT }, 1],
    'a wrapper with several': [{ OrderItem: [PRODUCT, PRODUCT, PRODUCT] }, 3],
  };
  for (const [title, [items, count]] of Object.entries(shapes)) {
    it(`has its lines from ${title}`, () => {
      assert.equal(orderOf({ ...WIRE, OrderItems: items }).lines.length, count);
    });
  }

  it('takes numbers for texts, null for nothing, and passes over fields it does not know', () => {
    const order = orderOf({
      ...WIRE,
      OrderTotal: 52.2,
      FlatShipping: null,
      Address: { ...ADDRESS, Zip: 90000 },
      New: {},
    });

    assert.deepEqual([order.total, order.flatShipping, order.address.postalCode], [5220, 0, '90000']);
  });

  it('reads a coupon without quantity, whatever SKU stands on it', () => {
    const coupon = {
      SKU: 'OTHER',
      Title: 'Promotion: DEMO',
      Price: '-3.50',
      Tax: '0.00',
      Shipping: '0.00',
      Type: 'Coupon',
    };

    assert.deepEqual(orderOf({ ...WIRE, OrderItems: [PRODUCT, coupon] }).lines[1], {
      kind: 'coupon',
      label: 'Promotion: DEMO',
      amount: -350,
      tax: 0,
      shipping: 0,
    });
  });

  it("takes a vendor's cost and a seller's price", () => {
    const wire = { ...WIRE, OrderItems: [{ ...PRODUCT, Cost: '12.00' }, PRODUCT] };
    const pricesOf = (accountType: 'seller' | 'vendor') =>
      orderOf(wire, accountType).lines.map((line) => (line.kind === 'product' ? line.unitPrice : 0));

    assert.deepEqual(pricesOf('vendor'), [1200, 2500]);
    assert.deepEqual(pricesOf('seller'), [2500, 2500]);
  });

  it('has its own id for a shipment id that is left out', () => {
    assert.equal(orderOf({ ...WIRE, ShipmentId: undefined }).shipmentId, WIRE.OrderId);
  });

  const odd: Readonly<Record<string, readonly [object, RegExp]>> = {
    'a total that is no amount': [{ OrderTotal: 'Pat' }, /^OrderTotal is no amount$/],
    'no total': [{ OrderTotal: undefined }, /^OrderTotal is missing$/],
    'a time that is none': [{ Created: 'Pat' }, /^Created is no time$/],
    'no status': [{ Status: '' }, /^Status is missing$/],
    'no address': [{ Address: undefined }, /^Address is not as expected/],
    'a line of no known type': [{ OrderItems: [{ ...PRODUCT, Type: 'Pat' }] }, /^OrderItems\.0\.Type /],
    'a line without SKU': [{ OrderItems: [PRODUCT, { ...PRODUCT, SKU: '' }] }, /^OrderItems\.1\.SKU is missing$/],
    'a line of no units': [{ OrderItems: [{ ...PRODUCT, Quantity: '0' }] }, /^OrderItems\.0\.Quantity /],
    'a line of half a unit': [{ OrderItems: [{ ...PRODUCT, Quantity: '0.5' }] }, /^OrderItems\.0\.Quantity /],
    'a line without price': [{ OrderItems: [{ ...PRODUCT, Price: undefined }] }, /^OrderItems\.0\.Price is no amount$/],
    'a line that is none': [{ OrderItems: ['Pat'] }, /^OrderItems\.0 is not as expected/],
  };
  for (const [title, [changes, what]] of Object.entries(odd)) {
    it(`is unreadable with ${title}, and says where but not what`, () => {
      const reading = readOrder({ ...WIRE, ...changes }, 'seller');

      assert.equal(reading.kind, 'unreadable');
      assert.equal(reading.orderId, WIRE.OrderId);
      assert.match(reading.what, what);
      assert.doesNotMatch(reading.what, /Pat/);
    });
  }

  for (const wire of [null, 'x', 7, [], {}, { OrderId: {} }]) {
    it(`is unreadable and nameless when it is ${JSON.stringify(wire)}`, () => {
      const reading = readOrder(wire, 'seller');

      assert.equal(reading.kind, 'unreadable');
      assert.equal(reading.orderId, null);
    });
  }

  const words: readonly (readonly [string, string])[] = [
    ['Placed', 'placed'],
    ['New', 'placed'],
    ['Processing', 'processing'],
    ['InProduction', 'processing'],
    ['In Production', 'processing'],
    ['CHARGED', 'charged'],
    ['FailedToCharge', 'charge-failed'],
    ['Shipped', 'shipped'],
    ['Canceled', 'cancelled'],
    ['Cancelled', 'cancelled'],
  ];
  for (const [word, kind] of words) {
    it(`with the word ${word} is ${kind}`, () => {
      assert.deepEqual(readStatus(word), { kind });
    });
  }

  for (const word of ['OnHold', 'Charged2', 'Charged?', 'Un-Charged', 'Shipped (part)']) {
    it(`with the word ${word}, which nobody knows, keeps the word`, () => {
      assert.deepEqual(readStatus(word), { kind: 'unrecognised', raw: word });
    });
  }

  it('keeps no half of a character of a long word nobody knows', () => {
    assert.deepEqual(readStatus(`${'x'.repeat(39)}😀y`), { kind: 'unrecognised', raw: `${'x'.repeat(39)}😀` });
  });
});
