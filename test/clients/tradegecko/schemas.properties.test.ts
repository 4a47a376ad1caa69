import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseJson } from '../../../src/clients/json.js';
import { callName, readBy } from '../../../src/clients/tradegecko/calls.js';
import { readFailure } from '../../../src/clients/tradegecko/errors.js';
import {
  fulfillmentsAnswer,
  orderAnswer,
  ordersAnswer,
  userAnswer,
  variantsAnswer,
} from '../../../src/clients/tradegecko/schemas.js';
import { isLive, readFulfillments, readItem, readSalesOrder } from '../../../src/clients/tradegecko/translate.js';
import { ApiError } from '../../../src/ports/api-error.js';
import { TIME_MS_MAX } from '../support/hostile.js';
import { runs } from '../support/runs.js';
import {
  anyOrder,
  jsonOf,
  NOTHING,
  PERSON,
  replaceAt,
  unreadableScalar,
  withoutNothing,
  type Fields,
} from '../support/wire-shapes.js';

const CALL = callName('GET', '/orders');

const ids = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const wireId = (id: number): fc.Arbitrary<unknown> => fc.constantFrom<unknown>(id, String(id));
const GAPS: readonly unknown[] = [null, '', NOTHING];
const gap = fc.constantFrom(...GAPS);
const maybe = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof({ weight: 3, arbitrary: value }, gap);
const text = fc.stringMatching(/^[A-Za-z0-9 #.,'-]{1,20}$/).filter((words) => words.trim() !== '');
const extent = fc.constantFrom('unpacked', 'partial', 'packed', 'shipped', 'unshipped', 'uninvoiced', 'invoiced');

/** A count as recorded: a text with or without decimals, a number, or null for nothing. */
const count = fc
  .integer({ min: -99_999, max: 999_999 })
  .chain((value) =>
    fc
      .constantFrom<unknown>(String(value), `${value}.0`, value, `${value}.${'0'.repeat(20)}`)
      .map((wire) => ({ value, wire })),
  );
const counted = fc.oneof(
  { weight: 3, arbitrary: count },
  gap.map((wire) => ({ value: 0, wire })),
);

/** A total: a decimal text cut to at least one decimal, a long one, the bare number 0, or a number. */
const total = fc.oneof(
  fc.constant({ amount: 0, wire: 0 }),
  fc.integer({ min: 0, max: 99_999_999 }).chain((amount) => {
    const fixed = (amount / 100).toFixed(2);
    const forms = [fixed.replace(/0$/, ''), fixed, `${fixed}${'0'.repeat(30)}`, amount / 100];
    return fc.constantFrom<unknown>(...forms).map((wire) => ({ amount, wire }));
  }),
);

const millis = fc.integer({ min: Date.UTC(2014, 0, 1), max: Date.UTC(2023, 0, 1) });
const instant = millis.map((ms) => new Date(ms).toISOString());

const order = fc
  .record({ id: ids, total, number: maybe(text), reference: maybe(text), packed: maybe(extent), at: instant })
  .chain(({ id, total: { amount, wire: wireTotal }, number, reference, packed, at }) =>
    wireId(id).chain((wire) => {
      const numbers = { order_number: number, reference_number: reference, packed_status: packed };
      const fields = { id: wire, status: 'finalized', total: wireTotal, updated_at: at, tags: ['houzz'], ...numbers };
      return anyOrder(withoutNothing(fields)).map((fieldsOnWire) => ({ wire: fieldsOnWire, id, amount, at }));
    }),
  );

const location = fc.record({ id: ids, onHand: counted, committed: counted }).chain(({ id, onHand, committed }) =>
  wireId(id).chain((wire) => {
    const stock = { stock_on_hand: onHand.wire, committed: committed.wire, incoming: 0, bin_location: null };
    const read = { id: String(id), onHand: onHand.value, committed: committed.value };
    return anyOrder(withoutNothing({ location_id: wire, ...stock })).map((fields) => ({ wire: fields, read }));
  }),
);

const flag = fc.constantFrom<unknown>(true, false, 'true', 'false', null, NOTHING);

const variant = fc
  .record({
    id: ids,
    sku: text,
    manage: flag,
    keep: flag,
    max: counted,
    locations: fc.array(location, { maxLength: 3 }),
  })
  .chain(({ id, sku, manage, keep, max, locations }) => {
    const flags = { manage_stock: manage, keep_selling: keep, max_online: max.wire, status: 'active' };
    const none =
      locations.length === 0
        ? fc.constantFrom<unknown>([], null, NOTHING)
        : fc.constant(locations.map((one) => one.wire));
    return fc.tuple(wireId(id), none).chain(([wire, list]) =>
      anyOrder(withoutNothing({ id: wire, sku, locations: list, ...flags })).map((fields) => ({
        wire: fields,
        read: {
          id: String(id),
          sku: sku.trim(),
          isTracked: String(manage) !== 'false',
          mayOversell: String(keep) === 'true',
          maxOnline: GAPS.includes(max.wire) ? null : max.value,
          locations: locations.map((one) => one.read),
        },
      })),
    );
  });

const fulfillment = fc
  .record({ id: ids, orderId: ids, carrier: maybe(text), number: maybe(text), url: maybe(text), at: instant })
  .chain(({ id, orderId, carrier, number, url, at }) => {
    const tracking = { tracking_company: carrier, tracking_number: number, tracking_url: url, shipped_at: null };
    const fields = { id, order_id: orderId, status: 'fulfilled', updated_at: at, receipt: {}, ...tracking };
    return anyOrder(withoutNothing(fields)).map((wire) => ({ wire, id, orderId, carrier, at }));
  });

/** A list in its answer, with side-loads before it and a count behind it where a service writes them. */
const answerWith = (name: string, rows: readonly Fields[]): string =>
  JSON.stringify({ addresses: [], companies: [{ id: 1 }], [name]: rows, meta: { total: rows.length } });

const words = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function errorOf(read: () => unknown): ApiError {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error;
  }
  return assert.fail('It was read.');
}

const ORDER = {
  id: 1,
  status: 'finalized',
  total: '1.0',
  updated_at: '2021-03-04T10:00:00.000Z',
  order_number: PERSON,
};
const VARIANT = { id: 1, sku: PERSON, locations: [{ location_id: 1, stock_on_hand: '1', committed: null }] };
const FULFILLMENT = { id: 1, order_id: 1, status: 'fulfilled', updated_at: '2021-03-04T10:00:00.000Z' };
const LISTS = {
  orders: { schema: ordersAnswer, base: ORDER },
  variants: { schema: variantsAnswer, base: VARIANT },
  fulfillments: { schema: fulfillmentsAnswer, base: FULFILLMENT },
} as const;
type List = keyof typeof LISTS;

type Path = readonly (string | number)[];

const SCALARS: Readonly<Record<List, readonly Path[]>> = {
  orders: ['id', 'order_number', 'reference_number', 'status', 'packed_status', 'total', 'updated_at'].map((key) => [
    key,
  ]),
  variants: [
    ...['id', 'sku', 'status', 'product_status', 'manage_stock', 'keep_selling', 'max_online'].map((key) => [key]),
    ...['location_id', 'stock_on_hand', 'committed'].map((key) => ['locations', 0, key]),
  ],
  fulfillments: ['id', 'order_id', 'status', 'tracking_company', 'tracking_number', 'updated_at'].map((key) => [key]),
};
const scalarPlaces = fc.constantFrom(
  ...(['orders', 'variants', 'fulfillments'] as const).flatMap((list) => SCALARS[list].map((path) => ({ list, path }))),
);

const WRONG_IDS: readonly unknown[] = ['', null, 0, -1, 1.5, true, '../7', 'x', '01', '9'.repeat(20), PERSON];
const WRONG_TIMES: readonly unknown[] = [
  '',
  null,
  1,
  '2021',
  PERSON,
  '2021-03-04',
  '2021-13-04T10:00:00Z',
  'Jul 03 2013',
];
const WRONG: readonly { readonly list: List; readonly path: Path; readonly values: readonly unknown[] }[] = [
  { list: 'orders', path: ['id'], values: WRONG_IDS },
  { list: 'orders', path: ['status'], values: ['', null] },
  { list: 'orders', path: ['total'], values: [PERSON, '1,0', '1e5', 'NaN', true, '.5'] },
  { list: 'orders', path: ['updated_at'], values: WRONG_TIMES },
  { list: 'orders', path: [], values: [PERSON, 7, null, [PERSON]] },
  { list: 'variants', path: ['id'], values: WRONG_IDS },
  { list: 'variants', path: ['max_online'], values: [PERSON, 'many', '0x10', '1e3', true] },
  { list: 'variants', path: ['locations'], values: [PERSON, {}, 7, { a: PERSON }] },
  { list: 'variants', path: ['locations', 0, 'location_id'], values: WRONG_IDS },
  { list: 'variants', path: ['locations', 0, 'stock_on_hand'], values: [PERSON, 'Infinity', '0x10', '1 000', true] },
  { list: 'fulfillments', path: ['order_id'], values: WRONG_IDS },
  { list: 'fulfillments', path: ['status'], values: ['', null] },
  { list: 'fulfillments', path: ['updated_at'], values: WRONG_TIMES },
];
const wrongValues = fc.constantFrom(
  ...WRONG.flatMap(({ list, path, values }) => values.map((value) => ({ list, path, value }))),
);

/** Where a list cannot be read: the answer as a whole, or the stock of one variant, which stops no other. */
function faultIn(list: List, json: unknown): string {
  if (list === 'variants') {
    const { data } = variantsAnswer.safeParse(json);
    const index = data?.variants.findIndex(({ stock }) => stock === null) ?? -1;
    const row = data?.variants[index];
    if (row !== undefined) return `variants.${index}.${row.stock === null ? row.fault : ''}`;
  }
  const { code, details } = errorOf(() => readBy<unknown>(LISTS[list].schema, json, CALL));
  assert.equal(code, 'unexpected-shape');
  return details.what;
}

describe('the shapes of TradeGecko', () => {
  it('are all read, as orders', () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 3 }), (written) => {
        const json = parseJson(
          answerWith(
            'orders',
            written.map(({ wire }) => wire),
          ),
        );

        const read = readBy(ordersAnswer, json, CALL).orders.map(readSalesOrder);

        const seen = read.map(({ id, total: sum, updatedAt }) => [id, sum, updatedAt]);
        assert.deepEqual(
          seen,
          written.map(({ id, amount, at }) => [String(id), amount, at]),
        );
      }),
      runs(1_500),
    );
  });

  it('are all read, as variants with their stock', () => {
    fc.assert(
      fc.property(fc.array(variant, { maxLength: 3 }), (written) => {
        const json = parseJson(
          answerWith(
            'variants',
            written.map(({ wire }) => wire),
          ),
        );

        const { variants } = readBy(variantsAnswer, json, CALL);

        assert.ok(variants.every(isLive));
        assert.deepEqual(
          variants.map(readItem),
          written.map(({ read }) => read),
        );
      }),
      runs(1_500),
    );
  });

  it('are all read, as parcels', () => {
    fc.assert(
      fc.property(fc.array(fulfillment, { maxLength: 3 }), (written) => {
        const json = parseJson(
          answerWith(
            'fulfillments',
            written.map(({ wire }) => wire),
          ),
        );

        const read = readFulfillments(readBy(fulfillmentsAnswer, json, CALL)).map(({ shipment }) => shipment);

        const seen = read.map(({ id, salesOrderId, carrier, updatedAt }) => [id, salesOrderId, carrier, updatedAt]);
        const wanted = written.map(({ id, orderId, carrier, at }) => [String(id), String(orderId), words(carrier), at]);
        assert.deepEqual(seen, wanted);
      }),
      runs(1_000),
    );
  });

  it('are refused where a scalar is none, by its path and without its value', () => {
    fc.assert(
      fc.property(scalarPlaces, unreadableScalar, ({ list, path }, value) => {
        const { base } = LISTS[list];
        const json = parseJson(jsonOf({ [list]: [base, replaceAt(base, path, value)] }));

        const what = faultIn(list, json);

        assert.ok(what.startsWith([list, 1, ...path].join('.')), what);
        assert.ok(!what.includes(PERSON));
      }),
      runs(2_500),
    );
  });

  it('are refused where a value says nothing that can be used', () => {
    fc.assert(
      fc.property(wrongValues, ({ list, path, value }) => {
        const { base } = LISTS[list];
        const json = parseJson(jsonOf({ [list]: [replaceAt(base, path, value)] }));

        const what = faultIn(list, json);

        assert.ok(what.startsWith([list, 0, ...path].join('.')), what);
        assert.ok(!what.includes(PERSON));
      }),
      runs(1_500),
    );
  });

  it('that are no answers at all are refused, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(ordersAnswer, orderAnswer, variantsAnswer, userAnswer),
        (value, schema) => {
          const roots = { orders: value, order: value, variants: value, user: value };
          for (const json of [value, roots]) {
            const isEmpty = json === roots && (Array.isArray(value) ? value.length === 0 : schema === userAnswer);
            if (!isEmpty) assert.equal(errorOf(() => readBy<unknown>(schema, json, CALL)).code, 'unexpected-shape');
          }
        },
      ),
      runs(1_500),
    );
  });

  it('stop at the first odd row of a million, at once', () => {
    const json = { variants: Array.from({ length: 1_000_000 }, () => ({})) };
    const few = { variants: Array.from({ length: 100_000 }, () => ({})) };
    const begin = performance.now();

    assert.match(errorOf(() => readBy(variantsAnswer, json, CALL)).message, /variants holds more than 100000 rows/);
    assert.match(errorOf(() => readBy(variantsAnswer, few, CALL)).message, /variants\.0\.id is missing/);

    assert.ok(performance.now() - begin < TIME_MS_MAX);
  });

  it('of errors are put into words without what is personal, whatever they are', () => {
    const told = fc.constantFrom(
      PERSON,
      `${'x'.repeat(110)} ${PERSON}`,
      `name ${PERSON.toUpperCase()}!`,
      "can't be blank",
    );
    const texts = fc.oneof(told, fc.array(told, { maxLength: 2 }), fc.jsonValue());
    const body = fc.oneof(
      fc.record({ errors: fc.dictionary(fc.constantFrom('name', 'issued_at', PERSON), texts) }),
      fc.record({ errors: fc.array(texts, { maxLength: 3 }) }),
      fc.record({ type: fc.constant('Bad Request'), message: texts }),
      fc.record({ error: fc.constant('invalid_request'), error_description: texts }),
      fc.record({ errors: fc.constantFrom<unknown>({}, [], null, 'text', 7), message: told }),
      fc.jsonValue(),
    );
    const statuses = fc.constantFrom(400, 401, 402, 403, 404, 409, 414, 422, 429, 500, 503, 520);
    fc.assert(
      fc.property(body, statuses, (said, status) => {
        const answer = { status, headers: {}, body: jsonOf(said) };

        const error = readFailure({ call: CALL, answer, retryAfterMs: 5, sensitive: [PERSON] });

        assert.doesNotMatch(error.message, new RegExp(PERSON, 'i'));
        assert.ok(error.message.length < 1_200);
      }),
      runs(1_500),
    );
  });

  it('of errors are read in their order: fields, a list, a message, a description', () => {
    const whatOf = (said: unknown): string =>
      readFailure({
        call: CALL,
        answer: { status: 422, headers: {}, body: JSON.stringify(said) },
        retryAfterMs: 0,
        sensitive: [],
      }).details.what;

    assert.equal(whatOf({ errors: { name: ['a', 'b'], total: 'c' }, message: 'd' }), 'name a; total c');
    assert.equal(whatOf({ errors: ['a', 'b'], message: 'd' }), 'a; b');
    assert.equal(whatOf({ errors: {}, message: 'd', error_description: 'e' }), 'd');
    assert.equal(whatOf({ errors: null, error_description: 'e' }), 'e');
    assert.equal(whatOf({ errors: { name: ['a\u001b[31m'] } }), 'name a [31m');
  });
});
