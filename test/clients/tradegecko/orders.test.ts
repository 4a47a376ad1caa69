import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { TradegeckoClient } from '../../../src/clients/tradegecko/client.js';
import { orderReference, salesOrderId } from '../../../src/domain/ids.js';
import type { SalesOrder } from '../../../src/domain/sales-order.js';
import { apiErrorOf } from '../support/api-error.js';
import { draftOf, startTradegeckoWorld, type TradegeckoWorld } from '../support/tradegecko-world.js';

describe('sales orders of TradeGecko', () => {
  let world: TradegeckoWorld;
  let client: TradegeckoClient;

  const start = async (switches: Readonly<Record<string, string>> = {}): Promise<void> => {
    world = await startTradegeckoWorld(switches);
    client = world.client();
    await world.stock('LAMP-1', 1_000);
  };

  afterEach(async () => {
    await world.close();
  });

  const create = async (number: number, maker: TradegeckoClient = client): Promise<SalesOrder> => {
    const result = await maker.createSalesOrder(draftOf(number), { key: `k${number}` });
    assert.equal(result.kind, 'created', JSON.stringify(result));
    return result.salesOrder;
  };

  describe('found by reference', () => {
    for (const hides of ['show', 'hide']) {
      it(`are live and void alike, with one call, where lists ${hides} the void`, async () => {
        await start({ 'tradegecko.lists-hide-void': hides });
        const [live, voided] = [await create(1), await create(2)];
        await world.control.tradegecko.voidOrder(Number(voided.id));
        await world.newCalls();

        const found = [
          ...(await client.findByReference(orderReference('HZ-1'), {})),
          ...(await client.findByReference(orderReference('HZ-2'), {})),
          ...(await client.findByReference(orderReference('HZ-3'), {})),
        ];

        assert.deepEqual(
          found.map(({ id, status }) => [id, status.kind]),
          [
            [live.id, 'finalized'],
            [voided.id, 'void'],
          ],
        );
        assert.equal((await world.newCalls()).length, 3);
      });
    }

    it('are compared exactly, also where the filter matches parts', async () => {
      await start({ 'tradegecko.number-filter': 'partial' });
      for (const number of [1, 11, 111]) await create(number);

      const found = await client.findByReference(orderReference('HZ-11'), {});

      assert.deepEqual(
        found.map(({ orderNumber }) => orderNumber),
        ['HZ-11'],
      );
    });
  });

  it('of any hub are found in either number field, with two calls', async () => {
    await start();
    await create(1);
    await create(2, world.client({ numberFields: 'id-first' }));
    await world.newCalls();

    const one = await client.findAnywhere(draftOf(1), {});
    assert.equal((await world.newCalls()).length, 2);
    const two = await client.findAnywhere(draftOf(2), {});
    const none = await client.findAnywhere(draftOf(3), {});

    assert.deepEqual([one.length, two.length, none.length], [1, 1, 0]);
  });

  describe('read by id', () => {
    for (const count of [0, 1, 120]) {
      it(`are all there: ${count} in batches of a hundred, void ones too, unknown ones left out`, async () => {
        await start({ 'tradegecko.lists-hide-void': 'hide' });
        const made: SalesOrder[] = [];
        for (let number = 1; number <= count; number += 1) made.push(await create(number));
        const [first] = made;
        if (first !== undefined) await world.control.tradegecko.voidOrder(Number(first.id));
        await world.newCalls();

        const read = await client.readSalesOrders(
          made.map(({ id }) => id),
          {},
        );

        assert.deepEqual(read.map(({ id }) => id).sort(), made.map(({ id }) => id).sort());
        assert.equal((await world.newCalls()).length, Math.ceil(count / 100));
        assert.deepEqual(await client.readSalesOrders([salesOrderId('999999')], {}), []);
      });
    }
  });

  describe('to be voided', () => {
    for (const answer of ['201', '200-empty']) {
      it(`are void afterwards, with three calls, where actions answer ${answer}`, async () => {
        await start({ 'tradegecko.action-answer': answer });
        const { id } = await create(1);
        await world.newCalls();

        const result = await client.voidSalesOrder(id, {});

        assert.equal(result.kind, 'voided');
        assert.equal(result.salesOrder.status.kind, 'void');
        assert.equal((await world.newCalls()).length, 3);
      });
    }

    it('and void already are left as they are, with one call', async () => {
      await start();
      const { id } = await create(1);
      await world.control.tradegecko.voidOrder(Number(id));
      await world.newCalls();

      assert.equal((await client.voidSalesOrder(id, {})).kind, 'already-void');
      assert.equal((await world.newCalls()).length, 1);
    });

    it('and packed, or shipped, are refused without asking, even where TradeGecko would void them', async () => {
      await start({ 'tradegecko.void-when-packed': 'allowed' });
      const [packed, shipped] = [await create(1), await create(2)];
      await world.control.tradegecko.packOrder(Number(packed.id));
      await world.control.tradegecko.shipOrder(Number(shipped.id), { trackingNumber: '1Z' });
      await world.newCalls();

      const results = [await client.voidSalesOrder(packed.id, {}), await client.voidSalesOrder(shipped.id, {})];

      assert.deepEqual(
        results.map((result) => (result.kind === 'refused' ? result.what : result.kind)),
        ['something of the order is packed', 'something of the order has shipped'],
      );
      assert.deepEqual(await world.newCalls(), ['GET /orders/:id', 'GET /orders/:id']);
    });

    it('are refused in the words of TradeGecko when it will not', async () => {
      await start();
      const { id } = await create(1);
      const body = JSON.stringify({ errors: ['Order cannot be voided'] });
      await world.control.addFaults({
        service: 'tradegecko',
        operation: 'POST /orders/:id/actions',
        place: 'before',
        kind: 'status',
        status: 422,
        body,
      });

      const result = await client.voidSalesOrder(id, {});

      assert.equal(result.kind, 'refused');
      assert.equal(result.what, 'Order cannot be voided');
    });

    it('and unknown are not found', async () => {
      await start();

      assert.equal((await apiErrorOf(client.voidSalesOrder(salesOrderId('999999'), {}))).code, 'not-found');
    });
  });
});
