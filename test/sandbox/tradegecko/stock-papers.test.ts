import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, idOf, makeVariant, rootOf, rowsOf, stockOf } from './gecko-api.js';

describe('stock adjustments', () => {
  const open = openSandboxForEach();
  const adjust = (lines: readonly Document[], changes: Document = {}): Promise<Answer> =>
    call(open, '/stock_adjustments', {
      method: 'POST',
      body: {
        stock_adjustment: {
          stock_location_id: 8401,
          reason: 'customer',
          stock_adjustment_line_items: lines,
          ...changes,
        },
      },
    });

  it('T6.3.3 T6.3.8 moves the stock of each line at its location, and lists the lines beside it', async () => {
    const [a, b] = [await makeVariant(open, 'A'), await makeVariant(open, 'B')];

    const answer = await adjust([
      { variant_id: a, quantity: '-1' },
      { variant_id: b, quantity: 2, price: '2.5' },
    ]);

    assert.deepEqual(
      [answer.status, Object.keys(answer.json)],
      [201, ['stock_adjustment_line_items', 'stock_adjustment']],
    );
    assert.deepEqual([(await stockOf(open, a))[0], (await stockOf(open, b))[0]], ['9', '12']);
    const adjustment = rootOf(answer, 'stock_adjustment');
    assert.deepEqual(
      [adjustment['adjustment_number'], adjustment['cached_quantity'], adjustment['cached_total']],
      ['SA0001', '1.0', '5.0'],
    );
  });

  it('T6.3.8 adds a line to an adjustment that exists', async () => {
    const id = await makeVariant(open, 'A');
    const stock_adjustment_id = idOf(rootOf(await adjust([]), 'stock_adjustment'));

    const line = { stock_adjustment_id, variant_id: id, quantity: '-2' };
    const body = { stock_adjustment_line_item: line };
    const answer = await call(open, '/stock_adjustment_line_items', { method: 'POST', body });

    assert.equal(rootOf(answer, 'stock_adjustment_line_item')['quantity'], '-2.0');
    assert.equal((await stockOf(open, id))[0], '8');
    const { json } = await call(open, `/stock_adjustment_line_items?stock_adjustment_id=${stock_adjustment_id}`);
    assert.equal(rowsOf(json, 'stock_adjustment_line_items').length, 1);
  });

  const refuse = (line: Document, changes: Document, errors: Document) => async (): Promise<void> => {
    const id = await makeVariant(open, 'A');

    const answer = await adjust([{ variant_id: id, ...line }], changes);

    assert.deepEqual([answer.status, answer.json['errors']], [422, errors]);
    assert.equal((await stockOf(open, id))[0], '10');
  };

  it(
    'T6.3.8 refuses a line that adds without a price, and moves nothing',
    refuse({ quantity: 1 }, {}, { 'stock_adjustment_line_items.price': ["can't be blank"] }),
  );
  it(
    'T6.3.8 refuses a line without a quantity, and moves nothing',
    refuse({}, {}, { 'stock_adjustment_line_items.quantity': ["can't be blank"] }),
  );
  it(
    'T6.3.9 refuses an unknown reason, and moves nothing',
    refuse({ quantity: -1 }, { reason: 'theft' }, { reason: ['is not included in the list'] }),
  );
  it(
    'refuses an unknown location, and moves nothing',
    refuse({ quantity: -1 }, { stock_location_id: 1 }, { stock_location_id: ['must exist'] }),
  );

  it('T6.3.10 cannot be changed, and their lines not deleted', async () => {
    const id = await makeVariant(open, 'A');
    const answer = await adjust([{ variant_id: id, quantity: -1 }]);
    const [line] = rowsOf(answer.json, 'stock_adjustment_line_items');
    const path = `/stock_adjustments/${idOf(rootOf(answer, 'stock_adjustment'))}`;

    const changed = await call(open, path, { method: 'PUT', body: { stock_adjustment: { notes: 'x' } } });
    const deleted = await call(open, `/stock_adjustment_line_items/${idOf(line ?? {})}`, { method: 'DELETE' });

    assert.deepEqual([changed.status, deleted.status], [404, 404]);
  });

  it('T6.3.13 tell webhooks of each variant whose stock they moved', async () => {
    const [a, b] = [await makeVariant(open, 'A'), await makeVariant(open, 'B')];
    const webhook = { address: 'http://127.0.0.1:9/none', event: 'variant.stock_level_update' };
    await call(open, '/webhooks', { method: 'POST', body: { webhook } });

    await adjust([
      { variant_id: a, quantity: -1 },
      { variant_id: b, quantity: -1 },
    ]);

    const response = await fetch(`${open.sandbox.tradegeckoUrl}/_sandbox/tradegecko/webhook-deliveries`);
    const text = await response.text();
    assert.ok(
      [a, b].every((id) => text.includes(String(id))),
      text,
    );
  });
});

describe('bundles', () => {
  const open = openSandboxForEach();
  const bundle = async (sku: string, components: Document): Promise<void> => {
    const url = `${open.sandbox.tradegeckoUrl}/_sandbox/tradegecko/variants/${sku}/components`;
    const answer = await fetch(url, { method: 'PUT', body: JSON.stringify({ components }) });
    assert.equal(answer.status, 200, await answer.text());
  };

  it('T6.3.11 are listed part by part, all of them or one', async () => {
    const [pack, cup, pot] = [
      await makeVariant(open, 'PACK'),
      await makeVariant(open, 'CUP'),
      await makeVariant(open, 'POT'),
    ];
    const other = await makeVariant(open, 'OTHER');
    await bundle('PACK', { CUP: 6, POT: 1 });
    await bundle('OTHER', { CUP: 2 });

    const one = (await call(open, `/variants/composition/${pack}`)).json;
    const all = await call(open, '/variants/composition?order=created_at asc');
    const count = async (query: string): Promise<number> =>
      rowsOf((await call(open, `/variants/composition?${query}`)).json, 'composition').length;

    assert.deepEqual(one, {
      composition: [
        { bundle_id: pack, bundle_sku: 'PACK', component_id: cup, component_sku: 'CUP', quantity: '6.0' },
        { bundle_id: pack, bundle_sku: 'PACK', component_id: pot, component_sku: 'POT', quantity: '1.0' },
      ],
    });
    assert.equal(rowsOf(all.json, 'composition').length, 3);
    assert.deepEqual(
      [
        await count('sku=PACK'),
        await count(`component_id[]=${cup}`),
        await count(`ids[]=${other}`),
        await count('limit=1'),
      ],
      [2, 2, 1, 1],
    );
    assert.equal(rootOf(await call(open, `/variants/${pack}`), 'variant')['composite'], true);
  });

  it('T6.3.12 bring their variants when asked for, and their ids then stand last', async () => {
    const [pack, cup] = [await makeVariant(open, 'PACK'), await makeVariant(open, 'CUP')];
    await bundle('PACK', { CUP: 6 });

    const { json } = await call(open, '/variants/composition?include=bundle,component');

    assert.deepEqual(Object.keys(json), ['variants', 'composition']);
    assert.deepEqual(rowsOf(json, 'variants').map(idOf), [pack, cup]);
    assert.equal(
      Object.keys(rowsOf(json, 'composition')[0] ?? {}).join(' '),
      'bundle_sku component_sku quantity bundle_id component_id',
    );
    const bundlesOnly = (await call(open, `/variants/composition/${pack}?include=bundle`)).json;
    assert.deepEqual(rowsOf(bundlesOnly, 'variants').map(idOf), [pack]);
  });

  it('answer nothing for a variant that is none, and 404 for an unknown one', async () => {
    const id = await makeVariant(open, 'CUP');

    assert.deepEqual((await call(open, `/variants/composition/${id}`)).json, { composition: [] });
    assert.equal((await call(open, '/variants/composition/1')).status, 404);
  });
});
