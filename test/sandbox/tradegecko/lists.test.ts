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

  it('answers an empty list with its root and a single page', async () => {
    const answer = await call(open, '/orders');

    assert.deepEqual(answer.json, { orders: [] });
    assert.equal(
      answer.headers.get('x-pagination'),
      '{"total_records":0,"total_pages":1,"first_page":true,"last_page":true,"out_of_bounds":false,"offset":0}',
    );
  });

  it('lists the newest first unless told otherwise', async () => {
    await make('A', 'B', 'C');

    assert.deepEqual(await numbers(''), ['C', 'B', 'A']);
    assert.deepEqual(await numbers('order=created_at+asc'), ['A', 'B', 'C']);
    assert.deepEqual(await numbers('order=created_at%20desc'), ['C', 'B', 'A']);
    await open.control.turnSwitches({ 'tradegecko.default-order': 'oldest-first' });
    assert.deepEqual(await numbers(''), ['A', 'B', 'C']);
  });

  it('sorts and bounds by updated_at after an update', async () => {
    const [first, second] = await make('A', 'B', 'C');
    const changedAt = (await open.control.info()).now;
    await call(open, `/orders/${idOf(documentOf(first))}`, { method: 'PUT', body: { order: { notes: 'x' } } });

    const since = encodeURIComponent(changedAt);
    assert.deepEqual(await numbers('order=updated_at asc'), ['B', 'C', 'A']);
    assert.deepEqual(await numbers('order=updated_at desc&limit=2'), ['A', 'C']);
    assert.deepEqual(await numbers(`updated_at_min=${since}`), ['A']);
    assert.deepEqual(await numbers(`updated_at_max=${since}&order=updated_at asc`), ['B', 'C']);
    assert.deepEqual(await numbers(`created_at_max=${String(documentOf(second)['created_at'])}`), ['B', 'A']);
  });

  it('includes the bounds themselves, or not, by switch', async () => {
    const [only] = await make('A');
    const at = String(documentOf(only)['updated_at']);
    const inclusive = await numbers(`updated_at_min=${at}&updated_at_max=${at}`);
    await open.control.turnSwitches({ 'tradegecko.time-bounds': 'exclusive' });

    assert.deepEqual(inclusive, ['A']);
    assert.deepEqual(await numbers(`updated_at_min=${at}`), []);
  });

  it('pages by limit and page, and tells where the page lies', async () => {
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
    assert.match(second.headers.get('link') ?? '', /\/ajax\/orders\.json\?/);
    assert.deepEqual([beyond.json, pagination(beyond)['out_of_bounds']], [{ orders: [] }, true]);
  });

  it('answers limit=0 with no rows, no side-loads and the true total', async () => {
    await make('A', 'B');

    const answer = await call(open, '/orders?limit=0');
    const fulfillments = await call(open, '/fulfillments?limit=0');

    assert.deepEqual([answer.json, pagination(answer)['total_records']], [{ orders: [] }, 2]);
    assert.deepEqual(fulfillments.json, { fulfillments: [] });
  });

  it('cuts a limit above 250, or refuses it, by switch', async () => {
    const clamped = await call(open, '/orders?limit=251');
    await open.control.turnSwitches({ 'tradegecko.limit-above-250': '400' });

    assert.equal(clamped.status, 200);
    assert.equal((await call(open, '/orders?limit=251')).status, 400);
    assert.equal((await call(open, '/orders?limit=250')).status, 200);
  });

  it('finds by ids in both spellings', async () => {
    const [a, b] = (await make('A', 'B', 'C')).map(idOf);

    assert.deepEqual(await numbers(`ids[]=${a ?? ''}&ids[]=${b ?? ''}`), ['B', 'A']);
    assert.deepEqual(await numbers(`ids=${a ?? ''},${b ?? ''},999&order=created_at asc`), ['A', 'B']);
  });

  it('finds by both numbers exactly, and by parts when the switch says so', async () => {
    await make('HZ-1', 'HZ-12');

    assert.deepEqual(await numbers('order_number=HZ-1'), ['HZ-1']);
    assert.deepEqual(await numbers('order_number[]=HZ-1&order_number[]=HZ-12'), ['HZ-12', 'HZ-1']);
    assert.deepEqual(await numbers('reference_number=ref-HZ-12'), ['HZ-12']);
    assert.deepEqual(await numbers('order_number=hz-1'), []);
    await open.control.turnSwitches({ 'tradegecko.number-filter': 'partial' });
    assert.deepEqual(await numbers('order_number=hz-1'), ['HZ-12', 'HZ-1']);
  });

  it('ignores blank parameters', async () => {
    await make('A');

    assert.deepEqual(await numbers('status=&order_number=&ids[]=&limit='), ['A']);
  });

  it('shows void and deleted orders, or only when they are asked for, by switch', async () => {
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

  it('ends a list with its total when the switch says so', async () => {
    await open.control.turnSwitches({ 'tradegecko.list-meta': 'present' });

    assert.deepEqual((await call(open, '/orders')).json, { orders: [], meta: { total: 0 } });
  });

  it('refuses a bound that is no date', async () => {
    assert.equal((await call(open, '/orders?updated_at_min=soon')).status, 400);
  });

  it('finds variants by one SKU or several, and leaves archived ones out', async () => {
    const a = await makeVariant(open, 'A&B');
    const b = await makeVariant(open, 'C');
    await open.control.tradegecko.putVariant('OLD', { status: 'archived' });
    const ids = async (query: string): Promise<unknown[]> =>
      rowsOf((await call(open, `/variants?${query}`)).json, 'variants').map((variant) => variant['id']);

    assert.deepEqual(await ids('sku=A%26B'), [a]);
    assert.deepEqual(await ids('sku[]=C&sku[]=A%26B&sku[]=NONE'), [b, a]);
    assert.deepEqual(await ids('sku=OLD'), []);
    assert.equal((await ids('sku=OLD&status=archived')).length, 1);
    assert.deepEqual(await ids('order=updated_at asc'), [a, b]);
  });
});
