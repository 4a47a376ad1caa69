import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { after, before, describe, it } from 'mocha';
import { lamp } from '../support/bridge.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { configOf, openShop, sweepOrders, type Shop } from './support/shop.js';
import { spawnWorker, type SpawnedWorker } from '../support/spawned-worker.js';

const LIMIT_MS = 60_000;
/** Personal data that no log and no page may show. */
const PERSONAL = ['Quillon', 'Wombat', '5550177'];
let houses = 0;

/** Each from a house of its own: two of one buyer in the same second would look like parts of one order. */
function order(): ReturnType<typeof lamp> {
  houses += 1;
  const address = {
    address1: `${houses} Wombat Crescent`,
    city: 'Testville',
    state: 'CA',
    zip: '90000',
    phone: '5550177',
  };
  return lamp({ customerName: 'Quillon Zephyrbottom', address });
}

/** One worker, told to do one thing after the other by its file alone. */
describe('a worker whose configuration changes while it runs', function () {
  this.timeout(120_000);
  let folder: string;
  let config: string;
  let first: Shop;
  let second: Shop;
  let client: Client;
  let worker: SpawnedWorker;

  before(async () => {
    const temporal = await testTemporal();
    client = temporal.client;
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-live-'));
    config = join(folder, 'orderbridge.yaml');
    [first, second] = await Promise.all([openShop(), openShop()]);
    writeFileSync(config, configOf(first.yaml()));
    worker = spawnWorker({
      ORDERBRIDGE_CONFIG: config,
      ORDERBRIDGE_LOG: 'json',
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
    });
    await worker.says('Working for');
  });

  after(async () => {
    await worker.kill();
    await first.close();
    await second.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function buy(shop: Shop): Promise<string> {
    const [placed] = await shop.control.houzz.placeOrders(order());
    await sweepOrders(client, shop.id);
    return placed?.orderId ?? '';
  }

  async function deliver(shop: Shop): Promise<string> {
    const before = await shop.delivered();
    const orderId = await buy(shop);
    await until('the order is delivered', async () => (await shop.delivered()) === before + 1, LIMIT_MS);
    return orderId;
  }

  const standingOf = async ({ id }: Shop): Promise<string | undefined> =>
    (await worker.health()).report.connections.find((one) => one.id === id)?.standing;

  it('tells of its calls, its quota and its sweeps without naming an order or a person', async () => {
    const orderId = await deliver(first);

    const { status, report } = await worker.health();
    const metrics = await worker.metrics();
    assert.deepEqual([status, report.status, report.connections.length], [200, 'ok', 1]);
    assert.equal(report.connections[0]?.lastSweeps.orders?.outcome, 'ok');
    assert.ok((report.connections[0].quota?.remaining ?? 0) > 200, JSON.stringify(report));
    const call = `connection="${first.id}",service="TradeGecko",operation="POST /orders",outcome="ok"`;
    assert.ok(metrics.includes(`orderbridge_calls_total{${call}} 1`), metrics);
    assert.match(metrics, /service="Houzz",operation="getOrders",outcome="ok"/);
    assert.match(metrics, /^orderbridge_quota_remaining\{/m);
    assert.match(metrics, /^process_resident_memory_bytes /m);
    assert.match(metrics, /^temporal_request\{/m);
    const told = `${metrics}${JSON.stringify(report)}`;
    for (const secret of [orderId, ...PERSONAL]) assert.ok(!told.includes(secret), secret);
  });

  it('works for a connection that was added', async () => {
    writeFileSync(config, configOf(first.yaml(), second.yaml()));

    await worker.says(`Connection ${second.id} works.`);
    await deliver(second);
  });

  it('leaves a paused connection alone, and takes up its orders when it is not paused any more', async () => {
    const callsBefore = (await first.control.ledger()).filter(({ kind }) => kind === 'call').length;
    const deliveredBefore = await first.delivered();
    writeFileSync(config, configOf(first.yaml('    paused: true'), second.yaml()));
    await worker.says(`Connection ${first.id} is paused`);
    await buy(first);
    await deliver(second);
    const standing = await standingOf(first);
    const callsPaused = (await first.control.ledger()).filter(({ kind }) => kind === 'call').length;

    writeFileSync(config, configOf(first.yaml(), second.yaml()));
    await until('the order is delivered', async () => (await first.delivered()) === deliveredBefore + 1, LIMIT_MS);

    assert.deepEqual([standing, callsPaused], ['paused', callsBefore]);
  });

  it('lets a call under way finish before the changed settings hold', async () => {
    await second.control.addFaults({
      service: 'tradegecko',
      operation: 'POST /orders',
      place: 'answer',
      kind: 'slow',
      delayMs: 4_000,
    });
    const before = await second.delivered();
    await buy(second);
    await until('the call is under way', async () => (await second.control.faults())[0]?.struck === 1, LIMIT_MS);

    writeFileSync(config, configOf(first.yaml(), second.yaml('    orders: { tags: [changed] }')));
    await worker.says(`Connection ${second.id} works by its changed settings.`);

    const posts = (await second.control.ledger()).filter(
      (entry) => entry.kind === 'call' && entry.operation === 'POST /orders',
    );
    assert.deepEqual([await second.delivered(), posts.length], [before + 1, before + 1]);
    assert.equal(await standingOf(first), 'working');
  });

  it('keeps to the settings before when the file cannot be used, and says once what is wrong', async () => {
    writeFileSync(config, configOf(first.yaml(), second.yaml('    ordrs: {}')));
    await worker.says('cannot be used any more; the settings before stay in force');
    const { status, report } = await worker.health();
    await deliver(first);

    writeFileSync(config, configOf(first.yaml(), second.yaml()));
    await worker.says('can be used again');

    assert.equal(status, 200);
    assert.match(
      report.configuration.problem ?? '',
      /ordrs \(line \d+\) is no key that is known here\. Did you mean "orders"/,
    );
    assert.equal(worker.said().split('cannot be used any more').length, 2);
  });

  it('reads the file again on SIGHUP', async () => {
    worker.signal('SIGHUP');

    await worker.says('SIGHUP: reading the configuration again.');
    await deliver(first);
  });

  it('stops working for a connection that was removed', async () => {
    writeFileSync(config, configOf(first.yaml()));

    await worker.says(`Connection ${second.id} was removed`);
    await deliver(first);
    assert.equal(await standingOf(second), undefined);
    assert.doesNotMatch(await worker.metrics(), new RegExp(`orderbridge_slots{connection="${second.id}"`));
  });

  it('logs one JSON object a line, without personal data and secrets', async () => {
    await first.control.addFaults({ service: 'tradegecko', place: 'answer', kind: 'status', status: 500, times: 3 });
    await deliver(first);
    worker.signal('SIGTERM');
    assert.equal(await worker.ends(), 0, worker.said());

    const lines = worker.said().trimEnd().split('\n');
    for (const line of lines) assert.doesNotThrow(() => void JSON.parse(line), line);
    assert.ok(
      lines.some((line) => line.includes('"level":"warn"')),
      worker.said(),
    );
    for (const secret of [...PERSONAL, 'DEMO+TOKEN', 'demo-token']) {
      assert.ok(!worker.said().includes(secret), secret);
    }
  });
});
