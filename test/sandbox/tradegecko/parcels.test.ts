import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, createOrder, idOf, makeVariant, readOrder, rootOf, rowsOf, stockOf } from './gecko-api.js';

interface Sale {
  readonly order: Document;
  readonly line: number;
}

describe('parcels', () => {
  const open = openSandboxForEach();
  const sell = async (): Promise<Sale & { readonly variant: number }> => {
    const variant = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: variant, quantity: 3 }], { order_number: 'HZ-1' });
    return { variant, order, line: Number([order['order_line_item_ids']].flat()[0]) };
  };
  const post = (fulfillment: Document): Promise<Answer> =>
    call(open, '/fulfillments', { method: 'POST', body: { fulfillment } });
  const put = (id: number, fulfillment: Document): Promise<Answer> =>
    call(open, `/fulfillments/${id}`, { method: 'PUT', body: { fulfillment } });
  const remove = (id: number): Promise<Answer> => call(open, `/fulfillments/${id}`, { method: 'DELETE' });
  const read = async (id: number): Promise<Document> => rootOf(await call(open, `/fulfillments/${id}`), 'fulfillment');
  const pack = async (of: Sale, quantity: number, more: Document = {}): Promise<number> => {
    const fulfillment_line_items = [{ order_line_item_id: of.line, quantity }];
    return idOf(rootOf(await post({ order_id: of.order['id'], fulfillment_line_items, ...more }), 'fulfillment'));
  };

  it('T8.3 T8.4 says what was sent of it, and what its order says where nothing was', async () => {
    const { order, line } = await sell();
    const sent = { delivery_type: 'Pickup', exchange_rate: '1.25', packed_at: '21-11-2026', receipt: { number: 'R1' } };

    const plain = await read(await pack({ order, line }, 1));
    const told = await read(await pack({ order, line }, 1, { ...sent, stock_location_id: 8402 }));

    const names = 'delivery_type exchange_rate packed_at receipt stock_location_id'.split(' ');
    assert.deepEqual(
      names.map((name) => told[name]),
      ['Pickup', '1.25', '2026-11-21', { number: 'R1' }, 8402],
    );
    assert.deepEqual(
      names.map((name) => plain[name]),
      [null, '1.0', (await open.control.info()).now.slice(0, 10), {}, 8401],
    );
    assert.equal(plain['shipping_address_id'], order['shipping_address_id']);
    assert.equal(plain['billing_address_id'], order['billing_address_id']);
  });

  it('T8.22 leaves from its own place, while its order was held back at another', async () => {
    const { variant, order, line } = await sell();
    await pack({ order, line }, 3, { stock_location_id: 8402, status: 'fulfilled' });

    const places = rowsOf(rootOf(await call(open, `/variants/${variant}`), 'variant'), 'locations');
    assert.deepEqual(
      places.map((place) => [place['location_id'], place['stock_on_hand'], place['committed']]),
      [
        [8401, '10', 0],
        [8402, '-3', null],
      ],
    );
  });

  it('T8.5 refuses the statuses that only the server writes', async () => {
    const { order, line } = await sell();
    const id = await pack({ order, line }, 1);

    for (const status of ['void', 'deleted']) assert.equal((await put(id, { status })).status, 422);
  });

  it('T8.6 is deleted while packed, and what was in it can be packed again', async () => {
    const { variant, order, line } = await sell();
    const id = await pack({ order, line }, 3);

    assert.equal((await remove(id)).status, 204);

    assert.equal((await read(id))['status'], 'deleted');
    const after = await readOrder(open, order['id']);
    assert.deepEqual([after['packed_status'], after['fulfillment_ids']], ['unpacked', []]);
    assert.deepEqual(await stockOf(open, variant), ['10', '3', '7']);
    await pack({ order, line }, 3);
    assert.equal((await remove(id)).status, 422);
  });

  it('T8.6 is void once it had left, and its goods are back and held back again', async () => {
    const { variant, order, line } = await sell();
    const id = await pack({ order, line }, 3, { status: 'fulfilled' });
    const shipped = await readOrder(open, order['id']);

    await remove(id);

    assert.equal((await read(id))['status'], 'void');
    const after = await readOrder(open, order['id']);
    assert.deepEqual(
      [shipped['status'], after['status'], after['fulfillment_status']],
      ['fulfilled', 'finalized', 'unshipped'],
    );
    assert.deepEqual(await stockOf(open, variant), ['10', '3', '7']);
    assert.equal((await put(id, { notes: 'late' })).status, 422);
  });

  it('T8.10 is packed without any tracking, which may come later and moves updated_at', async () => {
    const { order, line } = await sell();
    const id = await pack({ order, line }, 3);
    const before = await read(id);
    await open.control.advanceClock(1_000);
    await put(id, { tracking_number: '1Z', tracking_company: 'UPS' });
    const after = await read(id);

    assert.deepEqual([before['tracking_number'], before['tracking_url'], before['status']], [null, null, 'packed']);
    assert.deepEqual([after['tracking_number'], after['status']], ['1Z', 'packed']);
    assert.notEqual(after['updated_at'], before['updated_at']);
    assert.equal((await readOrder(open, order['id']))['status'], 'finalized');
  });

  it('T8.11 is refused with 400 when a PUT takes its lines away', async () => {
    const { order, line } = await sell();
    const id = await pack({ order, line }, 1);

    const answer = await put(id, { fulfillment_line_items: [] });

    assert.equal(answer.status, 400);
    assert.equal(answer.json['message'], 'Cannot create or update a Fulfillment without line items');
  });

  it('T8.13 takes all that is left of a line without a quantity, or refuses it, by switch', async () => {
    const { order, line } = await sell();
    const fulfillment_line_items = [{ order_line_item_id: line }];
    await open.control.turnSwitches({ 'tradegecko.part-without-quantity': 'refused' });
    const refused = await post({ order_id: order['id'], fulfillment_line_items });
    await open.control.turnSwitches({ 'tradegecko.part-without-quantity': 'whole' });
    const whole = await post({ order_id: order['id'], fulfillment_line_items });

    assert.equal(refused.status, 422);
    assert.deepEqual(
      rowsOf(whole.json, 'fulfillment_line_items').map((row) => row['quantity']),
      ['3.0'],
    );
  });

  it('T8.15 is found from its order, and shows its lines', async () => {
    const { variant, order, line } = await sell();
    await pack({ order, line }, 2, { status: 'fulfilled' });
    const [id] = [(await readOrder(open, order['id']))['fulfillment_ids']].flat();

    const answer = await call(open, `/fulfillments/${String(id)}`);

    assert.deepEqual(Object.keys(answer.json), ['fulfillment_line_items', 'fulfillment']);
    const [part] = rowsOf(answer.json, 'fulfillment_line_items');
    assert.deepEqual([part?.['order_line_item_id'], part?.['quantity'], part?.['variant_id']], [line, '2.0', variant]);
  });

  it('T8.19 T8.20 is found by every field that clients asked for', async () => {
    const { order, line } = await sell();
    const other = await createOrder(open, [{ variant_id: await makeVariant(open, 'CUP') }], {
      company_id: undefined,
      company: { name: 'Pat Doe', company_type: 'consumer' },
    });
    await call(open, `/orders/${idOf(other)}/actions/pack`, { method: 'POST' });
    const id = await pack({ order, line }, 1, {
      status: 'fulfilled',
      stock_location_id: 8402,
      tracking_url: 't.example/1',
    });
    const parcel = await read(id);

    const names = 'order_id company_id shipping_address_id billing_address_id stock_location_id status tracking_url';
    const queries = names.split(' ').map((name) => `${name}=${String(parcel[name])}`);
    for (const query of [...queries, `order_ids=${idOf(order)},1`, 'q=T.EXAMPLE', `ids[]=${id}`, 'q=hz-1']) {
      const found = rowsOf((await call(open, `/fulfillments?${query}`)).json, 'fulfillments');
      assert.deepEqual(found.map(idOf), [id], query);
    }
  });

  it('T8.21 lists its lines by parcel and by order line, and by themselves', async () => {
    const { order, line } = await sell();
    const ids = [await pack({ order, line }, 1), await pack({ order, line }, 2)];
    const quantities = async (query: string): Promise<readonly unknown[]> =>
      rowsOf((await call(open, `/fulfillment_line_items?${query}`)).json, 'fulfillment_line_items').map(
        (row) => row['quantity'],
      );

    assert.deepEqual(await quantities(`fulfillment_id=${String(ids[1])}`), ['2.0']);
    assert.deepEqual(await quantities(`order_line_item_id=${line}&order=created_at asc`), ['1.0', '2.0']);
    const [part] = [(await read(ids[0] ?? 0))['fulfillment_line_item_ids']].flat();
    assert.equal((await call(open, `/fulfillment_line_items/${String(part)}`)).status, 200);
  });

  it('T8.2 has its lines changed, added and removed while it is packed, and no longer once it has left', async () => {
    const variant = await makeVariant(open, 'MUG');
    const lines = [{ variant_id: variant, quantity: 3 }, { variant_id: variant }];
    const order = await createOrder(open, lines);
    const [first, second] = [order['order_line_item_ids']].flat().map(Number);
    const id = await pack({ order, line: first ?? 0 }, 1);
    const [part] = [(await read(id))['fulfillment_line_item_ids']].flat().map(Number);
    const path = `/fulfillment_line_items/${part ?? 0}`;

    const raised = await call(open, path, { method: 'PUT', body: { fulfillment_line_item: { quantity: 3 } } });
    const added = await call(open, '/fulfillment_line_items', {
      method: 'POST',
      body: { fulfillment_line_item: { fulfillment_id: id, order_line_item_id: second, quantity: 1 } },
    });
    const full = (await readOrder(open, order['id']))['packed_status'];
    const removed = await call(open, path, { method: 'DELETE' });
    const last = await call(open, `/fulfillment_line_items/${idOf(rootOf(added, 'fulfillment_line_item'))}`, {
      method: 'DELETE',
    });
    await put(id, { status: 'fulfilled', fulfillment_line_items: [{ order_line_item_id: first, quantity: 2 }] });
    const late = await put(id, { fulfillment_line_items: [{ order_line_item_id: first, quantity: 1 }] });

    assert.deepEqual(
      [raised, added, removed, last, late].map(({ status }) => status),
      [204, 201, 204, 400, 422],
    );
    assert.equal(full, 'packed');
    assert.deepEqual(await stockOf(open, variant), ['7', '1', '6']);
  });
});
