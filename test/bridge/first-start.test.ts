import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EXIT } from '../../src/commands/exit-codes.js';
import { ordersCommand } from '../../src/commands/orders.js';
import { SILENT } from '../../src/commands/output/progress.js';
import { listSkipped } from '../../src/commands/orders/skipped.js';
import { renderSkipped } from '../../src/commands/output/orders-skipped.js';
import { renderStart } from '../../src/commands/output/start.js';
import { PLAIN } from '../../src/commands/output/style.js';
import { readArguments } from '../../src/commands/arguments.js';
import { readSchedules, storedStart } from '../../src/commands/schedules.js';
import { startConnection } from '../../src/commands/start.js';
import type { TemporalLink } from '../../src/commands/temporal-connection.js';
import { cancelOrderSignal } from '../../src/messages/order-messages.js';
import { openConnection } from '../../src/worker/connection.js';
import { openLink } from '../support/stand-ins.js';
import { byHand } from '../delivery/world.js';
import { lamp, withBridge, type Bridge, type BridgeOptions } from '../support/bridge.js';
import { until } from '../support/until.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AUTO_CHARGE: BridgeOptions = { switches: { 'houzz.flow': 'auto-charge' } };
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

/** A bridge with the operator's commands on it; its schedules are gone before it closes. */
interface Desk {
  readonly bridge: Bridge;
  readonly link: TemporalLink;
  readonly connection: ReturnType<typeof openConnection>;
  readonly start: (from?: string) => ReturnType<typeof startConnection>;
  readonly skipped: (limit?: number) => ReturnType<typeof listSkipped>;
}

const withDesk = (story: (desk: Desk) => Promise<void>, options: BridgeOptions = {}) =>
  withBridge(async (bridge) => {
    const link = await openLink();
    const connection = openConnection(bridge.config);
    const { marketplace } = connection;
    try {
      await story({
        bridge,
        link,
        connection,
        start: (from) =>
          startConnection(bridge.config, from, { link, openMarketplace: () => marketplace, now: () => Date.now() }),
        skipped: (limit = 50) =>
          listSkipped(bridge.config, { client: link.client, marketplace, limit, now: () => Date.now() }),
      });
    } finally {
      for (const { id, state } of await readSchedules(link.client, bridge.id)) {
        if (state !== 'absent') await link.client.schedule.getHandle(id).delete();
      }
      connection.close();
      await link.close();
    }
  }, options);

describe('the first start', () => {
  it('makes no second sales order of an order that the old hub delivered between --from and the start', () =>
    withDesk(async ({ bridge, start }) => {
      const [id] = await bridge.place(lamp({ createdAt: ago(3 * HOUR_MS) }));
      assert.ok(id !== undefined);
      await byHand(bridge, { order_number: 'OLD-HUB-1', reference_number: id });

      await start(ago(6 * HOUR_MS));
      await bridge.reaches(id, 'awaiting-shipment');

      assert.deepEqual(
        (await bridge.control.tradegecko.orders()).map(({ order_number }) => order_number),
        ['OLD-HUB-1'],
      );
    }));

  it('shows what stands open, and then imports all but that, also the order whose payment was being authorised', () =>
    withDesk(async ({ bridge, link, start }) => {
      const [old] = await bridge.place(lamp({ createdAt: ago(2 * DAY_MS) }));
      const [inAuthorisation] = await bridge.place(lamp({ status: 'Placed', createdAt: ago(HOUR_MS / 6) }));
      assert.ok(old !== undefined && inAuthorisation !== undefined);

      const preview = await start();
      assert.deepEqual(preview.kind === 'needs-from' && preview.open.map(({ orderId }) => orderId), [old]);
      assert.match(renderStart(preview, PLAIN), new RegExp(old));
      const started = await start('now');
      assert.deepEqual(started.kind === 'started' && started.open, { imported: 0, skipped: 1, unreadable: 0 });

      await bridge.control.advanceClock(HOUR_MS / 2);
      const [later] = await bridge.place(lamp());
      assert.ok(later);
      const line = storedStart(await readSchedules(link.client, bridge.id)) ?? assert.fail('No start is stored.');
      const sweep = await bridge.pollOrders({ start: line });
      assert.deepEqual([sweep.importable, sweep.skipped], [3, 1]);
      for (const id of [inAuthorisation, later]) await bridge.reaches(id, 'awaiting-shipment');
      assert.equal((await bridge.effects('order.created')).length, 2);
      // Created before the start: another hub may have been faster.
      assert.equal((await bridge.calls('tradegecko', 'GET /orders')).length, 2);
    }, AUTO_CHARGE));

  it('with a date imports the open orders from that day on, by its schedule alone', () =>
    withDesk(async ({ bridge, start }) => {
      const [older, younger] = await bridge.place(
        lamp({ createdAt: ago(9 * DAY_MS) }),
        lamp({ createdAt: ago(2 * DAY_MS) }),
      );
      assert.ok(older !== undefined && younger !== undefined);

      const started = await start(ago(5 * DAY_MS).slice(0, 10));
      assert.deepEqual(started.kind === 'started' && started.open, { imported: 1, skipped: 1, unreadable: 0 });
      await bridge.reaches(younger, 'awaiting-shipment');
      await assert.rejects(bridge.status(older));
    }));

  it('of the classic flow shows and skips orders that are not authorised yet, too', () =>
    withDesk(
      async ({ bridge, start }) => {
        await bridge.place(lamp({ status: 'Placed', createdAt: ago(DAY_MS) }));

        const preview = await start();
        assert.equal(preview.kind === 'needs-from' && preview.open.length, 1);
      },
      { houzz: 'flow: classic', switches: { 'houzz.flow': 'classic' } },
    ));
});

describe('the list of skipped orders', () => {
  it('asks for a start first', () =>
    withDesk(async ({ skipped }) => {
      await assert.rejects(skipped(), /is not started/);
    }));

  it('is empty when everything is imported', () =>
    withDesk(async ({ bridge, start, skipped }) => {
      await start('now');
      await bridge.sweepIn();

      const report = await skipped();
      assert.deepEqual([report.counts, report.orders, report.total], [[], [], 0]);
      assert.match(renderSkipped(report, PLAIN), /none\s+that\s+is\s+open\s+in\s+Houzz\s+is\s+skipped/);
    }));

  it('gives every reason, from Houzz as it stands', () =>
    withDesk(
      async ({ bridge, start, skipped }) => {
        const [before] = await bridge.place(lamp({ createdAt: ago(2 * DAY_MS) }));
        await start('now');
        const [tooOld] = await bridge.place(lamp({ createdAt: ago(40 * DAY_MS) }));
        const [processing] = await bridge.place(lamp({ status: 'Processing' }));
        const [failed] = await bridge.place(lamp({ status: 'FailedToCharge' }));
        const [odd] = await bridge.place(lamp({ lines: [{ sku: ' ', quantity: 1, price: '1.00' }] }));
        const { id: closed, handle } = await bridge.deliver();
        await handle.signal(cancelOrderSignal, { reason: 'sold out', by: 'ann' });
        await handle.result();

        const report = await skipped();
        assert.deepEqual(
          report.orders.map(({ orderId, reason, channelStatus }) => [orderId, reason, channelStatus]),
          [
            [before, 'before-start', 'charged'],
            [tooOld, 'too-old', 'charged'],
            ...[
              [processing, 'status-not-imported', 'processing'],
              [failed, 'status-not-imported', 'charge-failed'],
            ],
            [odd, 'unreadable', null],
            [closed, 'closed-here', 'charged'],
          ],
        );
        const text = renderSkipped(report, PLAIN);
        for (const words of ['older than the start', 'too old for the', 'status not imported', 'cannot be read']) {
          assert.match(text, new RegExp(words));
        }
        assert.doesNotMatch(text, /Sample Way|Pat Example/);
        const short = await skipped(2);
        assert.deepEqual([short.orders.length, short.total], [2, 6]);
        assert.match(renderSkipped(short, PLAIN), /and 4 more/);
      },
      { switches: { 'houzz.flow': 'classic' } },
    ));

  it('ends with 1 when one of them waits for a person, and refuses a stage', () =>
    withDesk(async ({ bridge, link, connection, start }) => {
      await start('now');
      await bridge.place(lamp({ createdAt: ago(40 * DAY_MS) }));
      const collaborators = {
        env: {},
        cwd: '/',
        now: () => Date.now(),
        say: () => assert.fail('There is nothing to tell.'),
        loadConfig: () => ({ path: bridge.configPath, connections: [bridge.config], exposedSecrets: [] }),
        connectTemporal: async () => link,
        openServices: async () => connection,
        progress: SILENT,
        isInteractive: false,
      };
      const run = (argv: readonly string[]) =>
        ordersCommand.run(readArguments(argv, ordersCommand.args), collaborators);

      assert.equal((await run(['--skipped', '--json'])).exitCode, EXIT.needsPerson);
      await assert.rejects(run(['--skipped', '--stage', 'held']), /cannot be used together/);
    }));

  it('names an order that was started while it was read neither skipped nor closed', () =>
    withDesk(async ({ bridge, start, skipped }) => {
      await start('now');
      const [id] = await bridge.place(lamp());
      assert.ok(id);
      assert.equal((await skipped()).total, 0);
      await bridge.pollOrders();
      await until('it runs', async () => (await bridge.status(id)).stage === 'awaiting-shipment');
      assert.equal((await skipped()).total, 0);
    }));
});
