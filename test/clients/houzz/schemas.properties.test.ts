import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { listingSchema, listingsSchema, ordersSchema } from '../../../src/clients/houzz/schemas.js';
import { readOrder } from '../../../src/clients/houzz/translate.js';
import { parseJson } from '../../../src/clients/json.js';
import { escapeXml, parseXml, plainOf } from '../../../src/clients/xml.js';
import type { ChannelReading } from '../../../src/ports/marketplace.js';
import { runs } from '../support/runs.js';
import {
  anyOrder,
  jsonOf,
  NOTHING,
  numberOrText,
  PERSON,
  replaceAt,
  unreadableScalar,
  withoutNothing,
  type Fields,
} from '../support/wire-shapes.js';

const STATUSES = {
  placed: ['Placed', 'New', 'placed'],
  processing: ['Processing', 'InProduction', 'In Production'],
  charged: ['Charged', 'CHARGED'],
  'charge-failed': ['FailedToCharge', 'Failed To Charge'],
  shipped: ['Shipped'],
  cancelled: ['Canceled', 'Cancelled'],
} as const;

const kinds = fc.constantFrom('placed', 'processing', 'charged', 'charge-failed', 'shipped', 'cancelled');
const status = kinds.chain((kind) => fc.constantFrom(...STATUSES[kind]).map((word) => ({ kind, word })));
const cents = fc.integer({ min: 0, max: 9_999_999 });
/** An amount with two decimals up to the forty that a decimal of Ruby's may have. */
const moneyText = cents.chain((amount) =>
  fc.nat({ max: 38 }).map((zeros) => ({ amount, text: `${(amount / 100).toFixed(2)}${'0'.repeat(zeros)}` })),
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | '' | typeof NOTHING> =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(null, '' as const, NOTHING) });
const words = fc.stringMatching(/^[A-Za-zÀ-ž0-9 #.,'-]{1,30}$/).filter((text) => text.trim() !== '');

const item = fc
  .record({
    quantity: fc.integer({ min: 1, max: 99_999 }),
    price: moneyText,
    tax: maybe(moneyText),
    title: maybe(words),
  })
  .chain(({ quantity, price, tax, title }) =>
    numberOrText(String(quantity)).chain((wireQuantity) => {
      const taxText = typeof tax === 'object' && tax !== null ? tax.text : tax;
      const fields = { Type: 'Product', SKU: 'LAMP-1', Quantity: wireQuantity, Price: price.text, Tax: taxText };
      return anyOrder(withoutNothing({ ...fields, Title: title })).map((wire) => ({
        wire,
        quantity,
        price: price.amount,
      }));
    }),
  );

const coupon = moneyText.chain(({ amount, text }) =>
  anyOrder({ Type: 'Coupon', Title: 'Promotion: DEMO', Price: `-${text}` }).map((wire) => ({ wire, amount })),
);

const address = fc
  .record({ Address1: words, Address2: maybe(words), City: words, State: words, Zip: words, Country: maybe(words) })
  .chain((fields) => anyOrder(withoutNothing(fields)));

interface Written {
  readonly wire: Fields;
  readonly kind: string;
  readonly quantities: readonly number[];
  readonly prices: readonly number[];
  readonly total: number;
}

const order: fc.Arbitrary<Written> = fc
  .record({
    status,
    address,
    items: fc.array(item, { maxLength: 4 }),
    coupons: fc.array(coupon, { maxLength: 1 }),
    total: moneyText,
    customer: maybe(words),
    refunds: maybe(fc.constant([{ RefundId: '1', Price: '-1.00', Type: 'Refund' }])),
    empty: fc.constantFrom<unknown>(NOTHING, null, '', []),
  })
  .chain(({ status: { kind, word }, address: at, items, coupons, total, customer, refunds, empty }) => {
    const all = [...items, ...coupons].map(({ wire }) => wire);
    const fields = { OrderId: '1669-5850-6979-3856', Created: '2020-06-15 10:00:00', Status: word, Address: at };
    const rest = { OrderTotal: total.text, OrderItems: all.length === 0 ? empty : all, CustomerName: customer };
    return anyOrder(withoutNothing({ ...fields, ...rest, RefundItems: refunds })).map((wire) => ({
      wire,
      kind,
      quantities: items.map(({ quantity }) => quantity),
      prices: [...items.map(({ price }) => price), ...coupons.map(({ amount }) => -amount || 0)],
      total: total.amount,
    }));
  });

const listing = fc
  .record({ sku: words, quantity: fc.nat({ max: 99_999 }) })
  .chain(({ sku, quantity }) =>
    fc
      .oneof(numberOrText(String(quantity)), fc.constant(`${quantity}.0`))
      .chain((Quantity) =>
        anyOrder({ SKU: sku, Quantity, Title: 'Lamp' }).map((wire) => ({ wire, sku: sku.trim(), quantity })),
      ),
  );

/** Names of the elements inside a list, where XML has them. */
const CHILDREN: Readonly<Record<string, string>> = {
  Listings: 'Listing',
  Orders: 'Order',
  OrderItems: 'OrderItem',
  RefundItems: 'RefundItem',
};

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);

function xmlOf(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    const children = value.map((one: unknown) => xmlOf(CHILDREN[name] ?? 'Entry', one));
    return `<${name}>${children.join('')}</${name}>`;
  }
  if (typeof value === 'object' && value !== null) {
    return `<${name}>${Object.entries(value)
      .map((one) => xmlOf(...one))
      .join('')}</${name}>`;
  }
  return `<${name}>${escapeXml(textOf(value))}</${name}>`;
}

const inJson = (text: string): readonly unknown[] => ordersSchema.parse(parseJson(text)).Orders;
const inXml = (text: string): readonly unknown[] => ordersSchema.parse(plainOf(parseXml(text))).Orders;

function assertRead(reading: ChannelReading | undefined, { kind, quantities, prices, total }: Written): void {
  assert.equal(reading?.kind, 'order', JSON.stringify(reading));
  const { order: read } = reading;
  assert.deepEqual([read.status.kind, read.total, read.orderId], [kind, total, '1669-5850-6979-3856']);
  assert.deepEqual(
    read.lines.flatMap((line) => (line.kind === 'product' ? [line.quantity] : [])),
    quantities,
  );
  assert.deepEqual(
    read.lines.map((line) => (line.kind === 'product' ? line.unitPrice : line.amount)),
    prices,
  );
}

describe('the shapes of Houzz', () => {
  it('are all read: lists of none, one and several, with scalars, gaps and unknown keys as they come', function () {
    this.timeout(30_000);
    fc.assert(
      fc.property(fc.array(order, { maxLength: 3 }), fc.boolean(), (written, isXml) => {
        const wire = { Ack: 'Success', ...(written.length === 0 ? {} : { Orders: written.map((one) => one.wire) }) };

        const rows = isXml ? inXml(xmlOf('GetOrdersResponse', wire)) : inJson(JSON.stringify(wire));

        assert.equal(rows.length, written.length);
        for (const [index, one] of written.entries()) assertRead(readOrder(rows[index], 'seller'), one);
      }),
      runs(4_000),
    );
  });

  it('of listings are all read: none, one and several, beside a count that is a text, a number or absent', () => {
    const count = fc.constantFrom<unknown>('3', 3, NOTHING);
    fc.assert(
      fc.property(fc.array(listing, { maxLength: 3 }), count, fc.boolean(), (written, total, isXml) => {
        const rows = written.length === 0 ? NOTHING : written.map(({ wire }) => wire);
        const wire = withoutNothing({ Ack: 'Success', TotalListingCount: total, Listings: rows });
        const text = isXml ? xmlOf('GetListingsResponse', wire) : JSON.stringify(wire);

        const read = listingsSchema.parse(isXml ? plainOf(parseXml(text)) : parseJson(text)).Listings;

        assert.deepEqual(
          read.map((one) => listingSchema.parse(one)).map(({ SKU, Quantity }) => [SKU, Number(Quantity)]),
          written.map(({ sku, quantity }) => [sku, quantity]),
        );
      }),
      runs(1_000),
    );
  });

  const scalars: readonly (readonly (string | number)[])[] = [
    ...['OrderId', 'ShipmentId', 'Created', 'Status', 'CustomerName', 'ShippingMethod', 'OrderTotal'].map((key) => [
      key,
    ]),
    ...['FlatShipping', 'FlatShippingTax'].map((key) => [key]),
    ...['Address1', 'City', 'State', 'Zip', 'Phone', 'Country'].map((key) => ['Address', key]),
    ...['Type', 'SKU', 'Title', 'Quantity', 'Price', 'Cost', 'Tax', 'Shipping'].map((key) => ['OrderItems', 0, key]),
  ];
  const BASE = {
    OrderId: '1',
    Created: '2020-06-15 10:00:00',
    Status: 'Charged',
    CustomerName: PERSON,
    Address: { Address1: PERSON, City: PERSON },
    OrderTotal: '1.00',
    OrderItems: [{ Type: 'Product', SKU: 'A', Quantity: '1', Price: '1.00' }],
  };
  const pathText = (path: readonly (string | number)[]): string => path.join('.');

  it('are refused where a scalar is none, by its path and without its value', () => {
    fc.assert(
      fc.property(fc.constantFrom(...scalars), unreadableScalar, (path, value) => {
        const [row] = inJson(jsonOf({ Ack: 'Success', Orders: [replaceAt(BASE, path, value)] }));

        const reading = readOrder(row, 'seller');

        assert.equal(reading.kind, 'unreadable');
        assert.ok(reading.what.startsWith(pathText(path)), `${reading.what} at ${pathText(path)}`);
        assert.ok(!reading.what.includes(PERSON));
      }),
      runs(2_000),
    );
  });

  const wrong: readonly (readonly [path: readonly (string | number)[], values: readonly unknown[]])[] = [
    [['OrderId'], ['', null, true, 'x'.repeat(101), 'a\u0000b']],
    [['Created'], ['', null, '2020-02-31 10:00:00', '15.06.2020', PERSON, '2020-06-15']],
    [['Status'], ['', null]],
    [['OrderTotal'], ['', null, PERSON, '1,00', '$1', '1e5', 'NaN', '12345678901234.00', '--1']],
    [
      ['OrderItems', 0, 'Quantity'],
      ['', '0', '-1', '1.5', '0x10', '1e3', PERSON, 0, 1.5],
    ],
    [
      ['OrderItems', 0, 'Price'],
      ['', PERSON, '1.', '.5', '1 000'],
    ],
    [
      ['OrderItems', 0, 'Tax'],
      [PERSON, 'free'],
    ],
    [
      ['OrderItems', 0, 'Type'],
      ['', PERSON, 'Gift'],
    ],
    [
      ['OrderItems', 0, 'SKU'],
      ['', ' ', null],
    ],
    [
      ['OrderItems', 0],
      [PERSON, 7, null, [PERSON]],
    ],
    [['Address'], ['', null, PERSON, [PERSON]]],
  ];
  const wrongValues = fc.constantFrom(...wrong.flatMap(([path, values]) => values.map((value) => ({ path, value }))));

  it('are refused where a value says nothing that can be used', () => {
    fc.assert(
      fc.property(wrongValues, fc.boolean(), ({ path, value }, isXml) => {
        const changed = replaceAt(BASE, path, value);
        // XML has no numbers, no null and no list without a name: there each is some other shape.
        const asXml = isXml && typeof value === 'string' && !value.includes('\u0000');
        const wire = { Ack: 'Success', Orders: [changed] };

        const [row] = asXml ? inXml(xmlOf('R', wire)) : inJson(jsonOf(wire));
        const reading = readOrder(row, 'seller');

        assert.equal(reading.kind, 'unreadable', `${pathText(path)} ${String(value)}`);
        assert.ok(!reading.what.includes(PERSON), reading.what);
        assert.ok(reading.what.startsWith(String(path[0])), reading.what);
      }),
      runs(1_500),
    );
  });

  it('that are no orders at all are told from orders, and stop nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const rows = ordersSchema.safeParse({ Ack: 'Success', Orders: value });

        assert.ok(rows.success);
        for (const row of rows.data.Orders) assert.equal(readOrder(row, 'seller').kind, 'unreadable');
      }),
      runs(2_000),
    );
  });

  it('keep ids as they stand, as a text of any digits or as a number that holds them exactly', () => {
    const idOf = (json: string): unknown => {
      const reading = readOrder(parseJson(json), 'seller');
      return reading.kind === 'order' ? reading.order.orderId : reading.orderId;
    };
    const withId = (id: string): string => JSON.stringify(BASE).replace('"OrderId":"1"', `"OrderId":${id}`);
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), (id) => {
        assert.equal(idOf(withId(`"${id}"`)), String(id));
        assert.equal(idOf(withId(String(id))), id <= BigInt(Number.MAX_SAFE_INTEGER) ? String(id) : null);
      }),
      runs(1_000),
    );
  });

  it('lose characters that other systems stumble over, not the text around them', () => {
    const name = 'Zoë \u0000\u001b[31m\ud800 Müller';
    const reading = readOrder(parseJson(JSON.stringify({ ...BASE, CustomerName: name })), 'seller');

    assert.equal(reading.kind === 'order' && reading.order.customerName, 'Zoë   [31m  Müller');
  });
});
