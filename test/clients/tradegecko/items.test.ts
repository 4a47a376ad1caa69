import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createQuota } from '../../../src/clients/quota.js';
import { createTradegeckoCalls } from '../../../src/clients/tradegecko/calls.js';
import { createCatalogueNews, NEWS_AFTER_MS } from '../../../src/clients/tradegecko/catalogue-news.js';
import { createCatalogue } from '../../../src/clients/tradegecko/catalogue.js';
import { createTradegeckoClient, type TradegeckoClient } from '../../../src/clients/tradegecko/client.js';
import { createItemReads } from '../../../src/clients/tradegecko/items.js';
import { itemId } from '../../../src/domain/ids.js';
import type { StockedItem } from '../../../src/domain/stock/item.js';
import type { Page } from '../../../src/ports/call.js';
import type { CreateResult } from '../../../src/ports/order-system.js';
import { DEMO_TRADEGECKO_TOKEN } from '../../../src/sandbox/sandbox.js';
import { PRIMARY_LOCATION_ID, SECOND_LOCATION_ID } from '../../../src/sandbox/tradegecko/fresh-world.js';
import { until } from '../../support/until.js';
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
    });
  }

  it('are counted by their first page, and walked no further than a fifth of a window', async () => {
    const small = await startTradegeckoWorld({}, { limit: 20, windowMs: 60_000 });
    const walker = small.client({ quota: { reserve: 2, callsPerSlot: 3, slots: 1 } });
    try {
      for (let number = 1; number <= 3; number += 1) await small.stock(`SKU-${number}`, number);
      assert.equal((await walker.listItems(null, {})).total, 3);
      for (let page = 2; page <= 4; page += 1) await walker.listItems(String(page), {});

      const error = await apiErrorOf(walker.listItems('5', {}));

      assert.equal(error.code, 'rate-limited');
      assert.ok((error.details.retryAfterMs ?? 0) > 0);
      assert.deepEqual(await walker.findItems(['NONE'], {}), [], 'single items are read all the same');
    } finally {
      await small.close();
    }
  });

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

  it('found by SKU are as they stand now, and none where there is no live one', async () => {
    await world.stock('A', 1);
    await world.stock('AB', 1);
    await walk();
    await world.stock('A', 7);

    const found = await client.findItems(['A', 'NONE'], {});
    assert.deepEqual(
      found.map(({ sku, locations }) => [sku, locations[0]?.onHand]),
      [['A', 7]],
    );
    assert.deepEqual(await client.findItems([], {}), []);

    await world.control.tradegecko.putVariant('A', { status: 'archived' });
    assert.deepEqual(await client.findItems(['A'], {}), []);
  });

  it('that were archived are gone from the catalogue after a whole walk, and only then', async () => {
    const options = tradegeckoOptions(world.baseUrl);
    const calls = createTradegeckoCalls(options, createQuota(options.quota));
    const catalogue = createCatalogue();
    const reads = createItemReads(calls, catalogue, createCatalogueNews(calls, NEWS_AFTER_MS));
    await world.stock('A', 1);
    await world.stock('B', 1);
    await reads.listItems(null, {});
    await world.control.tradegecko.putVariant('A', { status: 'archived' });

    await reads.listItems('2', {});
    assert.equal(catalogue.match('A').kind, 'one');
    await reads.listItems(null, {});

    assert.deepEqual([catalogue.match('A').kind, catalogue.match('B').kind], ['none', 'one']);
    calls.close();
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

describe('the catalogue of TradeGecko in memory', () => {
  const POST = 'POST /orders';
  const VARIANTS = 'GET /variants';
  let world: TradegeckoWorld;
  let orders = 0;

  beforeEach(async () => {
    world = await startTradegeckoWorld();
    for (const sku of ['LAMP-1', 'LAMP-2', 'LAMP-3']) await world.stock(sku, 10);
  });

  afterEach(async () => {
    await world.close();
  });

  const order = async (client: TradegeckoClient, sku: string): Promise<CreateResult> => {
    orders += 1;
    const lines = [{ kind: 'item', sku, quantity: 1, unitPrice: 100 } as const];
    return client.createSalesOrder(draftOf(orders, { lines, total: 100 }), { key: `k${orders}` });
  };
  const warm = async (newsAfterMs?: number): Promise<TradegeckoClient> => {
    const client = world.client(newsAfterMs === undefined ? {} : { newsAfterMs });
    await client.listItems(null, {});
    await world.newCalls();
    return client;
  };
  const rename = async (sku: string, newSku: string): Promise<void> => {
    const id = (await world.control.tradegecko.variants()).find((variant) => variant.sku === sku)?.id;
    const response = await fetch(`${world.baseUrl}/variants/${String(id)}`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${DEMO_TRADEGECKO_TOKEN}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ variant: { sku: newSku } }),
    });
    assert.equal(response.ok, true);
  };

  it('is read again by no order while its last look is recent', async () => {
    const client = await warm();

    for (const sku of ['LAMP-1', 'LAMP-2', 'LAMP-3', 'LAMP-1'])
      assert.equal((await order(client, sku)).kind, 'created');

    assert.deepEqual(await world.newCalls(), [POST, POST, POST, POST]);
  });

  it('is kept up by one call for what changed since, not by reading it again', async () => {
    const variant = { id: 1, sku: 'LAMP-1', status: 'active', product_status: 'active', locations: [] };
    const server = await startRawServer((request, response) => {
      const headers = { 'X-Pagination': '{"total_records":1,"last_page":true}' };
      if (request.method === 'GET') reply(response, { variants: [variant] }, { headers });
      else reply(response, { errors: { total: ['is refused'] } }, { status: 422 });
    });
    const client = createTradegeckoClient({ ...tradegeckoOptions(server.baseUrl), newsAfterMs: 0 });
    const startedAt = Date.now();
    await client.listItems(null, {});

    await order(client, 'LAMP-1');

    client.close();
    await server.close();
    const [, news] = server.seen;
    assert.deepEqual(news?.url.searchParams.getAll('status[]'), ['active', 'archived']);
    const since = Date.parse(news.url.searchParams.get('updated_at_min') ?? '');
    assert.equal(Math.abs(startedAt - 15 * 60_000 - since) < 5_000, true);
    assert.equal(server.seen.length, 3);
  });

  it('is asked about changes once by orders of the same moment', async () => {
    const client = await warm(50);
    const startedAt = Date.now();
    await until('the last look is old', async () => Date.now() - startedAt > 60);

    await Promise.all(['LAMP-1', 'LAMP-2', 'LAMP-3'].map((sku) => order(client, sku)));

    assert.deepEqual((await world.newCalls()).toSorted(), [VARIANTS, POST, POST, POST].toSorted());
  });

  it('sees a SKU that was archived, before anything is delivered with it', async () => {
    const client = await warm(0);
    await world.control.tradegecko.putVariant('LAMP-1', { status: 'archived' });

    const result = await order(client, 'LAMP-1');

    assert.equal(result.kind === 'blocked' && result.reason, 'unknown-sku');
    assert.deepEqual(await world.newCalls(), [VARIANTS]);
  });

  it('sees a SKU that was renamed, under both names', async () => {
    const client = await warm(0);
    await rename('LAMP-1', 'LAMP-9');
    await world.newCalls();

    const old = await order(client, 'LAMP-1');
    const renamed = await order(client, 'LAMP-9');

    assert.equal(old.kind === 'blocked' && old.reason, 'unknown-sku');
    assert.equal(renamed.kind, 'created');
    assert.deepEqual(await world.newCalls(), [VARIANTS, VARIANTS, POST]);
  });

  it('sees a second variant of the same SKU, and guesses nothing', async () => {
    const client = await warm(0);
    await rename('LAMP-2', 'LAMP-1');

    const result = await order(client, 'LAMP-1');

    assert.equal(result.kind === 'blocked' && result.reason, 'ambiguous-sku');
  });

  it('sees a SKU that was made since, by one look-up of that SKU', async () => {
    const client = await warm();
    assert.equal((await order(client, 'LAMP-4')).kind, 'blocked');
    await world.stock('LAMP-4', 1);
    await world.newCalls();

    assert.equal((await order(client, 'LAMP-4')).kind, 'created');
    assert.equal((await order(client, 'LAMP-4')).kind, 'created');

    assert.deepEqual(await world.newCalls(), [VARIANTS, POST, POST]);
  });

  it('is asked for its changes or for unknown SKUs, never both, so that an order makes one call beside its own', async () => {
    const client = await warm(0);
    await world.stock('LAMP-4', 1);
    await world.newCalls();
    const lines = ['LAMP-1', 'LAMP-4'].map((sku) => ({ kind: 'item', sku, quantity: 1, unitPrice: 100 }) as const);

    const result = await client.createSalesOrder(draftOf(90, { lines, total: 200 }), { key: 'k90' });

    assert.equal(result.kind, 'created');
    assert.deepEqual(await world.newCalls(), [VARIANTS, POST]);
  });

  it('is not taken for read when the call for its changes fails', async () => {
    const client = await warm(0);
    await world.control.tradegecko.putVariant('LAMP-1', { status: 'archived' });
    await world.control.addFaults({
      service: 'tradegecko',
      operation: VARIANTS,
      place: 'before',
      kind: 'status',
      status: 503,
    });

    assert.equal((await apiErrorOf(order(client, 'LAMP-1'))).code, 'server-fault');
    const again = await order(client, 'LAMP-1');

    assert.equal(again.kind === 'blocked' && again.reason, 'unknown-sku');
  });

  for (const filter of ['exact', 'partial']) {
    it(`takes a SKU exactly as it is spelled and names the near one, with a filter that is ${filter}`, async () => {
      await world.control.turnSwitches({ 'tradegecko.sku-filter': filter });
      await world.stock('007', 1);
      const client = await warm();

      for (const [asked, near] of [
        ['lamp-1', 'LAMP-1'],
        ['LAMP -2', 'LAMP-2'],
        ['7', '007'],
      ] as const) {
        const result = await order(client, asked);

        assert.equal(result.kind === 'blocked' && result.reason, 'unknown-sku');
        assert.match(result.kind === 'blocked' ? result.what : '', new RegExp(`${asked} \\(there is ${near}, spelled`));
      }
      assert.equal((await order(client, 'LAMP-1')).kind, 'created');
    });
  }

  for (const sku of ['a/b?c=d&e#f', `"it's" <100%> + 1`, 'Größe é 椅子', '0001', 'x'.repeat(100), 'sku[]']) {
    it(`finds the SKU ${JSON.stringify(sku)} like any other`, async () => {
      await world.stock(sku, 1);

      assert.equal((await order(world.client(), sku)).kind, 'created');
    });
  }

  it('ignores archived variants that share the SKU of a live one', async () => {
    await rename('LAMP-2', 'LAMP-1');
    await world.control.tradegecko.putVariant('LAMP-1', { status: 'archived' });

    const result = await order(world.client(), 'LAMP-1');

    assert.equal(result.kind, 'created');
    const made = (await world.control.tradegecko.orders())[0];
    const live = (await world.control.tradegecko.variants()).filter(({ status }) => status !== 'archived');
    assert.equal(
      live.some(({ id }) => id === made?.order_line_items[0]?.variant_id),
      true,
    );
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

  it('names what is spelled nearly alike, and nothing for a SKU that is known or like none', () => {
    const catalogue = createCatalogue();
    catalogue.put([item('1', 'Caf\u00e9 1'), item('2', 'B'), item('3', '0042')]);

    const near = catalogue.near(['CAFE\u0301 1', 'café1', 'B', '42', 'C']);

    assert.deepEqual(
      [...near],
      [
        ['CAFE\u0301 1', 'Caf\u00e9 1'],
        ['café1', 'Caf\u00e9 1'],
        ['42', '0042'],
      ],
    );
  });

  it('forgets all that a SKU stands for', () => {
    const catalogue = createCatalogue();
    catalogue.put([item('1', 'A'), item('2', 'A'), item('3', 'B')]);

    catalogue.forget(['A', 'C']);

    assert.deepEqual([catalogue.match('A').kind, catalogue.match('B').kind], ['none', 'one']);
  });
});
