import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import {
  call,
  createOrder,
  documentOf,
  effectsOf,
  idOf,
  makeVariant,
  readOrder,
  rootOf,
  rowsOf,
  stockOf,
} from './gecko-api.js';

describe('variants and stock', () => {
  const open = openSandboxForEach();

  it('T2.16 T2.18 T2.19 T2.20 T6.3.1 shows totals as counters, and per place null, text or the number 0 for what is committed', async () => {
    const id = idOf(documentOf(await open.control.tradegecko.putVariant('MUG', { stock: { 8401: 6, 8402: 30 } })));
    const order = await createOrder(open, [{ variant_id: id, quantity: 1 }]);
    const held = rootOf(await call(open, `/variants/${id}`), 'variant');
    await call(open, `/orders/${idOf(order)}/actions/void`, { method: 'POST' });
    const freed = rootOf(await call(open, `/variants/${id}`), 'variant');

    assert.deepEqual([held['stock_on_hand'], held['committed_stock'], held['available_stock']], ['36', '1', '35']);
    assert.deepEqual(
      rowsOf(held, 'locations').map((place) => [place['committed'], place['available']]),
      [
        ['1', '5'],
        [null, '30'],
      ],
    );
    assert.deepEqual(held['stock_levels'], { 8401: '6.0', 8402: '30.0' });
    assert.deepEqual(
      [held['committed_stock_levels'], freed['committed_stock_levels']],
      [{ 8401: '1.0' }, { 8401: '-0.0' }],
    );
    assert.deepEqual(
      rowsOf(freed, 'locations').map((place) => place['committed']),
      [0, null],
    );
  });

  it('T6.3.3 T6.3.5 may go below zero', async () => {
    const id = await makeVariant(open, 'MUG', 1);
    const order = await createOrder(open, [{ variant_id: id, quantity: 3 }]);
    const { shippability_status } = await readOrder(open, order['id']);
    await open.control.tradegecko.shipOrder(idOf(order));

    assert.equal(shippability_status, 'not_shippable');
    assert.deepEqual(await stockOf(open, id), ['-2', 0, '-2']);
  });

  it('T6.3.4 leaves the figures of a variant that is not managed alone', async () => {
    const id = await makeVariant(open, 'MUG');
    await open.control.tradegecko.putVariant('MUG', { manage_stock: false });
    await createOrder(open, [{ variant_id: id, quantity: 3 }]);

    assert.deepEqual(await stockOf(open, id), ['10', null, '10']);
  });

  it('T2.5 T2.7 side-loads its product before it', async () => {
    await open.control.tradegecko.putVariant('MUG', { productName: 'Mug' });

    const { json } = await call(open, '/variants?include=product');

    assert.deepEqual(Object.keys(json), ['products', 'variants']);
    assert.deepEqual(
      [rowsOf(json, 'products'), rowsOf(json, 'variants')].map(([row]) => row?.['name']),
      ['Mug', 'Default'],
    );
  });

  it('T6.2.1 T6.2.2 lists the figures alone', async () => {
    const [a, b] = [await makeVariant(open, 'A', 6), await makeVariant(open, 'B', 0)];

    const levels = rowsOf((await call(open, `/stock_levels?ids[]=${a}&ids[]=${b}`)).json, 'stock_levels');

    assert.deepEqual(
      levels.map((level) => [level['variant_id'], level['stock_on_hand'], level['committed_stock']]),
      [
        [b, '0', '0'],
        [a, '6', '0'],
      ],
    );
    assert.deepEqual(
      Object.keys(documentOf(levels[0])).join(' '),
      'variant_id committed_stock locations stock_on_hand available_stock incoming_stock',
    );
  });

  it('T6.2.3 pages the figures, or lists them whole, by switch', async () => {
    for (const sku of ['A', 'B', 'C']) await makeVariant(open, sku);
    const count = async (): Promise<number> =>
      rowsOf((await call(open, '/stock_levels?limit=2')).json, 'stock_levels').length;
    const paged = await count();
    await open.control.turnSwitches({ 'tradegecko.stock-levels-paging': 'whole' });

    assert.deepEqual([paged, await count()], [2, 3]);
  });
});

describe('the control of the TradeGecko side', () => {
  const open = openSandboxForEach();

  it('makes a variant with its product once, and edits it after', async () => {
    await open.control.tradegecko.putVariant('MUG', { productName: 'Mug', price: '19.950', max_online: 5 });
    const edited = await open.control.tradegecko.putVariant('MUG', { productName: 'Big mug', keep_selling: true });

    assert.equal((await open.control.tradegecko.variants()).length, 1);
    assert.deepEqual(
      [
        edited['product_name'],
        edited['retail_price'],
        edited['max_online'],
        edited['keep_selling'],
        edited['locations'],
      ],
      ['Big mug', '19.95', '5', true, []],
    );
  });

  it('moves stock up and down, and writes who did it', async () => {
    const id = await makeVariant(open, 'MUG');
    await open.control.tradegecko.changeStock({ sku: 'MUG', delta: -4 });
    await open.control.tradegecko.changeStock({ sku: 'MUG', locationId: 8402, delta: 2 });

    assert.equal((await stockOf(open, id))[0], '6');
    const effects = (await open.control.ledger()).filter((entry) => entry.kind === 'effect');
    assert.deepEqual(
      effects.map((entry) => [entry.by, entry.effect, entry.details['quantity'], entry.details['previous']]),
      [
        ['control', 'variant.set', undefined, undefined],
        ['control', 'stock.set', '10', '0'],
        ['control', 'stock.set', '6', '10'],
        ['control', 'stock.set', '2', '0'],
      ],
    );
  });

  it('ships in parcels by hand, taking the packed one when it holds just those lines', async () => {
    const [a, b] = [await makeVariant(open, 'A'), await makeVariant(open, 'B')];
    const order = await createOrder(open, [{ variant_id: a, quantity: 2 }, { variant_id: b }]);
    const [first, second] = [order['order_line_item_ids']].flat().map(Number);
    const lines = [{ orderLineItemId: second ?? 0, quantity: 1 }];

    await open.control.tradegecko.packOrder(idOf(order), { lines });
    await open.control.tradegecko.shipOrder(idOf(order), { lines, trackingNumber: '1Z-B', trackingCompany: 'UPS' });
    const half = await open.control.tradegecko.shipOrder(idOf(order), {
      lines: [{ orderLineItemId: first ?? 0, quantity: 1 }],
    });
    const whole = await open.control.tradegecko.shipOrder(idOf(order), { trackingNumber: '1Z-A' });

    assert.deepEqual(
      [half['fulfillment_status'], whole['fulfillment_status'], whole['status']],
      ['partial', 'shipped', 'fulfilled'],
    );
    assert.deepEqual(
      rowsOf(whole, 'fulfillments').map((row) => [
        row['status'],
        row['tracking_number'],
        rowsOf(row, 'fulfillment_line_items').length,
      ]),
      [
        ['fulfilled', '1Z-B', 1],
        ['fulfilled', null, 1],
        ['fulfilled', '1Z-A', 1],
      ],
    );
  });

  it('adds tracking to a parcel that has left', async () => {
    const id = await makeVariant(open, 'A');
    const order = await createOrder(open, [{ variant_id: id }]);
    const [fulfillment] = rowsOf(await open.control.tradegecko.shipOrder(idOf(order)), 'fulfillments');

    const mended = await open.control.tradegecko.changeFulfillment(idOf(documentOf(fulfillment)), {
      tracking_number: 'late',
    });

    assert.equal(mended['tracking_number'], 'late');
    assert.deepEqual((await effectsOf(open)).at(-1), ['control', 'fulfillment.updated']);
  });

  it('refuses what the screens would refuse, and says why', async () => {
    const id = await makeVariant(open, 'A');
    const order = await createOrder(open, [{ variant_id: id }]);
    await open.control.tradegecko.voidOrder(idOf(order));

    await assert.rejects(open.control.tradegecko.shipOrder(idOf(order)), /Order is void/);
    await assert.rejects(open.control.tradegecko.order(1), /no order with this id/);
    await assert.rejects(open.control.tradegecko.putVariant('A', { stock: { 999: 1 } }), /no location 999/);
  });
});
