import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { TradegeckoClient } from '../../../src/clients/tradegecko/client.js';
import { salesOrderId } from '../../../src/domain/ids.js';
import type { Shipment } from '../../../src/domain/shipment.js';
import type { Page } from '../../../src/ports/call.js';
import { apiErrorOf } from '../support/api-error.js';
import { reply, startRawServer, type RawServer } from '../support/raw-server.js';
import { draftOf, startTradegeckoWorld, tradegeckoOptions, type TradegeckoWorld } from '../support/tradegecko-world.js';
import { createTradegeckoClient } from '../../../src/clients/tradegecko/client.js';

const LONG_AGO = '2026-01-01T00:00:00.000Z';

/** Walks the parcels since an instant to the end, within a bound. */
async function walk(client: TradegeckoClient, since: string): Promise<Shipment[]> {
  const rows: Shipment[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 100; pages += 1) {
    const page: Page<Shipment> = await client.listShipmentsSince(since, cursor, {});
    rows.push(...page.rows);
    cursor = page.nextCursor;
    if (cursor === null) return rows;
  }
  throw new Error('The walk does not end.');
}

describe('parcels of TradeGecko', () => {
  describe('in the sandbox', () => {
    let world: TradegeckoWorld;

    afterEach(async () => {
      await world.close();
    });

    const deliver = async (client: TradegeckoClient, number: number): Promise<number> => {
      const result = await client.createSalesOrder(draftOf(number), { key: `k${number}` });
      assert.equal(result.kind, 'created');
      return Number(result.salesOrder.id);
    };

    for (const bounds of ['inclusive', 'exclusive']) {
      it(`are those that have left, with their tracking, oldest change first (bounds ${bounds})`, async () => {
        world = await startTradegeckoWorld({ 'tradegecko.time-bounds': bounds, 'tradegecko.shipped-at': 'null' });
        await world.stock('LAMP-1', 100);
        const client = world.client();
        const [first, second, packed] = [await deliver(client, 1), await deliver(client, 2), await deliver(client, 3)];
        await world.control.tradegecko.shipOrder(second, {
          trackingCompany: 'UPS',
          trackingNumber: '1Z2',
          service: 'Ground',
        });
        await world.control.tradegecko.shipOrder(first, { trackingUrl: 'track.example.com/1' });
        await world.control.tradegecko.packOrder(packed, { trackingNumber: 'not yet' });

        const parcels = await walk(client, LONG_AGO);

        assert.deepEqual(
          parcels.map(({ salesOrderId: id, orderNumber, carrier, service, trackingNumber, trackingUrl }) => [
            id,
            orderNumber,
            carrier,
            service,
            trackingNumber,
            trackingUrl,
          ]),
          [
            [String(second), 'HZ-2', 'UPS', 'Ground', '1Z2', ''],
            [String(first), 'HZ-1', '', '', '', 'track.example.com/1'],
          ],
        );
      });
    }

    it('come again when their tracking comes later, and not before an instant', async () => {
      world = await startTradegeckoWorld();
      await world.stock('LAMP-1', 100);
      const client = world.client();
      const order = await world.control.tradegecko.shipOrder(await deliver(client, 1), {});
      const [parcel] = order.fulfillments;
      assert.ok(parcel);
      await world.control.advanceClock(60_000);
      const since = (await world.control.info()).now;
      assert.deepEqual(await walk(client, since), []);

      await world.control.tradegecko.changeFulfillment(parcel.id, { tracking_number: '1Z' });

      assert.deepEqual(
        (await walk(client, since)).map(({ trackingNumber }) => trackingNumber),
        ['1Z'],
      );
    });

    for (const hidden of ['show', 'hide']) {
      it(`that are taken back come once more, and belong to their order no longer (lists ${hidden} void ones)`, async () => {
        world = await startTradegeckoWorld({ 'tradegecko.lists-hide-void': hidden });
        await world.stock('LAMP-1', 100);
        const client = world.client();
        const id = await deliver(client, 1);
        const { fulfillments } = await world.control.tradegecko.shipOrder(id, { trackingNumber: '1Z1' });
        const before = await client.listShipmentsSince(LONG_AGO, null, {});
        await world.control.tradegecko.removeFulfillment(fulfillments[0]?.id ?? 0);
        const after = await client.listShipmentsSince(LONG_AGO, null, {});

        assert.deepEqual(
          [...before.rows, ...after.rows].map(({ hasLeft }) => hasLeft),
          [true, false],
        );
        assert.deepEqual(await client.listShipmentsOf([salesOrderId(String(id))], {}), []);
      });
    }

    it('say what lies in them, the first parcel first', async () => {
      world = await startTradegeckoWorld();
      await world.stock('LAMP-1', 100);
      const client = world.client();
      const ids = [await deliver(client, 1), await deliver(client, 2)];
      for (const id of ids) await world.control.tradegecko.shipOrder(id, { trackingNumber: `1Z${id}` });

      const parcels = await client.listShipmentsOf(
        ids.map((id) => salesOrderId(String(id))),
        {},
      );

      assert.deepEqual(
        parcels.map(({ salesOrderId: id, lines }) => [Number(id), lines.map(({ sku }) => sku)]),
        ids.map((id) => [id, ['LAMP-1']]),
      );
    });

    it('of given orders are theirs alone, with one call for a hundred orders', async () => {
      world = await startTradegeckoWorld();
      await world.stock('LAMP-1', 100);
      const client = world.client();
      const ids = [await deliver(client, 1), await deliver(client, 2), await deliver(client, 3)];
      for (const id of ids) await world.control.tradegecko.shipOrder(id, { trackingNumber: `1Z${id}` });
      await world.newCalls();

      const parcels = await client.listShipmentsOf(
        ids.slice(0, 2).map((id) => salesOrderId(String(id))),
        {},
      );

      assert.deepEqual(parcels.map(({ salesOrderId: id }) => Number(id)).sort(), ids.slice(0, 2));
      assert.equal((await world.newCalls()).length, 1);
      assert.deepEqual(await client.listShipmentsOf([], {}), []);
    });
  });

  describe('of a service that', () => {
    let server: RawServer;
    let client: TradegeckoClient;

    afterEach(async () => {
      client.close();
      await server.close();
    });

    interface Row {
      readonly id: number;
      readonly order_id: number;
      readonly status: string;
      readonly updated_at: string;
    }
    const rowAt = (id: number, ms: number): Row => ({
      id,
      order_id: id,
      status: 'fulfilled',
      updated_at: new Date(Date.parse(LONG_AGO) + ms).toISOString(),
    });

    /** Serves rows by the filter and pages of a cap, as a service of the documents would, without X-Pagination. */
    const serve = async (rowsNow: () => readonly Row[], cap: number, isInclusive = true): Promise<void> => {
      server = await startRawServer(({ url }, response) => {
        const min = url.searchParams.get('updated_at_min') ?? '';
        const page = Number(url.searchParams.get('page'));
        const rows = rowsNow().filter((row) => row.updated_at > min || (isInclusive && row.updated_at === min));
        reply(response, { fulfillments: rows.slice((page - 1) * cap, page * cap), fulfillment_line_items: [] });
      });
      client = createTradegeckoClient(tradegeckoOptions(server.baseUrl));
    };
    const idsOf = (parcels: readonly Shipment[]): number[] => parcels.map(({ id }) => Number(id));
    const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

    for (const isInclusive of [true, false]) {
      it(`caps its pages within one instant loses none (bounds ${isInclusive ? 'inclusive' : 'exclusive'})`, async () => {
        // Seven rows on three instants, four to a page: the second instant stands across the edge.
        const rows = [0, 0, 5, 5, 5, 5, 9].map((ms, index) => rowAt(index + 1, ms + 1));
        await serve(() => rows, 4, isInclusive);

        assert.deepEqual([...new Set(idsOf(await walk(client, LONG_AGO)))], numbersTo(7));
      });
    }

    it('has whole pages of one instant is read page by page', async () => {
      const rows = numbersTo(13).map((id) => rowAt(id, 7));
      await serve(() => rows, 4);

      assert.deepEqual([...new Set(idsOf(await walk(client, LONG_AGO)))], numbersTo(13));
    });

    it('sorts otherwise than asked is read page by page', async () => {
      const rows = numbersTo(9).map((id) => rowAt(id, 1_000 - id * 10));
      await serve(() => rows, 4);

      assert.deepEqual(
        idsOf(await walk(client, LONG_AGO)).sort((one, other) => one - other),
        numbersTo(9),
      );
    });

    it('moves a row during the walk loses no other', async () => {
      let rows = numbersTo(8).map((id) => rowAt(id, id * 10));
      await serve(() => rows, 4);

      const first = await client.listShipmentsSince(LONG_AGO, null, {});
      const [moved, ...rest] = rows;
      assert.ok(moved);
      rows = [...rest, { ...moved, updated_at: rowAt(1, 500).updated_at }];
      let cursor = first.nextCursor;
      const seen = [...idsOf(first.rows)];
      for (let pages = 0; cursor !== null && pages < 20; pages += 1) {
        const page: Page<Shipment> = await client.listShipmentsSince(LONG_AGO, cursor, {});
        seen.push(...idsOf(page.rows));
        cursor = page.nextCursor;
      }

      assert.deepEqual([...new Set(seen)].sort(), numbersTo(8));
      assert.equal(seen.at(-1), 1);
    });

    it('never ends is given up at the bound, which is named', async () => {
      let last = 0;
      await serve(() => [rowAt((last += 1), last * 10)], 4);
      client.close();
      client = createTradegeckoClient({ ...tradegeckoOptions(server.baseUrl), timeoutMs: 5_000 });
      let cursor: string | null = null;

      const error = await apiErrorOf(
        (async () => {
          for (let pages = 0; pages < 500; pages += 1) {
            const page: Page<Shipment> = await client.listShipmentsSince(LONG_AGO, cursor, {});
            cursor = page.nextCursor ?? cursor;
          }
        })(),
      );

      assert.equal(error.code, 'unexpected-shape');
      assert.match(error.message, /400 pages/);
    });

    it('made no cursor of ours is not asked with a foreign one', async () => {
      await serve(() => [], 4);

      for (const cursor of ['2', '{}', '{"from":1}']) {
        assert.equal((await apiErrorOf(client.listShipmentsSince(LONG_AGO, cursor, {}))).code, 'unexpected-shape');
      }
      assert.equal(server.seen.length, 0);
    });
  });
});
