import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { MockActivityEnvironment } from '@temporalio/testing';
import {
  createDeliveryActivities,
  type DeliverInput,
  type DeliveryResult,
  type FindResult,
} from '../../src/activities/deliver-order.js';
import type { TradegeckoClient } from '../../src/clients/tradegecko/client.js';
import { connectionId, orderReference } from '../../src/domain/ids.js';
import { draftOf, startTradegeckoWorld, type TradegeckoWorld } from '../clients/support/tradegecko-world.js';

const HOUR_MS = 3_600_000;
const [LOOK, VARIANTS, POST] = ['GET /orders', 'GET /variants', 'POST /orders'];

describe('delivering an order', () => {
  let world: TradegeckoWorld;
  let client: TradegeckoClient;

  beforeEach(async () => {
    world = await startTradegeckoWorld({ 'tradegecko.address-label-unique': 'ignored' });
    client = world.client();
    await world.stock('LAMP-1', 10);
  });

  afterEach(async () => {
    await world.close();
  });

  const inputOf = (changes: Partial<DeliverInput> = {}): DeliverInput => ({
    connection: connectionId('main'),
    draft: draftOf(1),
    revision: 0,
    isRepeat: false,
    replaces: [],
    ...changes,
  });

  async function deliver(
    input: DeliverInput,
    info: { attempt?: number; scheduledTimestampMs?: number } = {},
  ): Promise<DeliveryResult> {
    const environment = new MockActivityEnvironment({ attempt: 1, scheduledTimestampMs: Date.now(), ...info });
    return environment.run(() => createDeliveryActivities(client).deliverOrder(input));
  }

  const delivered = async (
    ...args: Parameters<typeof deliver>
  ): Promise<Extract<DeliveryResult, { kind: 'delivered' }>> => {
    const result = await deliver(...args);
    assert.equal(result.kind, 'delivered', JSON.stringify(result));
    return result;
  };

  const created = async (): Promise<number> => (await world.control.tradegecko.orders()).length;

  it('posts at once on its first try', async () => {
    assert.equal((await delivered(inputOf())).doubt, null);
    assert.deepEqual(await world.newCalls(), [VARIANTS, POST]);
  });

  for (const [when, input, info] of [
    ['on a second try', {}, { attempt: 2 }],
    ['on the first try of a delivery whose answer was lost before', { isRepeat: true }, {}],
  ] as const) {
    it(`looks first ${when}, and posts when nothing stands`, async () => {
      assert.equal((await delivered(inputOf(input), info)).doubt, null);
      assert.deepEqual(await world.newCalls(), [LOOK, VARIANTS, POST]);
    });

    it(`looks first ${when}, and takes over what stands`, async () => {
      const { salesOrder } = await delivered(inputOf());
      await world.newCalls();

      assert.equal((await delivered(inputOf(input), info)).salesOrder.id, salesOrder.id);
      assert.deepEqual(await world.newCalls(), [LOOK]);
      assert.equal(await created(), 1);
    });
  }

  it('says that the key was used, with or without the known words', async () => {
    await deliver(inputOf());
    await world.control.turnSwitches({ 'tradegecko.list-lag': '30s' });
    const known = await deliver(inputOf(), { attempt: 2 });
    const fault = { service: 'tradegecko', operation: POST, place: 'before', kind: 'status', status: 409 } as const;
    await world.control.addFaults(fault);
    const wordless = await deliver(inputOf(), { attempt: 2 });

    assert.deepEqual([known, wordless], [{ kind: 'key-used' }, { kind: 'key-used' }]);
    assert.equal(await created(), 1);
  });

  it('no longer trusts a key that may be forgotten: after 23 hours of tries it looks, and does not post', async () => {
    await deliver(inputOf());
    await world.control.tradegecko.orders();
    await world.control.turnSwitches({ 'tradegecko.list-lag': '30s' });
    await world.newCalls();

    const scheduledTimestampMs = Date.now() - 23 * HOUR_MS - 1;
    assert.deepEqual(await deliver(inputOf(), { attempt: 9, scheduledTimestampMs }), { kind: 'key-used' });
    assert.deepEqual(await world.newCalls(), [LOOK]);
  });

  it('posts under its key on a try just before that', async () => {
    const scheduledTimestampMs = Date.now() - 23 * HOUR_MS + 60_000;
    await delivered(inputOf(), { attempt: 9, scheduledTimestampMs });
  });

  it('passes over a void sales order only when a person decided to replace it', async () => {
    const { salesOrder } = await delivered(inputOf());
    await world.control.tradegecko.voidOrder(Number(salesOrder.id));

    const asked = await deliver(inputOf(), { attempt: 2 });
    assert.equal(asked.kind, 'blocked');
    assert.deepEqual([asked.problem.reason, asked.answerLost], ['voided-in-order-system', true]);
    const again = await delivered(inputOf({ revision: 1, replaces: [salesOrder.id] }), { attempt: 2 });
    assert.notEqual(again.salesOrder.id, salesOrder.id);
  });

  it('tells a refusal after a lost answer from one without', async () => {
    const body = JSON.stringify({ errors: { issued_at: ["can't be blank"] } });
    const fault = { service: 'tradegecko', operation: POST, place: 'before', kind: 'status', status: 422 } as const;
    await world.control.addFaults({ ...fault, body, times: 2 });

    const results = [await deliver(inputOf()), await deliver(inputOf(), { attempt: 2 })];

    assert.deepEqual(
      results.map((result) => (result.kind === 'refused' ? [result.answerLost, result.what] : result)),
      [
        [false, "issued_at can't be blank"],
        [true, "issued_at can't be blank"],
      ],
    );
  });

  it('finds an order of ours by its id where staff edited its number, and leaves a stranger’s alone', async () => {
    const { salesOrder } = await delivered(inputOf());
    const other = draftOf(2, { reference: orderReference('HZ-2') });
    await delivered(inputOf({ draft: other }));
    const environment = new MockActivityEnvironment();
    const find = (draft: DeliverInput['draft']): Promise<FindResult> =>
      environment.run(() =>
        createDeliveryActivities(client).findSalesOrder({ connection: connectionId('main'), draft, replaces: [] }),
      );

    const byId = await find({ ...draftOf(1), reference: orderReference('HZ-EDITED') });
    const byNumber = await find({ ...other, channelOrderId: draftOf(9).channelOrderId });

    assert.equal(byId.kind === 'delivered' ? byId.salesOrder.id : byId.kind, salesOrder.id);
    assert.equal(byNumber.kind === 'blocked' ? byNumber.problem.reason : byNumber.kind, 'refused-by-order-system');
  });

  for (const [what, changes, reason, words] of [
    ['another number', { order_number: 'SO0001' }, 'changed-in-order-system', /its number is "SO0001"/],
    ['another reference number', { reference_number: '' }, 'changed-in-order-system', /its reference number is ""/],
    ['an earlier status', { status: 'draft' }, 'changed-in-order-system', /it is draft, not finalized/],
    ['another total', { total: '49.99' }, 'total-mismatch', /totals 49\.99; the channel order totals 50\.00/],
    ['the status void', { status: 'void' }, 'voided-in-order-system', /was void as soon as it was made/],
  ] as const) {
    it(`doubts a sales order that comes back with ${what}, and keeps its id`, async () => {
      const draft = draftOf(1);
      const made = {
        id: 900_001,
        order_number: draft.reference,
        reference_number: draft.channelOrderId,
        status: 'finalized',
        packed_status: 'unpacked',
        fulfillment_status: 'unshipped',
        invoice_status: 'uninvoiced',
        total: '50.0',
        updated_at: '2026-11-23T10:00:00.000Z',
      };
      const body = JSON.stringify({ order: { ...made, ...changes } });
      const fault = { service: 'tradegecko', operation: POST, place: 'after', kind: 'status', status: 201 } as const;
      await world.control.addFaults({ ...fault, body });

      const { salesOrder, doubt } = await delivered(inputOf());

      assert.equal(salesOrder.id, '900001');
      assert.equal(doubt?.reason, reason);
      assert.match(doubt.what, words);
    });
  }
});
