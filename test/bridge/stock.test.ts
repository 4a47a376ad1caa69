import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { withBridge, type Bridge } from '../support/bridge.js';
import { showsInTime, shownIn, withStockSchedule, writtenBy } from '../support/stock.js';
import { callAsStaff } from '../support/staff.js';

const ALIKE = { 'LAMP-1': 10, 'MUG-1': 10 };

describe('a drift of stock', () => {
  it('made by hand on either side is repaired, and a shop that stands still is left alone', () =>
    withBridge(
      (bridge) =>
        withStockSchedule(bridge, { raiseAfterMs: 400 }, async (compare) => {
          const quiet = await compare();
          assert.deepEqual([quiet.listings, quiet.compared, quiet.lowered, quiet.raised], [2, 2, 0, 0]);

          await bridge.control.houzz.putListing('LAMP-1', { quantity: 15 });
          await bridge.control.tradegecko.changeStock({ sku: 'MUG-1', delta: -3 });
          assert.equal((await compare()).lowered, 2);
          assert.deepEqual(await shownIn(bridge), { 'LAMP-1': 10, 'MUG-1': 7 });

          await bridge.control.houzz.putListing('LAMP-1', { quantity: 4 });
          await bridge.control.tradegecko.changeStock({ sku: 'MUG-1', delta: 5 });
          assert.equal((await compare()).raised, 0, 'it may be orders that are not here yet');
          await showsInTime(bridge, compare, ['LAMP-1', 10]);
          await showsInTime(bridge, compare, ['MUG-1', 12]);

          const before = await writtenBy(bridge);
          for (let turn = 0; turn < 3; turn += 1) await compare();
          assert.deepEqual((await writtenBy(bridge)).slice(before.length), []);
        }),
      { stock: ALIKE },
    ));
});

describe('a SKU that cannot be compared or written', () => {
  it('stops none of the rest, and is listed with its reason', () =>
    withBridge(
      async (bridge) => {
        const { houzz, tradegecko } = bridge.control;
        await houzz.putListing('NOBODY', { quantity: 3 });
        await addSecondVariant(bridge, 'TWIN');
        for (const sku of ['TWIN', 'BAD', 'MUG-1']) await tradegecko.changeStock({ sku, delta: -1 });
        const refusal =
          '<UpdateInventoryResponse><Ack>Error</Ack><Errors>Not this one</Errors></UpdateInventoryResponse>';
        await answerOnce(bridge, 'POST updateInventory', refusal);

        const result = await bridge.syncInventory();

        const problems = result.problems.map(({ sku, reason }) => `${sku}: ${reason}`).sort();
        assert.deepEqual(problems, ['BAD: refused', 'NOBODY: no-item', 'TWIN: several-items']);
        assert.match(result.problems.find(({ sku }) => sku === 'BAD')?.what ?? '', /Not this one/);
        assert.deepEqual(result.problemsByReason, { refused: 1, 'no-item': 1, 'several-items': 1 });
        assert.deepEqual(await writtenBy(bridge), ['MUG-1=9']);
      },
      { stock: { BAD: 5, TWIN: 5, 'MUG-1': 10 } },
    ));

  it('is one whose figure cannot be read, on either side', () =>
    withBridge(
      async (bridge) => {
        for (const sku of Object.keys(ALIKE)) await bridge.control.tradegecko.changeStock({ sku, delta: -1 });
        const Listings = [{ SKU: 'LAMP-1', Quantity: 'many' }, { Quantity: 3 }, { SKU: 'MUG-1', Quantity: 10 }];
        await answerOnce(bridge, 'GET getListings', JSON.stringify({ Ack: 'Success', Listings }));

        const inHouzz = await bridge.syncInventory();

        assert.deepEqual(inHouzz.problems.map(({ sku, reason }) => `${sku}: ${reason}`).sort(), [
          '(no SKU): unreadable',
          'LAMP-1: unreadable',
        ]);
        assert.deepEqual(await writtenBy(bridge), ['MUG-1=9']);

        const variants = (await bridge.control.tradegecko.variants()).map((variant) =>
          variant.sku === 'LAMP-1' ? { ...variant, locations: [{ location_id: 1, stock_on_hand: 'some' }] } : variant,
        );
        const fault = { service: 'tradegecko', operation: 'GET /variants', place: 'before', kind: 'status' } as const;
        await bridge.control.addFaults({ ...fault, status: 200, body: JSON.stringify({ variants }), times: 1 });

        const inTradegecko = await bridge.syncInventory();

        assert.deepEqual(inTradegecko.problemsByReason, { unreadable: 1 });
        assert.match(
          inTradegecko.problems[0]?.what ?? '',
          /stock of "LAMP-1" cannot be read: locations\.0\.stock_on_hand/,
        );
        assert.deepEqual(await writtenBy(bridge), ['MUG-1=9'], 'what cannot be read is not taken for nothing');
      },
      { stock: ALIKE },
    ));

  it('is one that two listings show, while a row that moved to the next page is none', () =>
    withBridge(
      async (bridge) => {
        for (const sku of Object.keys(ALIKE)) await bridge.control.tradegecko.changeStock({ sku, delta: -1 });
        const rows = [
          ['LAMP-1', 10],
          ['LAMP-1', 3],
          ['MUG-1', 10],
        ];
        const Listings = rows.map(([SKU, Quantity]) => ({ SKU, Quantity }));
        await answerOnce(bridge, 'GET getListings', JSON.stringify({ Ack: 'Success', Listings }));
        await answerOnce(bridge, 'GET getListings', JSON.stringify({ Ack: 'Success', Listings: Listings.slice(2) }));

        const result = await bridge.syncInventory();

        assert.deepEqual(result.problemsByReason, { 'listed-twice': 1 });
        assert.deepEqual(await writtenBy(bridge), ['MUG-1=9']);
      },
      { stock: ALIKE },
    ));
});

describe('a listing that changes while it is compared', () => {
  it('is decided by what it shows at the moment of the write', () =>
    withBridge(
      async (bridge) => {
        const stale = JSON.stringify({ Ack: 'Success', Listings: [{ SKU: 'MUG-1', Quantity: '12' }] });
        await answerOnce(bridge, 'GET getListings', stale);

        const result = await bridge.syncInventory();

        assert.deepEqual([result.compared, result.lowered], [1, 0]);
        assert.deepEqual(await writtenBy(bridge), []);

        await answerOnce(bridge, 'GET getListings', stale);
        await bridge.syncInventory({ raiseAfterMs: 3_600_000 });
        assert.deepEqual(await writtenBy(bridge), ['MUG-1=8'], 'two were sold since, and are not here yet');
      },
      { stock: { 'MUG-1': 10 } },
    ));
});

async function addSecondVariant(bridge: Bridge, sku: string): Promise<void> {
  const first = (await bridge.control.tradegecko.variants()).find((variant) => variant.sku === sku);
  const variant = { product_id: first?.['product_id'], sku, name: 'Second' };
  await callAsStaff(bridge, { method: 'POST', path: '/variants', body: { variant } });
}

/** Has Houzz answer the next call of an operation, or the one after those that are answered so already, with a text. */
async function answerOnce(bridge: Bridge, operation: string, body: string): Promise<void> {
  await bridge.control.addFaults({
    service: 'houzz',
    operation,
    place: 'before',
    kind: 'status',
    status: 200,
    body,
    times: 1,
  });
}
