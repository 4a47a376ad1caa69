import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, createOrder, documentOf, idOf, makeVariant, readOrder, rootOf, rowsOf, stockOf } from './gecko-api.js';

const RETURN_KEYS =
  'id created_at updated_at order_id location_id company_id credit_note_number delivery_type notes order_number ' +
  'received_at status tracking_company tracking_number tracking_url fulfillment_return_line_item_ids';

interface Sale {
  readonly order: Document;
  readonly line: number;
}

describe('returns', () => {
  const open = openSandboxForEach();
  const sell = async (): Promise<Sale & { readonly variant: number }> => {
    const variant = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: variant, quantity: 3 }], { order_number: 'HZ-1' });
    return { variant, order, line: Number([order['order_line_item_ids']].flat()[0]) };
  };
  const ship = (order: Document): Promise<Answer> =>
    call(open, `/orders/${idOf(order)}/actions/fulfil`, { method: 'POST' });
  const giveBack = ({ order, line }: Sale, quantity: number, more: Document = {}): Promise<Answer> => {
    const fulfillment_return_line_items = [{ order_line_item_id: line, quantity }];
    const body = { fulfillment_return: { order_id: order['id'], fulfillment_return_line_items, ...more } };
    return call(open, '/fulfillment_returns', { method: 'POST', body });
  };
  const put = (id: number, fulfillment_return: Document): Promise<Answer> =>
    call(open, `/fulfillment_returns/${id}`, { method: 'PUT', body: { fulfillment_return } });
  const statusesOf = async (order: Document): Promise<readonly unknown[]> => {
    const { returning_status, return_status } = await readOrder(open, order['id']);
    return [returning_status, return_status];
  };

  it('T8.23 T8.24 is on its way when created, beside its lines, and moves no stock', async () => {
    const { variant, order, line } = await sell();
    await ship(order);

    const answer = await giveBack({ order, line }, 1, { tracking_number: '1Z', tracking_company: 'UPS', notes: 'n' });

    const made = rootOf(answer, 'fulfillment_return');
    assert.equal(answer.status, 201);
    assert.deepEqual(Object.keys(answer.json), ['fulfillment_return_line_items', 'fulfillment_return']);
    assert.equal(Object.keys(made).join(' '), RETURN_KEYS);
    const { status, credit_note_number, order_number, received_at, tracking_number, location_id } = made;
    assert.deepEqual(
      [status, credit_note_number, order_number, received_at, tracking_number, location_id],
      ['returning', 'CN0001', 'HZ-1', null, '1Z', 8401],
    );
    assert.deepEqual(await stockOf(open, variant), ['7', 0, '7']);
    assert.deepEqual((await readOrder(open, order['id']))['fulfillment_return_ids'], [made['id']]);
  });

  it('T7.1.4 T8.24 counts its goods in where it is received, and the order is returned when all is', async () => {
    const { variant, order, line } = await sell();
    await ship(order);
    const seen: unknown[] = [await statusesOf(order)];
    const first = idOf(rootOf(await giveBack({ order, line }, 1), 'fulfillment_return'));
    seen.push(await statusesOf(order));
    await put(first, { status: 'received' });
    seen.push(await statusesOf(order));
    await giveBack({ order, line }, 2, { status: 'received', location_id: 8402 });
    seen.push(await statusesOf(order));

    assert.deepEqual(seen, [
      ['unreturning', 'unreturned'],
      ['partial', 'unreturned'],
      ['unreturning', 'partial'],
      ['unreturning', 'returned'],
    ]);
    assert.deepEqual(await stockOf(open, variant), ['8', 0, '8']);
    const received = rootOf(await call(open, `/fulfillment_returns/${first}`), 'fulfillment_return');
    assert.deepEqual([received['status'], typeof received['received_at']], ['received', 'string']);
  });

  it('T7.1.4 is returning whole when all of it is on its way', async () => {
    const { order, line } = await sell();
    await ship(order);
    await giveBack({ order, line }, 3);

    assert.deepEqual(await statusesOf(order), ['returning', 'unreturned']);
  });

  it('T8.23 is refused without lines, without an order, and for more than was shipped', async () => {
    const { order, line } = await sell();
    const early = await giveBack({ order, line }, 1);
    await ship(order);
    await giveBack({ order, line }, 2);
    const empty = await call(open, '/fulfillment_returns', {
      method: 'POST',
      body: { fulfillment_return: { order_id: order['id'] } },
    });

    const late = await giveBack({ order, line }, 2);
    assert.deepEqual(
      [early, empty, late, await giveBack({ order: { id: 1 }, line }, 1)].map(({ status }) => status),
      [422, 400, 422, 422],
    );
  });

  it('T8.24 is deleted while on its way, and void once received, when its goods leave again', async () => {
    const { variant, order, line } = await sell();
    await ship(order);
    const coming = idOf(rootOf(await giveBack({ order, line }, 1), 'fulfillment_return'));
    const received = idOf(rootOf(await giveBack({ order, line }, 2, { status: 'received' }), 'fulfillment_return'));
    const statuses: unknown[] = [];
    for (const id of [coming, received]) {
      assert.equal((await call(open, `/fulfillment_returns/${id}`, { method: 'DELETE' })).status, 204);
      const document = rootOf(await call(open, `/fulfillment_returns/${id}`), 'fulfillment_return');
      statuses.push(document['status'], (await put(id, { notes: 'late' })).status);
    }

    assert.deepEqual(statuses, ['deleted', 422, 'void', 422]);
    assert.deepEqual(await stockOf(open, variant), ['7', 0, '7']);
    assert.deepEqual(await statusesOf(order), ['unreturning', 'unreturned']);
  });

  it('T8.24 stays as it is once it was received', async () => {
    const { order, line } = await sell();
    await ship(order);
    const id = idOf(rootOf(await giveBack({ order, line }, 1, { status: 'received' }), 'fulfillment_return'));

    const statuses = [await put(id, { status: 'returning' }), await put(id, { location_id: 8402 })];

    assert.deepEqual(
      [...statuses, await put(id, { notes: 'n' })].map(({ status }) => status),
      [422, 422, 204],
    );
  });

  it('T8.25 keeps a fulfilment that has returns from being deleted', async () => {
    const { order, line } = await sell();
    await ship(order);
    await giveBack({ order, line }, 1);
    const [id] = [(await readOrder(open, order['id']))['fulfillment_ids']].flat();

    assert.equal((await call(open, `/fulfillments/${String(id)}`, { method: 'DELETE' })).status, 422);
  });

  it('T8.23 is listed with its lines, by order and by status', async () => {
    const { order, line } = await sell();
    await ship(order);
    const id = idOf(rootOf(await giveBack({ order, line }, 1), 'fulfillment_return'));
    await giveBack({ order, line }, 1, { status: 'received' });

    const found = await call(open, `/fulfillment_returns?order_id=${idOf(order)}&status=returning`);
    assert.deepEqual(rowsOf(found.json, 'fulfillment_returns').map(idOf), [id]);
    const [part] = rowsOf(found.json, 'fulfillment_return_line_items');
    assert.deepEqual([part?.['order_line_item_id'], part?.['quantity']], [line, '1.0']);
    const lines = await call(open, `/fulfillment_return_line_items?fulfillment_return_id=${id}`);
    assert.deepEqual(rowsOf(lines.json, 'fulfillment_return_line_items').map(idOf), [idOf(documentOf(part))]);
  });

  it('T8.26 knows no refunds', async () => {
    const { order } = await sell();

    assert.equal((await call(open, '/refunds')).status, 404);
    assert.deepEqual(order['refund_ids'], []);
  });
});
