import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, createOrder, documentOf, idOf, makeVariant, rowsOf } from './gecko-api.js';

describe('lists', () => {
  const open = openSandboxForEach();
  const numbers = async (query: string): Promise<unknown[]> =>
    rowsOf((await call(open, `/orders?${query}`)).json, 'orders').map((order) => order['order_number']);
  const make = async (...names: readonly string[]): Promise<Document[]> => {
    const made: Document[] = [];
    for (const name of names) {
      made.push(await createOrder(open, [], { order_number: name, reference_number: `ref-${name}` }));
      await open.control.advanceClock(1_000);
    }
    return made;
  };
  const pagination = (answer: Answer): Document => documentOf(JSON.parse(answer.headers.get('x-pagination') ?? '{}'));

  it('T2.1 T2.2 T2.3 T3.14 answers an empty list with its root and a single page', async () => {
    const answer = await call(open, '/orders');

    assert.deepEqual(answer.json, { orders: [] });
    assert.equal(
      answer.headers.get('x-pagination'),
      '{"total_records":0,"total_pages":1,"first_page":true,"last_page":true,"out_of_bounds":false,"offset":0}',
    );
  });

  it('T3.7 T3.9 lists the newest first unless told otherwise', async () => {
    await make('A', 'B', 'C');

    assert.deepEqual(await numbers(''), ['C', 'B', 'A']);
    assert.deepEqual(await numbers('order=created_at+asc'), ['A', 'B', 'C']);
    assert.deepEqual(await numbers('order=created_at%20desc'), ['C', 'B', 'A']);
    await open.control.turnSwitches({ 'tradegecko.default-order': 'oldest-first' });
    assert.deepEqual(await numbers(''), ['A', 'B', 'C']);
  });

  it('T3.1 T3.7 sorts and bounds by updated_at after an update', async () => {
    const [first, second] = await make('A', 'B', 'C');
    const changedAt = (await open.control.info()).now;
    await open.control.advanceClock(1_000);
    await call(open, `/orders/${idOf(documentOf(first))}`, { method: 'PUT', body: { order: { notes: 'x' } } });

    const since = encodeURIComponent(changedAt);
    assert.deepEqual(await numbers('order=updated_at asc'), ['B', 'C', 'A']);
    assert.deepEqual(await numbers('order=updated_at desc&limit=2'), ['A', 'C']);
    assert.deepEqual(await numbers(`updated_at_min=${since}`), ['A']);
    assert.deepEqual(await numbers(`updated_at_max=${since}&order=updated_at asc`), ['B', 'C']);
    assert.deepEqual(await numbers(`created_at_max=${String(documentOf(second)['created_at'])}`), ['B', 'A']);
  });

  it('T3.2 includes the bounds themselves, or not, by switch', async () => {
    const [only] = await make('A');
    const at = String(documentOf(only)['updated_at']);
    const inclusive = await numbers(`updated_at_min=${at}&updated_at_max=${at}`);
    await open.control.turnSwitches({ 'tradegecko.time-bounds': 'exclusive' });

    assert.deepEqual(inclusive, ['A']);
    assert.deepEqual(await numbers(`updated_at_min=${at}`), []);
  });

  it('T3.1 T3.14 T3.16 T3.17 pages by limit and page, and tells where the page lies', async () => {
    await make('A', 'B', 'C');

    const first = await call(open, '/orders?limit=2');
    const second = await call(open, '/orders.json?limit=2&page=2');
    const beyond = await call(open, '/orders?limit=2&page=3');

    assert.equal(rowsOf(first.json, 'orders').length, 2);
    assert.match(
      first.headers.get('link') ?? '',
      /^<http:[^>]+\/ajax\/orders\?limit=2&page=2>; rel="next", <[^>]+page=2>; rel="last"$/,
    );
    assert.deepEqual(
      rowsOf(second.json, 'orders').map((order) => order['order_number']),
      ['A'],
    );
    assert.deepEqual([pagination(second)['last_page'], pagination(second)['offset']], [true, 2]);
    assert.match(second.headers.get('link') ?? '', /\/ajax\/orders\?/);
    assert.deepEqual([beyond.json, pagination(beyond)['out_of_bounds']], [{ orders: [] }, true]);
  });

  it('T2.6 T3.13 T3.15 answers limit=0 with no rows, no side-loads and the true total', async () => {
    await make('A', 'B');

    const answer = await call(open, '/orders?limit=0');
    const fulfillments = await call(open, '/fulfillments?limit=0');

    assert.deepEqual([answer.json, pagination(answer)['total_records']], [{ orders: [] }, 2]);
    assert.deepEqual(
      ['total_pages', 'first_page', 'last_page'].map((name) => pagination(answer)[name]),
      [1, true, true],
    );
    assert.deepEqual(fulfillments.json, { fulfillments: [] });
  });

  it('T3.12 cuts a limit above 250, or refuses it, by switch', async () => {
    const clamped = await call(open, '/orders?limit=251');
    await open.control.turnSwitches({ 'tradegecko.limit-above-250': '400' });

    assert.equal(clamped.status, 200);
    assert.equal((await call(open, '/orders?limit=251')).status, 400);
    assert.equal((await call(open, '/orders?limit=250')).status, 200);
  });

  it('T3.3 finds by ids in both spellings', async () => {
    const [a, b] = (await make('A', 'B', 'C')).map(idOf);

    assert.deepEqual(await numbers(`ids[]=${a ?? ''}&ids[]=${b ?? ''}`), ['B', 'A']);
    assert.deepEqual(await numbers(`ids=${a ?? ''},${b ?? ''},999&order=created_at asc`), ['A', 'B']);
  });

  it('T3.28 T3.34 finds by both numbers exactly, and by parts when the switch says so', async () => {
    await make('HZ-1', 'HZ-12');

    assert.deepEqual(await numbers('order_number=HZ-1'), ['HZ-1']);
    assert.deepEqual(await numbers('order_number[]=HZ-1&order_number[]=HZ-12'), ['HZ-12', 'HZ-1']);
    assert.deepEqual(await numbers('reference_number=ref-HZ-12'), ['HZ-12']);
    assert.deepEqual(await numbers('order_number=hz-1'), []);
    await open.control.turnSwitches({ 'tradegecko.number-filter': 'partial' });
    assert.deepEqual(await numbers('order_number=hz-1'), ['HZ-12', 'HZ-1']);
  });

  it('T3.19 ignores blank parameters', async () => {
    await make('A');

    assert.deepEqual(await numbers('status=&order_number=&ids[]=&limit='), ['A']);
  });

  it('T3.4 T3.32 T3.33 shows void and deleted orders, or only when they are asked for, by switch', async () => {
    const [a] = await make('A', 'B');
    const id = idOf(documentOf(a));
    await call(open, `/orders/${id}/actions/void`, { method: 'POST' });
    const shown = await numbers('');
    await open.control.turnSwitches({ 'tradegecko.lists-hide-void': 'hide' });

    assert.deepEqual(shown, ['B', 'A']);
    assert.deepEqual(await numbers(''), ['B']);
    assert.deepEqual(await numbers('status[]=void&status[]=finalized'), ['B', 'A']);
    assert.deepEqual(await numbers(`ids[]=${id}`), ['A']);
  });

  it('T2.4 ends the lists that were recorded so with their total when the switch says so', async () => {
    await open.control.turnSwitches({ 'tradegecko.list-meta': 'present' });

    assert.deepEqual((await call(open, '/orders')).json, { orders: [], meta: { total: 0 } });
    assert.deepEqual(Object.keys((await call(open, '/locations')).json), ['locations']);
  });

  it('T3.11 holds 50 rows unless told otherwise', async () => {
    for (let at = 0; at < 51; at += 1) await open.control.tradegecko.putVariant(`SKU-${at}`, {});

    const answer = await call(open, '/variants');

    assert.deepEqual([rowsOf(answer.json, 'variants').length, pagination(answer)['total_pages']], [50, 2]);
  });

  it('T3.17 leads nowhere but to itself from a single page', async () => {
    for (const path of ['/orders', '/orders/', '/orders.json']) {
      assert.match((await call(open, path)).headers.get('link') ?? '', /^<http:[^>]+\/ajax\/orders>; rel="last"$/);
    }
  });

  it('T3.18 leads back from later pages, or not, by switch', async () => {
    await make('A', 'B', 'C');
    const rels = async (): Promise<string[]> =>
      [...((await call(open, '/orders?limit=1&page=2')).headers.get('link') ?? '').matchAll(/rel="(\w+)"/g)].map(
        ([, rel = '']) => rel,
      );
    const present = await rels();
    await open.control.turnSwitches({ 'tradegecko.link-back': 'absent' });

    assert.deepEqual(
      [present, await rels()],
      [
        ['first', 'prev', 'next', 'last'],
        ['next', 'last'],
      ],
    );
  });

  it('T3.5 takes three hundred ids in one address', async () => {
    const [a] = (await make('A')).map(idOf);
    const ids = Array.from({ length: 299 }, (_, at) => `ids[]=${at + 1}`);

    assert.deepEqual(await numbers([...ids, `ids[]=${a ?? ''}`].join('&')), ['A']);
  });

  it('T3.6 answers too many filters with 414', async () => {
    const ids = Array.from({ length: 2_000 }, (_, at) => `ids[]=${at + 1}`);

    assert.equal((await call(open, `/orders?${ids.join('&')}`)).status, 414);
  });

  it('T3.8 ignores an order by an unknown column, or refuses it, by switch', async () => {
    await make('A', 'B');
    const ignored = await numbers('order=order_number asc');
    await open.control.turnSwitches({ 'tradegecko.unknown-order': '400' });

    assert.deepEqual(ignored, ['B', 'A']);
    assert.equal((await call(open, '/orders?order=order_number asc')).status, 400);
    assert.deepEqual(await numbers('order=id asc'), ['A', 'B']);
  });

  it('T3.10 lists the lines of one order by their position', async () => {
    const id = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [
      { variant_id: id, position: 2 },
      { variant_id: id, position: 0 },
      { variant_id: id, position: 1 },
    ]);
    const positions = async (query: string): Promise<unknown[]> =>
      rowsOf((await call(open, `/order_line_items?${query}`)).json, 'order_line_items').map((row) => row['position']);

    assert.deepEqual(await positions(`order_id=${idOf(order)}`), [0, 1, 2]);
    assert.deepEqual(await positions(`order_id=${idOf(order)}&order=id asc`), [2, 0, 1]);
  });

  it('T2.14 side-loads on a single order and not on the list', async () => {
    const id = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: id }]);
    const include = 'include=order_line_items,shipping_address,company';

    const one = await call(open, `/orders/${idOf(order)}?${include}`);

    assert.deepEqual(Object.keys(one.json), ['order_line_items', 'addresses', 'companies', 'order']);
    assert.deepEqual(Object.keys((await call(open, `/orders?${include}`)).json), ['orders']);
  });

  it('T2.15 takes _include too', async () => {
    await makeVariant(open, 'MUG');

    assert.deepEqual(Object.keys((await call(open, '/products?_include=variants')).json), ['variants', 'products']);
  });

  it('refuses a bound that is no date', async () => {
    assert.equal((await call(open, '/orders?updated_at_min=soon')).status, 400);
  });

  it('T2.13 T3.4 T6.3.7 T6.3.16 finds variants by one SKU or several, in parts by the switch, and leaves archived ones out', async () => {
    const a = await makeVariant(open, 'A&B');
    const b = await makeVariant(open, 'C');
    await open.control.tradegecko.putVariant('OLD', { status: 'archived' });
    const ids = async (query: string): Promise<unknown[]> =>
      rowsOf((await call(open, `/variants?${query}`)).json, 'variants').map((variant) => variant['id']);

    assert.deepEqual(await ids('sku=A%26B'), [a]);
    assert.deepEqual(await ids('sku[]=C&sku[]=A%26B&sku[]=NONE'), [b, a]);
    assert.deepEqual(await ids('sku=OLD'), []);
    assert.deepEqual(await ids('sku=a%26'), []);
    assert.equal((await ids('sku=OLD&status=archived')).length, 1);
    await open.control.turnSwitches({ 'tradegecko.sku-filter': 'partial' });
    assert.deepEqual(await ids('sku=a%26'), [a]);
    assert.deepEqual(await ids('order=updated_at asc'), [a, b]);
  });
});

/** What no record has, so that a list is empty as soon as the filter is known. */
const NOWHERE = { text: 'no-such-text', id: '999999999' } as const;

describe('filters', () => {
  const open = openSandboxForEach();

  const fill = async (): Promise<void> => {
    const id = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: id }]);
    for (const action of ['invoice', 'fulfil']) {
      await call(open, `/orders/${idOf(order)}/actions/${action}`, { method: 'POST' });
    }
  };

  const narrow = (plural: string, texts: string, ids: string) => async (): Promise<void> => {
    await fill();
    const count = async (query: string): Promise<number> =>
      rowsOf((await call(open, `/${plural}?${query}`)).json, plural).length;
    const names = (list: string): string[] => list.split(/\s+/).filter((name) => name !== '');

    assert.equal(await count(''), 1);
    for (const name of names(texts)) assert.equal(await count(`${name}=${NOWHERE.text}`), 0, name);
    for (const name of names(ids)) assert.equal(await count(`${name}=${NOWHERE.id}`), 0, name);
  };

  it(
    'T3.28 narrow orders by numbers, tags, statuses and ids',
    narrow(
      'orders',
      `order_number reference_number tags status payment_status invoice_status packed_status fulfillment_status
       return_status returning_status shippability_status backordering_status`,
      `company_id contact_id assignee_id user_id source_id billing_address_id shipping_address_id currency_id
       stock_location_id`,
    ),
  );
  it(
    'T3.29 narrow order lines by their order, variant and tax type',
    narrow('order_line_items', 'order_status', 'order_id variant_id tax_type_id'),
  );
  it(
    'T3.29 narrow the lines of fulfilments by what they belong to',
    narrow('fulfillment_line_items', '', 'fulfillment_id order_line_item_id'),
  );
  it(
    'T3.30 narrow fulfilments by order, parties, place and status',
    narrow(
      'fulfillments',
      'status receipt tracking_url',
      'order_id order_ids company_id shipping_address_id billing_address_id stock_location_id',
    ),
  );
  it(
    'T3.31 narrow invoices by order, company, currency, number and payment',
    narrow('invoices', 'payment_status invoice_number', 'order_id company_id currency_id'),
  );
  it('T3.23 narrow variants by SKU, status and product', narrow('variants', 'sku status', 'product_id'));
  it(
    'T3.24 narrow variants by what clients also asked for',
    narrow('variants', 'composite online_ordering sellable product_type', 'stock_location_id'),
  );
  it(
    'T3.25 narrow companies by code, type and defaults',
    narrow(
      'companies',
      'status company_code company_type default_price_list_id',
      `assignee_id default_payment_method_id default_payment_term_id default_stock_location_id default_tax_type_id
       default_ledger_account_id`,
    ),
  );
  it('T3.26 narrow addresses by company and status', narrow('addresses', 'status', 'company_id'));
  it('T3.27 narrow products by brand, type and tags', narrow('products', 'brand product_type tags', ''));

  it('T3.22 find a company by its e-mail, in part and in any case by switch', async () => {
    await call(open, '/companies', {
      method: 'POST',
      body: { company: { name: 'Pat', company_type: 'consumer', email: 'Pat@buyers.example' } },
    });
    const count = async (email: string): Promise<number> =>
      rowsOf((await call(open, `/companies?email=${email}`)).json, 'companies').length;
    const exact = [await count('Pat@buyers.example'), await count('pat@buyers')];
    await open.control.turnSwitches({ 'tradegecko.email-filter': 'partial' });

    assert.deepEqual([exact, await count('pat@buyers')], [[1, 0], 1]);
  });

  it('T3.21 find companies by a term, which is part of an e-mail in any case', async () => {
    await call(open, '/companies', {
      method: 'POST',
      body: { company: { name: 'Pat', company_type: 'consumer', email: 'Pat@buyers.example' } },
    });
    const { json } = await call(open, '/companies?term=PAT@buy');

    assert.deepEqual(
      rowsOf(json, 'companies').map((company) => company['name']),
      ['Pat'],
    );
  });

  it('T3.20 search variants and products by parts of their texts', async () => {
    await open.control.tradegecko.putVariant('LAMP-1', { productName: 'Bright lamp' });
    await open.control.tradegecko.putVariant('MUG-1', { productName: 'Mug' });
    const skus = async (q: string): Promise<unknown[]> =>
      rowsOf((await call(open, `/variants?q=${q}`)).json, 'variants').map((variant) => variant['sku']);

    assert.deepEqual([await skus('lamp-'), await skus('BRIGHT'), await skus('none')], [['LAMP-1'], ['LAMP-1'], []]);
    assert.equal(rowsOf((await call(open, '/products?q=bright')).json, 'products').length, 1);
  });
});
