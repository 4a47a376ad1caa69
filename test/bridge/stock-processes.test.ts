import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openBridge, type Bridge, type BridgeOptions } from '../support/bridge.js';
import { withStockSchedule, writtenBy, type CompareStock } from '../support/stock.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.js';
import { scheduleId } from '../../src/messages/workflow-ids.js';

const HOUR_MS = 3_600_000;
const LISTED = ['MUG-0', 'MUG-LAST'];

describe('a worker killed in the middle of a walk', () => {
  it('leaves it to the next, which goes on at the share that was under way', async function () {
    this.timeout(120_000);
    const quota = { limit: 10, windowMs: 2_000 };
    await withWorkers(
      { stock: { 'MUG-0': 5 }, quota, tradegecko: 'quotaReserve: 2\n      slots: 1' },
      async (bridge, start) => {
        const unlisted = Array.from({ length: 760 }, (_, index) => `CUP-${index}`);
        for (const sku of unlisted) await bridge.control.tradegecko.putVariant(sku, {});
        await bridge.control.tradegecko.putVariant('MUG-LAST', {});
        for (const sku of LISTED) await bridge.control.houzz.putListing(sku, { quantity: 9, status: 'Active' });
        const first = await start();
        await withStockSchedule(bridge, { raiseAfterMs: HOUR_MS }, async (compare) => {
          const comparing = compare();
          await until('the first share is written', async () => (await writtenBy(bridge)).length > 0, 60_000);
          const callsBefore = (await bridge.calls('tradegecko', 'GET /variants')).length;
          await until('the second share reads', async () => {
            return (await bridge.calls('tradegecko', 'GET /variants')).length > callsBefore;
          });
          await first.kill();
          await start();

          const result = await comparing;

          assert.equal(result.items, 762, 'no page is left out or counted twice');
          assert.deepEqual(await writtenBy(bridge), ['MUG-0=5', 'MUG-LAST=0']);
          await assertSmall(bridge);
        });
      },
    );
  });
});

describe('what is remembered of listings', () => {
  it('goes on with two workers at a time, and after one of them is gone', async function () {
    this.timeout(120_000);
    await withWorkers({ stock: { 'MUG-0': 5, 'CUP-0': 5 } }, async (bridge, start) => {
      const [first] = await Promise.all([start(), start()]);
      await withStockSchedule(bridge, { raiseAfterMs: HOUR_MS }, async (compare) => {
        await compare();
        await bridge.control.houzz.putListing('MUG-0', { quantity: 3 });
        const fallen = await fallsOf(compare);
        assert.equal(fallen.length, 1);

        for (let turn = 0; turn < 3; turn += 1) assert.deepEqual(await fallsOf(compare), fallen);
        await first.kill();
        assert.deepEqual(await fallsOf(compare), fallen);

        assert.deepEqual(await writtenBy(bridge), []);
      });
    });
  });
});

/** A bridge without workers of its own; those that the story starts are ended with it. */
async function withWorkers(
  options: BridgeOptions,
  story: (bridge: Bridge, start: () => Promise<WorkerProcess>) => Promise<void>,
): Promise<void> {
  const bridge = await openBridge({ ...options, works: false });
  const workers: WorkerProcess[] = [];
  try {
    await story(bridge, async () => {
      const worker = await startWorkerProcess(bridge);
      workers.push(worker);
      return worker;
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
    await bridge.close();
  }
}

/** When each unit that fell was seen to fall, by SKU. */
async function fallsOf(compare: CompareStock): Promise<readonly string[]> {
  const { bookmark } = await compare();
  return bookmark.moved.flatMap(([sku, { gap, falls }]) =>
    [...(gap === null ? [] : [gap]), ...falls].map(({ units, at }) => `${sku}: ${units} at ${at}`),
  );
}

/** No payload and no number of events of a walk may hang on how much there is to walk through. */
async function assertSmall(bridge: Bridge): Promise<void> {
  const { client } = await testTemporal();
  const { info } = await client.schedule.getHandle(scheduleId('syncInventory', bridge.id)).describe();
  const workflowId = info.recentActions.at(-1)?.action.workflow.workflowId ?? '';
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const shares = (events ?? []).filter((event) => event.activityTaskCompletedEventAttributes).length;
  const sizes = (events ?? []).map((event) => JSON.stringify(event).length);
  assert.ok(shares >= 2, `the walk takes several shares, not ${shares}`);
  assert.ok(sizes.length <= 5 + 11 * shares, `${sizes.length} events for ${shares} shares`);
  assert.ok(Math.max(...sizes) < 20_000, `the largest event has ${Math.max(...sizes)} characters`);
}
