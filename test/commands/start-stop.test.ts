import assert from 'node:assert/strict';
import { msToTs } from '@temporalio/common/lib/time.js';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { missingSearchAttributes } from '../../src/commands/search-attributes.js';
import { readSchedules, storedStart } from '../../src/commands/schedules.js';
import { startConnection } from '../../src/commands/start.js';
import { stopConnection } from '../../src/commands/stop.js';
import type { TemporalLink } from '../../src/commands/temporal-connection.js';
import type { ConnectionConfig } from '../../src/config/config.js';
import type { ConnectionId } from '../../src/domain/ids.js';
import { SEARCH_ATTRIBUTE_NAMES } from '../../src/messages/search-attributes.js';
import { freshConnectionId } from '../support/orders.js';
import { until } from '../support/until.js';
import { connectionConfig, marketplaceOf, openLink } from '../support/stand-ins.js';

const NOW_MS = Date.parse('2026-11-23T12:00:00Z');
const OPEN = [
  ['1000-0000-0000-0001', '2026-11-19T10:00:00.000Z'],
  ['1000-0000-0000-0002', '2026-11-21T10:00:00.000Z'],
] as const;

describe('start and stop', () => {
  let link: TemporalLink;
  let id: ConnectionId;
  let connection: ConnectionConfig;

  before(async function () {
    this.timeout(120_000);
    link = await openLink();
  });

  beforeEach(() => {
    id = freshConnectionId();
    connection = connectionConfig(id);
  });

  afterEach(async () => {
    for (const schedule of await readSchedules(link.client, id)) {
      if (schedule.state !== 'absent') await link.client.schedule.getHandle(schedule.id).delete();
    }
  });

  after(() => link.close());

  const start = (from?: string, config = connection) =>
    startConnection(config, from, { link, openMarketplace: () => marketplaceOf(OPEN), now: () => NOW_MS });
  const states = async (): Promise<readonly string[]> =>
    (await readSchedules(link.client, id)).map(({ id: schedule, state }) => `${schedule} ${state}`);

  it('needs a date first, shows the open orders and starts nothing', async () => {
    const report = await start();

    assert.deepEqual(report, {
      kind: 'needs-from',
      connection: id,
      open: OPEN.map(([orderId, createdAt]) => ({ orderId, createdAt })),
      unreadable: 0,
    });
    assert.deepEqual(await states(), [
      `poll-orders/${id} absent`,
      `poll-shipments/${id} absent`,
      `sync-inventory/${id} absent`,
    ]);
  });

  it('refuses a mistyped date before anything is asked', async () => {
    await assert.rejects(
      startConnection(connection, 'tuesday', { link, openMarketplace: () => assert.fail(), now: () => NOW_MS }),
      /"tuesday" is no date/,
    );
  });

  it('makes three schedules that skip older orders, skip overlaps and run at once', async () => {
    const report = await start('2026-11-20');

    assert.deepEqual(report, {
      kind: 'started',
      connection: id,
      start: { from: '2026-11-20T00:00:00.000Z', skipped: 1, kept: false },
      open: { imported: 1, skipped: 1, unreadable: 0 },
      schedules: [
        { id: `poll-orders/${id}`, state: 'created', everyMs: 120_000 },
        { id: `poll-shipments/${id}`, state: 'created', everyMs: 300_000 },
        { id: `sync-inventory/${id}`, state: 'created', everyMs: 900_000 },
      ],
      registered: [],
      warnings: report.kind === 'started' ? report.warnings : [],
    });
    const { action, policies, spec } = await link.client.schedule.getHandle(`poll-orders/${id}`).describe();
    assert.equal(action.workflowType, 'pollOrders');
    assert.equal(action.taskQueue, 'orderbridge');
    assert.equal(policies.overlap, 'SKIP');
    assert.equal(policies.catchupWindow, 60_000);
    assert.deepEqual([spec.intervals?.[0]?.every, spec.jitter], [120_000, 12_000]);
    const { client } = link;
    await until('the first sweep is taken', async () => {
      const { info } = await client.schedule.getHandle(`poll-orders/${id}`).describe();
      return (
        info.numActionsTaken > 0 &&
        (info.recentActions[0]?.action.workflow.workflowId.startsWith(`poll-orders/${id}-`) ?? false)
      );
    });
  });

  it('gives the sweeps their whole arguments', async () => {
    await start('2026-11-20');

    const [orders, shipments, inventory] = (await readSchedules(link.client, id)).map(({ argument }) => argument);

    const ageMaxMs = typeof orders === 'object' && orders !== null && 'ageMaxMs' in orders ? orders.ageMaxMs : 0;
    assert.ok(Number(ageMaxMs) >= 86_400_000);
    assert.deepEqual(orders, {
      connection: id,
      start: {
        from: '2026-11-20T00:00:00.000Z',
        skippedIds: ['1000-0000-0000-0001'],
        drawnAt: new Date(NOW_MS).toISOString(),
      },
      policy: {
        slowRetryMs: 3_600_000,
        trackingWaitMs: 86_400_000,
        reportAt: 'when-complete',
        shipWithoutTracking: false,
        voidedCancelCode: null,
        messagesPerRun: 500,
        lateAnswerMs: 600_000,
        heartbeatTimeoutMs: 15_000,
        retryInitialMs: 1_000,
        retryMaximumMs: 60_000,
      },
      slowPaceMs: 21_600_000,
      ageMaxMs,
    });
    assert.deepEqual(shipments, {
      connection: id,
      from: '2026-11-20T00:00:00.000Z',
      overlapMs: 900_000,
      slowPaceMs: 21_600_000,
      referencePrefix: 'HZ-',
      overdueAfterMs: 432_000_000,
    });
    assert.deepEqual(inventory, {
      connection: id,
      raiseAfterMs: 2_700_000,
      processesOrders: true,
      createsDrafts: false,
      guard: { zeroShare: 20, zeroMin: 3, itemsShare: 50 },
      accept: null,
    });
  });

  it('keeps the line on a second start, takes over what the configuration says now and asks Houzz nothing', async () => {
    await start('2026-11-20');
    const slower = connectionConfig(id, { orders: { pollEvery: '10m' } });

    const report = await startConnection(slower, undefined, {
      link,
      openMarketplace: () => assert.fail('Houzz must not be asked.'),
      now: () => NOW_MS,
    });

    assert.ok(report.kind === 'started');
    assert.deepEqual(report.start, { from: '2026-11-20T00:00:00.000Z', skipped: 1, kept: true });
    assert.deepEqual(
      report.schedules.map(({ state }) => state),
      ['updated', 'updated', 'updated'],
    );
    const { spec } = await link.client.schedule.getHandle(`poll-orders/${id}`).describe();
    assert.equal(spec.intervals?.[0]?.every, 600_000);
  });

  it('draws the line anew when --from is given again', async () => {
    await start('2026-11-20');

    await start('now');

    assert.deepEqual(storedStart(await readSchedules(link.client, id)), {
      from: '2026-11-23T12:00:00.000Z',
      skippedIds: ['1000-0000-0000-0001', '1000-0000-0000-0002'],
      drawnAt: new Date(NOW_MS).toISOString(),
    });
  });

  it('stops by pausing with a note, keeps the line, and a start lets it run again', async () => {
    await start('2026-11-20');

    const report = await stopConnection(id, { client: link.client, now: () => NOW_MS });

    assert.deepEqual(
      report.schedules.map(({ state }) => state),
      ['paused', 'paused', 'paused'],
    );
    assert.equal(report.inFlight, 0);
    const paused = await readSchedules(link.client, id);
    assert.ok(
      paused.every(
        ({ state, note }) => state === 'paused' && note === 'Stopped by an operator at 2026-11-23T12:00:00.000Z.',
      ),
    );
    const again = await stopConnection(id, { client: link.client, now: () => NOW_MS + 1 });
    assert.ok(again.schedules.every(({ state }) => state === 'was-paused'));

    await start();

    assert.ok((await states()).every((text) => text.endsWith(' running')));
  });

  it('finds nothing to stop in a connection that was never started', async () => {
    const report = await stopConnection(id, { client: link.client, now: () => NOW_MS });

    assert.ok(report.schedules.every(({ state }) => state === 'absent'));
  });

  it('starts no sweep whose permission is switched off, and pauses it when it ran', async () => {
    await start('2026-11-20');
    const stockOff = connectionConfig(id, { houzz: { permissions: { updateInventory: false } } });
    const ordersOff = connectionConfig(id, { houzz: { permissions: { processOrders: false } } });

    await start(undefined, stockOff);
    const withoutStock = (await readSchedules(link.client, id)).map(({ state }) => state);
    const report = await start(undefined, ordersOff);
    const withoutOrders = (await readSchedules(link.client, id)).map(({ state }) => state);

    assert.deepEqual(withoutStock, ['running', 'running', 'paused']);
    assert.deepEqual(withoutOrders, ['paused', 'paused', 'running']);
    assert.ok(report.kind === 'started' && report.schedules[0]?.state === 'off');
  });
});

describe('a namespace that knows nothing of orders yet', () => {
  it('is given the search attributes by start, which warns that closed runs are kept too short', async function () {
    this.timeout(60_000);
    const namespace = freshConnectionId();
    const first = await openLink();
    await first.connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
    await first.close();
    const link = await openLink(namespace);
    await until('the namespace is known', () =>
      missingSearchAttributes(link).then(
        (list) => list.length > 0,
        () => false,
      ),
    );
    const connection = connectionConfig(freshConnectionId());

    const report = await startConnection(connection, 'now', {
      link,
      openMarketplace: () => marketplaceOf([]),
      now: () => NOW_MS,
    });

    assert.ok(report.kind === 'started');
    assert.deepEqual(report.registered, SEARCH_ATTRIBUTE_NAMES);
    assert.match(report.warnings.join(), /keeps closed runs for 1 day only/);
    assert.deepEqual(await missingSearchAttributes(link), []);
    for (const { id } of report.schedules) await link.client.schedule.getHandle(id).delete();
    await link.close();
  });
});
