import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { compareBodies } from './compare-bodies.js';
import { compareHeads } from './compare-heads.js';
import { judge } from './judge.js';
import { isFields, type Fields, type Recording } from './recordings.js';
import { idIn, withWorld, type World } from './world.js';

const differences = (recorded: unknown, answered: unknown): readonly string[] =>
  compareBodies({ recorded, answered, year: 2014 });
const list = (...rows: readonly Fields[]): Fields => ({ widgets: rows });

describe('two bodies of the same call', () => {
  for (const [what, recorded, answered, expected] of [
    ['agree when they are alike', list({ id: 1, name: 'a' }), list({ id: 2, name: 'b' }), []],
    ['agree when rows have more keys', list({ id: 1, name: 'a' }), list({ id: 2, extra: 1, name: 'b' }), []],
    ['agree on lists of several rows', list({ id: 1 }, { id: 2 }), list({ id: 3 }), []],
    ['differ in a key that is missing', list({ id: 1, name: 'a' }), list({ id: 1 }), ['widgets[].name is missing']],
    [
      'differ in the order of keys',
      list({ id: 1, name: 'a', sku: 'b' }),
      list({ id: 1, sku: 'b', name: 'a' }),
      ['widgets[].sku stands in another place'],
    ],
    [
      'differ in a list without rows, of which nothing could be compared',
      list({ id: 1 }),
      list(),
      ['widgets is empty, so its rows were not compared'],
    ],
    ['agree on nothing at all', '', null, []],
    ['differ in a list that was not recorded', list(), { widgets: [], meta: {} }, ['meta was not recorded']],
    [
      'differ in a side-load behind its list',
      { parts: [], widgets: [] },
      { widgets: [], parts: [] },
      ['widgets stands in another place'],
    ],
    [
      'differ in a number for a text',
      list({ id: 1, sku: 'a' }),
      list({ id: 1, sku: 5 }),
      ['widgets[].sku is number, recorded as text'],
    ],
    [
      'differ in a counter for a decimal',
      list({ rate: '1.5' }),
      list({ rate: '2' }),
      ['widgets[].rate is count, recorded as decimal'],
    ],
    [
      'differ in a flag that became null',
      list({ on: true }),
      list({ on: null }),
      ['widgets[].on is null, recorded as flag'],
    ],
    [
      'differ in an id that became null',
      list({ id: 1 }),
      list({ id: null }),
      ['widgets[].id is null, recorded as number'],
    ],
    ['agree where numbers and texts are mixed', list({ total: 0 }), list({ total: '12.0' }), []],
    ['agree where null was recorded', list({ note: null }), list({ note: 'x' }), []],
    [
      'differ deep inside',
      list({ places: [{ id: 1, at: '2014-01-02' }] }),
      list({ places: [{ id: 1, at: '2014-01-02T00:00:00Z' }] }),
      ['widgets[].places[].at is time, recorded as day'],
    ],
  ] as const) {
    it(what, () => {
      assert.deepEqual(differences(recorded, answered), expected);
    });
  }

  it('do not differ in keys that the service had only in some years', () => {
    const recorded = { variants: [{ id: 1, vendor_code: null, sku: '' }] };

    assert.deepEqual(differences(recorded, { variants: [{ id: 1, sku: '' }] }), []);
  });

  it('do not differ in the ids that a table has for keys', () => {
    const recorded = list({ stock_levels: { 159: '0.0', 160: 0 } });

    assert.deepEqual(differences(recorded, list({ stock_levels: { 8401: '5.0' } })), []);
    assert.equal(differences(recorded, list({ stock_levels: { 8401: true } })).length, 1);
  });
});

describe('two heads of the same call', () => {
  const pagination = (changes: object): string =>
    JSON.stringify({
      total_records: 12,
      total_pages: 3,
      first_page: true,
      last_page: false,
      out_of_bounds: false,
      offset: 0,
      ...changes,
    });
  const link = (rel: string, path: string): string => `<http://x.example${path}>; rel="${rel}"`;

  it('agree whatever is counted and wherever the links lead', () => {
    const recorded = {
      'x-pagination': pagination({}),
      link: `${link('next', '/ajax/variants.json?limit=5&page=2')}, ${link('last', '/ajax/variants.json?limit=5&page=3')}`,
    };
    const answered = {
      'x-pagination': pagination({ total_records: 6, total_pages: 2 }),
      link: `${link('next', '/ajax/variants?limit=5&page=2')}, ${link('last', '/ajax/variants?limit=5&page=2')}`,
    };

    assert.deepEqual(compareHeads(recorded, answered), []);
  });

  it('differ in the keys of X-Pagination, in relations, and in a header that is missing', () => {
    const recorded = {
      'x-pagination': pagination({}),
      link: link('last', '/ajax/variants'),
      location: '/ajax/variants/1',
    };
    const answered = { 'x-pagination': pagination({ pages: 3 }), link: link('next', '/ajax/variants') };

    assert.deepEqual(compareHeads(recorded, answered), [
      'the header location is missing',
      'the header x-pagination has another form',
      'the header link has another form',
    ]);
  });
});

const hasRows = (body: unknown): boolean =>
  isFields(body) && Object.values(body).some((value) => isFields(value) || (Array.isArray(value) && value.length > 0));

/** What the sandbox itself answers, in the form of a recording. */
async function selfRecorded(world: World, path: string): Promise<Recording> {
  const { status, headers, body } = await world.call({ method: 'GET', path });
  const { pathname, searchParams: query } = new URL(path, 'http://x.example');
  return {
    file: path,
    method: 'GET',
    pathname,
    query,
    requestBody: '',
    status,
    headers,
    body,
    isRecorded: true,
    year: 2018,
  };
}

async function fill(world: World): Promise<void> {
  const post = (path: string, body: Fields) => world.call({ method: 'POST', path, body });
  const product_id = idIn(await post('/products', { product: { name: 'Lamp' } }));
  const variant_id = idIn(await post('/variants', { variant: { product_id, sku: 'L-1', initial_stock_level: '7' } }));
  await post('/variants', { variant: { product_id, sku: 'L-2' } });
  await world.control({ method: 'PUT', path: '/variants/L-2/components', body: { components: { 'L-1': 2 } } });
  await post('/contacts', { contact: { company_id: 70001, first_name: 'Pat' } });
  await post('/tax_types', { tax_type: { name: 'Tax', tax_components: [{ label: 'A', rate: '10', compound: true }] } });
  const shipping_address = { label: 'Home', address1: '1 Main St' };
  const order_line_items = [{ variant_id, quantity: 1, price: '5' }];
  const order = { company_id: 70001, issued_at: '2018-01-02', status: 'finalized', shipping_address, order_line_items };
  const made = await post('/orders', { order });
  const id = idIn(made);
  for (const action of ['invoice', 'fulfil']) await post(`/orders/${String(id)}/actions/${action}`, {});
  const shown = isFields(made.body) && isFields(made.body['order']) ? made.body['order'] : {};
  const [order_line_item_id] = [shown['order_line_item_ids']].flat();
  const fulfillment_return_line_items = [{ order_line_item_id, quantity: '1' }];
  await post('/fulfillment_returns', { fulfillment_return: { order_id: id, fulfillment_return_line_items } });
  await post('/users', { user: { email: 'second@example.com' } });
}

describe('a recording of the sandbox itself', () => {
  const paths = `/accounts/current /users/current /companies /contacts /addresses /currencies /locations?limit=1&page=2
    /payment_terms /price_lists /products /products?_include=variants /tax_types /variants?limit=1
    /variants/composition?include=bundle,component /orders /orders?limit=0 /order_line_items?limit=1 /fulfillments
    /fulfillment_line_items /fulfillment_returns /fulfillment_return_line_items /invoices /invoice_line_items
    /users?limit=1`;

  it('is found alike in a world built anew from it', async () => {
    const recordings = await withWorld({}, async (world) => {
      await fill(world);
      const made: Recording[] = [];
      for (const path of paths.split(/\s+/)) made.push(await selfRecorded(world, path));
      return made;
    });

    for (const recording of recordings) {
      assert.equal(recording.status, 200, recording.file);
      assert.equal(hasRows(recording.body), !recording.file.includes('limit=0'), recording.file);
      assert.deepEqual((await judge(recording)).differences, [], recording.file);
    }
  });

  it('is found different once a key of it is moved or of another kind', async () => {
    const recording = await withWorld({}, async (world) => {
      await fill(world);
      return selfRecorded(world, '/locations');
    });
    const rows = isFields(recording.body) ? [recording.body['locations']].flat().filter(isFields) : [];
    const body = { locations: rows.map((row) => ({ label: row['label'], ...row, holds_stock: 'yes' })) };

    assert.deepEqual((await judge({ ...recording, body })).differences, [
      'locations[].id stands in another place',
      'locations[].holds_stock is flag, recorded as text',
    ]);
  });

  it('is said to be not simulated where the sandbox has no such path', async () => {
    const recording = await withWorld({}, (world) => selfRecorded(world, '/locations'));
    const body = { purchase_orders: [{ id: 1 }] };

    const verdict = await judge({ ...recording, pathname: '/purchase_orders', body });

    assert.deepEqual([verdict.sandbox, verdict.differences], ['not simulated', []]);
  });
});
