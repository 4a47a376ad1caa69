import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import type { Fault, FaultStroke } from '../../src/sandbox/faults/faults.js';
import { lamp, openBridge, withBridge, type Bridge } from '../support/bridge.js';
import { until } from '../support/until.js';
import { assertMadeOnce, onPost, salesOrdersOf } from './world.js';

const DUPLICATE = JSON.stringify({ type: 'Conflict', message: 'Duplicate Idempotency Key header detected' });

/** Strokes on the first POST after which the order goes on by itself; whether each was applied is in its place. */
const STROKES: readonly (readonly [what: string, stroke: FaultStroke])[] = [
  ['cut before the effect', { place: 'before', kind: 'cut' }],
  ['cut after the effect', { place: 'after', kind: 'cut' }],
  ['reset before the effect', { place: 'before', kind: 'reset' }],
  ['reset amid the answer', { place: 'answer', kind: 'reset' }],
  ['cut after the head of the answer', { place: 'answer', kind: 'cut' }],
  ['answered by half a body', { place: 'answer', kind: 'half' }],
  ['answered by half a head', { place: 'answer', kind: 'cut-head' }],
  ['answered by a page of HTML, applied', { place: 'after', kind: 'garbage' }],
  ['answered by a page of HTML, not applied', { place: 'before', kind: 'garbage' }],
  ['answered by noise', { place: 'answer', kind: 'noise' }],
  ['answered by nothing but a head', { place: 'answer', kind: 'empty' }],
  ['answered by a 204', { place: 'answer', kind: 'no-content' }],
  ['answered by a chunk cut off', { place: 'answer', kind: 'chunk-cut' }],
  ['answered in broken gzip', { place: 'answer', kind: 'gzip-broken' }],
  ['answered by 500 before the effect', { place: 'before', kind: 'status', status: 500 }],
  ['answered by 500 after the effect', { place: 'after', kind: 'status', status: 500 }],
  ['answered by 503 before the effect', { place: 'before', kind: 'status', status: 503 }],
  ['answered by 503 after the effect', { place: 'after', kind: 'status', status: 503 }],
  ['answered by the page of a proxy', { place: 'after', kind: 'error-page' }],
  ['answered by 408 after the effect', { place: 'after', kind: 'status', status: 408 }],
  ['answered by a redirect', { place: 'before', kind: 'redirect', location: 'http://elsewhere.invalid/' }],
  ['answered by a used key that made nothing', { place: 'before', kind: 'status', status: 409, body: DUPLICATE }],
  ['answered by a used key that made it', { place: 'after', kind: 'status', status: 409, body: DUPLICATE }],
  ['answered by a used key with 400', { place: 'after', kind: 'status', status: 400, body: DUPLICATE }],
  ['answered by a conflict without words', { place: 'after', kind: 'status', status: 409 }],
  ['never answered and not applied', { place: 'silence', applied: false }],
  ['never answered and applied', { place: 'silence', applied: true }],
  ['applied when its time was over already', { place: 'before', kind: 'slow', delayMs: 2_300 }],
];

/** Strokes that one order meets one after the other. */
const SERIES: readonly (readonly [what: string, faults: readonly Fault[]])[] = [
  [
    'still running when its repeat is called a duplicate',
    [
      onPost({ place: 'before', kind: 'slow', delayMs: 2_300 }),
      onPost({ place: 'before', kind: 'status', status: 409, body: DUPLICATE }),
    ],
  ],
  [
    'unclear three times, each time in another way',
    [
      onPost({ place: 'before', kind: 'cut' }),
      onPost({ place: 'after', kind: 'status', status: 500 }),
      onPost({ place: 'answer', kind: 'half' }),
    ],
  ],
];

describe('a delivery whose POST is over the quota', () => {
  it('is made once, in the next window', () =>
    withBridge(
      async (bridge) => {
        const resetAt = String(Math.ceil(Date.now() / 1_000) + 1);
        const headers = { 'x-rate-limit-limit': '60', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': resetAt };
        await bridge.control.addFaults(onPost({ place: 'before', kind: 'status', status: 429, headers }));
        const { id } = await bridge.deliver();

        await assertMadeOnce(bridge, id);
        const statuses = (await bridge.calls('tradegecko', 'POST /orders')).map(({ status }) => status);
        assert.deepEqual(statuses, [429, 201]);
      },
      { quota: { limit: 60, windowMs: 2_000 } },
    ));
});

describe('a delivery whose POST is', () => {
  let bridge: Bridge;

  before(async () => {
    bridge = await openBridge({ policy: { lateAnswerMs: 1_500 } });
  });

  after(async () => {
    await bridge.close();
  });

  async function deliverUnder(faults: readonly Fault[]): Promise<ChannelOrderId> {
    await bridge.control.clearFaults();
    await bridge.control.addFaults(...faults);
    const id = await bridge.sweepIn();
    await bridge.reaches(id, 'awaiting-shipment');
    return id;
  }

  it(`unclear in one of ${STROKES.length} ways leaves one sales order`, async () => {
    // All at once: a repeat may well meet the stroke that was meant for another order.
    const faults = STROKES.map(([name, stroke]) => ({ ...onPost(stroke), name }));
    await bridge.control.addFaults(...faults);
    const ids = await bridge.place(...faults.map(() => lamp()));
    await bridge.pollOrders();
    for (const id of ids) await bridge.reaches(id, 'awaiting-shipment');

    for (const id of ids) await assertMadeOnce(bridge, id);
    const unstruck = (await bridge.control.faults()).filter(({ struck }) => struck !== 1).map(({ name }) => name);
    assert.deepEqual(unstruck, []);
  });

  for (const [what, faults] of SERIES) {
    it(`${what} leaves one sales order`, async () => {
      const id = await deliverUnder(faults);

      await assertMadeOnce(bridge, id);
    });
  }

  it('made, but not yet in any list, is found when the list shows it, and not made again', async () => {
    await bridge.control.turnSwitches({ 'tradegecko.list-lag': '30s' });
    await bridge.control.clearFaults();
    await bridge.control.addFaults(onPost({ place: 'after', kind: 'cut' }));
    const posts = async () => (await bridge.calls('tradegecko', 'POST /orders')).length;
    const looks = async () => (await bridge.calls('tradegecko', 'GET /orders')).length;
    const [before, looked] = [await posts(), await looks()];
    const id = await bridge.sweepIn();
    // The retry looks, sees nothing, posts under the same key and is told that it was used.
    await until('the second POST', async () => (await posts()) === before + 2);
    // One call before that POST, and the two of the first look after it, which is empty, too.
    await until('the first look after it', async () => (await looks()) === looked + 3);
    await bridge.control.advanceClock(30_000);
    await bridge.reaches(id, 'awaiting-shipment');
    await bridge.control.turnSwitches({ 'tradegecko.list-lag': 'none' });

    await assertMadeOnce(bridge, id);
    assert.equal(await posts(), before + 2);
  });

  for (const position of ['yes', 'no'] as const) {
    it(`refused goes on under another key where a refusal spends its key: ${position}`, async () => {
      await bridge.control.turnSwitches({ 'tradegecko.refused-call-spends-key': position });
      await bridge.control.clearFaults();
      const body = JSON.stringify({ errors: { issued_at: ["can't be blank"] } });
      await bridge.control.addFaults(onPost({ place: 'before', kind: 'status', status: 422, body }));
      const id = await bridge.sweepIn();
      await bridge.reaches(id, 'needs-attention');
      assert.deepEqual(await salesOrdersOf(bridge, id), []);

      await (await bridge.order(id)).signal('retryNow');
      await bridge.reaches(id, 'awaiting-shipment');
      await assertMadeOnce(bridge, id);
    });
  }

  it('refused although it was applied is found before another key is used', async () => {
    await bridge.control.clearFaults();
    await bridge.control.addFaults(onPost({ place: 'after', kind: 'status', status: 422 }));
    const id = await bridge.sweepIn();
    await bridge.reaches(id, 'needs-attention');
    await (await bridge.order(id)).signal('retryNow');
    await bridge.reaches(id, 'awaiting-shipment');

    await assertMadeOnce(bridge, id);
  });

  it('refused after a lost answer that was applied unseen is made once: the key is kept', async () => {
    await bridge.control.turnSwitches({ 'tradegecko.list-lag': '30s' });
    await bridge.control.clearFaults();
    await bridge.control.addFaults(
      onPost({ place: 'after', kind: 'cut' }),
      onPost({ place: 'before', kind: 'status', status: 422 }),
    );
    const id = await bridge.sweepIn();
    await bridge.reaches(id, 'needs-attention');
    await (await bridge.order(id)).signal('retryNow');
    await until('the key is refused', async () => (await bridge.calls('tradegecko')).at(-1)?.status === 409);
    await bridge.control.advanceClock(30_000);
    await bridge.reaches(id, 'awaiting-shipment');
    await bridge.control.turnSwitches({ 'tradegecko.list-lag': 'none' });

    await assertMadeOnce(bridge, id);
  });
});
