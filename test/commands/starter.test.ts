import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { connectionId, type ConnectionId } from '../../src/domain/ids.js';
import { readSchedules } from '../../src/commands/schedules.js';
import { createSandboxControl } from '../../src/sandbox/control/client.js';
import {
  DEMO_HOUZZ_CREDENTIALS,
  DEMO_TRADEGECKO_TOKEN,
  startSandbox,
  type Sandbox,
} from '../../src/sandbox/sandbox.js';
import { freshConnectionId } from '../support/orders.js';
import { fromSources, runStarter } from '../support/program.js';
import { openLink, temporalEnv } from '../support/stand-ins.js';

const { token, userName, appName } = DEMO_HOUZZ_CREDENTIALS;

describe('the started command line', () => {
  it('prints help and version, and refuses an unknown command with exit code 2', async function () {
    this.timeout(60_000);

    const run = (argument: string) => runStarter([argument], {}, fromSources('starter'));
    const [help, version, wrong] = await Promise.all([run('--help'), run('--version'), run('strat')]);

    assert.equal(help.code, 0);
    assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
    assert.equal(wrong.code, 2);
    assert.match(wrong.error, /Did you mean "start"\?/);
  });
});

describe('the started command line on a shop', () => {
  let sandbox: Sandbox;
  let folder: string;
  let id: ConnectionId;
  let env: Record<string, string>;

  before(async function () {
    this.timeout(120_000);
    id = freshConnectionId();
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-starter-'));
    sandbox = await startSandbox({ houzz: DEMO_HOUZZ_CREDENTIALS, tradegecko: { token: DEMO_TRADEGECKO_TOKEN } });
    await createSandboxControl(sandbox.houzzUrl).houzz.placeOrders({
      lines: [{ sku: 'LAMP-1', quantity: 1, price: '25.00' }],
    });
    const file = join(folder, 'shop.yaml');
    writeFileSync(
      file,
      `connections: { ${id}: {
        houzz: { baseUrl: '${sandbox.houzzUrl}', token: { env: A }, userName: ${userName}, appName: ${appName} },
        tradegecko: { baseUrl: '${sandbox.tradegeckoUrl}', token: { env: B }, companyId: 1 } } }`,
    );
    env = { ...(await temporalEnv()), ORDERBRIDGE_CONFIG: file, A: token, B: DEMO_TRADEGECKO_TOKEN };
  });

  after(async () => {
    const link = await openLink();
    for (const schedule of await readSchedules(link.client, connectionId(id))) {
      if (schedule.state !== 'absent') await link.client.schedule.getHandle(schedule.id).delete();
    }
    await link.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  // In the order of a shop's first day: each call builds on those before it.
  const CALLS: readonly (readonly [claim: string, argv: readonly string[], code: number, shown: RegExp])[] = [
    ['finds nothing wrong', ['check'], 0, /^\d+ ok, 0 warnings, 0 failed$/m],
    ['has nothing to stop yet', ['stop'], 4, /was never started/],
    ['asks from when on orders are imported, and shows them', ['start'], 2, /Open in Houzz: 1 order\.[^]*--from now/],
    ['starts from now on', ['start', '--from', 'now'], 0, /is started\.\n.*1 older order skipped/],
    ['starts again with the same line', ['start'], 0, /1 older order skipped\s+\(as before\)/],
    ['stops', ['stop', '--json'], 0, /"state": "paused"/],
    ['lists no orders', ['orders', '--json'], 0, /"counts": \[/],
    ['knows no such order', ['order', '1-2-3'], 4, /There is no order "1-2-3"/],
    ['cancels nothing without a reason', ['cancel', '1-2-3'], 2, /--reason is missing/],
    ['cancels no unknown order', ['cancel', '1-2-3', '--reason', 'test'], 4, /There is no order "1-2-3"/],
    ['refuses an unknown connection', ['start', '--connection', 'other'], 2, /There is no connection "other"/],
  ];
  for (const [claim, argv, code, shown] of CALLS) {
    it(`${claim} with "${argv.join(' ')}" and ends with ${code}`, async function () {
      this.timeout(60_000);
      // Other tests share the server, so a list of everything would show their orders.
      const ownOnly = argv[0] === 'orders' ? ['--connection', id] : [];

      const ran = await runStarter([...argv, ...ownOnly], env);

      assert.equal(ran.code, code, `${ran.out}${ran.error}`);
      assert.match(ran.out + ran.error, shown);
      assert.ok(!`${ran.out}${ran.error}`.includes(token));
    });
  }

  it('ends with 3 and three lines when Temporal cannot be reached', async function () {
    this.timeout(60_000);

    const { code, error } = await runStarter(['orders'], { ...env, TEMPORAL_ADDRESS: '127.0.0.1:9' });

    assert.equal(code, 3);
    assert.match(error, /^Error: Temporal could not be reached at 127\.0\.0\.1:9\.\n {2}why: .*\n {2}next: .*\n$/);
  });
});
