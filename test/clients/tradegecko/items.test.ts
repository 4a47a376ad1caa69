import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createCatalogue } from '../../../src/clients/tradegecko/catalogue.js';
import { createTradegeckoClient, type TradegeckoClient } from '../../../src/clients/tradegecko/client.js';
import { itemId } from '../../../src/domain/ids.js';
import type { StockedItem } from '../../../src/domain/rules.js';
import type { Page } from '../../../src/ports/call.js';
import { PRIMARY_LOCATION_ID, SECOND_LOCATION_ID } from '../../../src/sandbox/tradegecko/fresh-world.js';
import { apiErrorOf } from '../support/api-error.js';
import { reply, startRawServer } from '../support/raw-server.js';
import { draftOf, startTradegeckoWorld, tradegeckoOptions, type TradegeckoWorld } from '../support/tradegecko-world.js';

describe('items of TradeGecko', () => {
  let world: TradegeckoWorld;
  let client: TradegeckoClient;

  beforeEach(async () => {
    world = await startTradegeckoWorld();
    client = world.client();
  });

  afterEach(async () => {
    await world.close();
  });

  const walk = async (): Promise<StockedItem[]> => {
    const rows: StockedItem[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 20; pages += 1) {
      const page: Page<StockedItem> = await client.listItems(cursor, {});
      rows.push(...page.rows);
      cursor = page.nextCursor;
      if (cursor === null) return rows;
    }
    throw new Error('The walk does not end.');
  };

  for (const count of [0, 1, 260]) {
    it(`are all walked, ${count} of them, 250 a call`, async () => {
      for (let number = 1; number <= count; number += 1) await world.stock(`SKU-${number}`, number);
      await world.newCalls();

      const items = await walk();

      assert.equal(new Set(items.map(({ sku }) => sku)).size, count);
      assert.equal((await world.newCalls()).length, Math.max(1, Math.ceil(count / 250)));
      assert.equal(client.knownItems(['SKU-1', 'none']).length, Math.min(count, 1));
    });
  }

  it('carry stock by location and their own limits', async () => {
    const stock = { [PRIMARY_LOCATION_ID]: 12, [SECOND_LOCATION_ID]: -3 };
    await world.control.tradegecko.putVariant('A', { stock, max_online: 5, keep_selling: true, manage_stock: false });
    await world.stock('LAMP-1', 9);
    const made = await client.createSalesOrder(draftOf(1), { key: 'k' });
    assert.equal(made.kind, 'created');

    const items = new Map((await walk()).map((item) => [item.sku, item]));

    const first = items.get('A') ?? assert.fail('A is missing');
    assert.deepEqual(first, {
      id: first.id,
      sku: 'A',
      isTracked: false,
      mayOversell: true,
      maxOnline: 5,
      locations: [
        { id: String(PRIMARY_LOCATION_ID), onHand: 12, committed: 0 },
        { id: String(SECOND_LOCATION_ID), onHand: -3, committed: 0 },
      ],
    });
    const lamp = items.get('LAMP-1');
    assert.deepEqual(
      [lamp?.isTracked, lamp?.mayOversell, lamp?.maxOnline, lamp?.locations[0]?.committed],
      [true, false, null, 2],
    );
  });

  it('read by id are fresh, and gone from the catalogue once archived', async () => {
    const id = itemId(String(await world.stock('A', 1)));
    await walk();
    await world.stock('A', 7);

    const [item] = await client.readItems([id, itemId('999999')], {});
    assert.equal(item?.locations[0]?.onHand, 7);
    assert.deepEqual(await client.readItems([], {}), []);

    await world.control.tradegecko.putVariant('A', { status: 'archived' });
    assert.deepEqual(await client.readItems([id], {}), []);
    assert.deepEqual(client.knownItems(['A']), []);
  });

  it('that were archived are gone from the catalogue after a whole walk, and only then', async () => {
    await world.stock('A', 1);
    await world.stock('B', 1);
    await walk();
    await world.control.tradegecko.putVariant('A', { status: 'archived' });

    await client.listItems('2', {});
    assert.equal(client.knownItems(['A', 'B']).length, 2);
    await walk();

    assert.deepEqual(
      client.knownItems(['A', 'B']).map(({ sku }) => sku),
      ['B'],
    );
  });

  it('are refused with a cursor that this client did not make', async () => {
    assert.equal((await apiErrorOf(client.listItems('0', {}))).code, 'unexpected-shape');
  });

  it('that share a SKU block an order, which names them, and are asked for again each time', async () => {
    const variant = { sku: 'LAMP-1', status: 'active', product_status: 'active', locations: [] };
    const archived = { ...variant, id: 3, product_status: 'archived' };
    const other = { ...variant, id: 4, sku: 'LAMP-10' };
    const server = await startRawServer((_request, response) => {
      const headers = { 'X-Pagination': '{"total_records":4,"last_page":true}' };
      reply(response, { variants: [{ ...variant, id: 1 }, { ...variant, id: 2 }, archived, other] }, { headers });
    });
    const alone = createTradegeckoClient(tradegeckoOptions(server.baseUrl));

    const result = await alone.createSalesOrder(draftOf(1), { key: 'k' });
    await alone.createSalesOrder(draftOf(1), { key: 'k' });

    alone.close();
    await server.close();
    assert.equal(result.kind, 'blocked');
    assert.equal(result.reason, 'ambiguous-sku');
    assert.match(result.what, /LAMP-1 \(variants 1, 2\)/);
    assert.equal(server.seen.length, 2);
  });
});

describe('the catalogue', () => {
  const item = (id: string, sku: string): StockedItem => ({
    id: itemId(id),
    sku,
    isTracked: true,
    mayOversell: false,
    maxOnline: null,
    locations: [],
  });

  it('tells none, one and several items of a SKU', () => {
    const catalogue = createCatalogue();
    assert.equal(catalogue.match('A').kind, 'none');
    catalogue.put([item('1', 'A')]);
    assert.equal(catalogue.match('A').kind, 'one');
    catalogue.put([item('2', 'A')]);
    assert.equal(catalogue.match('A').kind, 'several');
  });

  it('follows an item to another SKU, and lets it go', () => {
    const catalogue = createCatalogue();
    catalogue.put([item('1', 'A')]);
    catalogue.put([item('1', 'B')]);
    assert.deepEqual([catalogue.match('A').kind, catalogue.match('B').kind], ['none', 'one']);

    catalogue.drop([itemId('1'), itemId('2')]);

    assert.equal(catalogue.match('B').kind, 'none');
  });

  it('drops at the end of a walk what was not read in it', () => {
    const catalogue = createCatalogue();
    catalogue.put([item('1', 'A'), item('2', 'B')]);
    const dropUnread = catalogue.beginWalk();
    catalogue.put([item('2', 'B'), item('3', 'C')]);

    dropUnread();

    assert.deepEqual(
      ['A', 'B', 'C'].map((sku) => catalogue.match(sku).kind),
      ['none', 'one', 'one'],
    );
  });

  it('forgets all that a SKU stands for', () => {
    const catalogue = createCatalogue();
    catalogue.put([item('1', 'A'), item('2', 'A'), item('3', 'B')]);

    catalogue.forget(['A', 'C']);

    assert.deepEqual([catalogue.match('A').kind, catalogue.match('B').kind], ['none', 'one']);
  });
});
