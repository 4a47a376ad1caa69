import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkCommand } from '../../src/commands/check.js';
import { EXIT } from '../../src/commands/exit-codes.js';
import { inventoryCommand } from '../../src/commands/inventory.js';
import { ordersCommand } from '../../src/commands/orders.js';
import type { CheckReport, OrdersReport, StartReport, SyncReport } from '../../src/commands/reports.js';
import { startCommand } from '../../src/commands/start.js';
import { syncCommand } from '../../src/commands/sync.js';
import type { ConnectionConfig } from '../../src/config/config.js';
import { lamp, type Bridge } from '../support/bridge.js';
import { withDesk, type Desk } from '../support/desk.js';
import { until } from '../support/until.js';

const YAML = '    inventory: { syncEvery: 1d, raiseAfter: 0s }\n    orders: { pollEvery: 1s }';

const allowed = (config: ConnectionConfig): ConnectionConfig => ({
  ...config,
  houzz: { ...config.houzz, permissions: { processOrders: true, updateInventory: true } },
});

const operationsOf = async (bridge: Bridge, service: 'houzz' | 'tradegecko'): Promise<readonly string[]> =>
  [...new Set((await bridge.calls(service)).map(({ operation }) => operation))].sort();

const start = (desk: Desk, argv: readonly string[] = [], config?: ConnectionConfig) =>
  desk.run<StartReport>(startCommand, argv, config);

const rowOf = ({ data }: { data: CheckReport }, check: string) => data.rows.find((row) => row.check === check);

const isDelivered = (bridge: Bridge, orderId: string) =>
  until('the order is delivered', async () =>
    (await bridge.control.tradegecko.orders()).some((order) => order.reference_number === orderId),
  );

describe('a connection that does only stock', () => {
  it('reads no order, makes none, says so, and imports from a date on once orders are switched on', () =>
    withDesk(
      async (desk) => {
        const { bridge, run } = desk;
        const { control } = bridge;
        await control.houzz.setPermissions('inventory');
        await bridge.place(lamp());

        const started = await start(desk);
        await run<SyncReport>(syncCommand);
        await control.houzz.putListing('LAMP-1', { quantity: 9, price: '25.00', title: 'LAMP-1', status: 'Active' });
        const synced = await run<SyncReport>(syncCommand);

        assert.equal(started.exitCode, EXIT.fine);
        assert.match(started.text, /Orders are switched off/);
        assert.deepEqual(started.data.kind === 'started' && started.data.schedules.map(({ state }) => state), [
          'off',
          'off',
          'created',
        ]);
        assert.deepEqual([synced.exitCode, synced.data.result?.lowered], [EXIT.fine, 1]);
        assert.deepEqual(await operationsOf(bridge, 'houzz'), [
          'GET getListing',
          'GET getListings',
          'POST updateInventory',
        ]);
        assert.deepEqual(await operationsOf(bridge, 'tradegecko'), ['GET /variants']);

        const orders = await until('the list of schedules is up to date', async () => {
          const found = await run<OrdersReport>(ordersCommand, ['--connection', bridge.id]);
          return found.data.unread.length === 1 && found;
        });
        assert.match(orders.text, /Orders are not read of/);
        const checked = await run<CheckReport>(checkCommand);
        assert.equal(checked.exitCode, EXIT.fine, checked.text);
        assert.deepEqual(
          ['read orders', 'make and void sales orders'].map((check) => rowOf(checked, check)?.result),
          ['not tried', 'not tried'],
        );
        assert.match(rowOf(checked, 'schedules')?.detail ?? '', /^running; switched off: poll-orders/);

        await control.houzz.setPermissions('both');
        const both = allowed(bridge.config);
        assert.equal((await start(desk, [], both)).exitCode, EXIT.usage);
        await start(desk, ['--from', 'now'], both);
        const [later] = await bridge.place(lamp());
        await isDelivered(bridge, later ?? '');
        assert.equal((await control.tradegecko.orders()).length, 1, 'the order from before stays out');
      },
      { stock: { 'LAMP-1': 5 }, houzz: 'permissions: { processOrders: false }', yaml: YAML },
    ));
});

describe('a connection that does only orders', () => {
  it('reads and writes no stock in Houzz, says so, and compares it once that is switched on', () =>
    withDesk(
      async (desk) => {
        const { bridge, run } = desk;
        const { control } = bridge;
        await control.houzz.setPermissions('orders');

        const started = await start(desk, ['--from', 'now']);
        const [order] = await bridge.place(lamp());
        await isDelivered(bridge, order ?? '');

        assert.match(started.text, /Stock is switched off/);
        assert.deepEqual(started.data.kind === 'started' && started.data.schedules.map(({ state }) => state), [
          'created',
          'created',
          'off',
        ]);
        await assert.rejects(run(syncCommand), /switched off.*updateInventory is false/s);
        await assert.rejects(run(syncCommand, ['--dry-run']), /switched off/);
        await assert.rejects(run(inventoryCommand, ['LAMP-1']), /switched off/);
        const checked = await run<CheckReport>(checkCommand);
        assert.equal(checked.exitCode, EXIT.fine, checked.text);
        assert.deepEqual(
          ['read listings', 'write stock'].map((check) => rowOf(checked, check)?.result),
          ['not tried', 'not tried'],
        );
        assert.deepEqual(await operationsOf(bridge, 'houzz'), ['GET getOrders']);

        await control.houzz.setPermissions('both');
        const both = allowed(bridge.config);
        await start(desk, [], both);
        const synced = await run<SyncReport>(syncCommand, [], both);
        assert.deepEqual([synced.exitCode, synced.data.outcome], [EXIT.fine, 'compared']);
      },
      { houzz: 'permissions: { updateInventory: false }', yaml: YAML },
    ));
});
