import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { CheckRequest } from '../../src/commands/check.js';
import type { CheckRow } from '../../src/commands/checks/row.js';
import { renderCheck } from '../../src/commands/output/check.js';
import { PLAIN } from '../../src/commands/output/style.js';
import type { CheckReport } from '../../src/commands/reports.js';
import { createSandboxControl, type SandboxControl } from '../../src/sandbox/control/client.js';
import {
  DEMO_HOUZZ_CREDENTIALS,
  DEMO_TRADEGECKO_TOKEN,
  startSandbox,
  type Sandbox,
} from '../../src/sandbox/sandbox.js';
import { temporalEnv } from '../support/stand-ins.js';

const { token, userName, appName } = DEMO_HOUZZ_CREDENTIALS;

describe('check', () => {
  let sandbox: Sandbox;
  let control: SandboxControl;
  let folder: string;
  let temporal: Record<string, string>;

  before(async function () {
    this.timeout(120_000);
    temporal = await temporalEnv();
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-check-'));
    sandbox = await startSandbox({ houzz: DEMO_HOUZZ_CREDENTIALS, tradegecko: { token: DEMO_TRADEGECKO_TOKEN } });
    control = createSandboxControl(sandbox.houzzUrl);
    await control.houzz.putListing('LAMP-1', { quantity: 7, price: '25.00', title: 'Lamp', status: 'Active' });
    writeFileSync(join(folder, 'orderbridge.yaml'), configText({}));
  });

  after(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const configText = ({ houzz = '', tradegecko = '', houzzUrl = sandbox.houzzUrl }): string => `
connections:
  main:
    houzz:
      { baseUrl: '${houzzUrl}', token: { env: HOUZZ_TOKEN }, userName: ${userName}, appName: ${appName}, timeout: 5s ${houzz} }
    tradegecko:
      { baseUrl: '${sandbox.tradegeckoUrl}', token: { env: TRADEGECKO_TOKEN }, companyId: 1, timeout: 5s ${tradegecko} }
`;

  const SECRETS = { HOUZZ_TOKEN: token, TRADEGECKO_TOKEN: DEMO_TRADEGECKO_TOKEN };

  async function run(request: Partial<CheckRequest> = {}, env: Record<string, string> = {}): Promise<CheckReport> {
    // Imported when run, as the clients are: the test runner may hold a second copy of what it loaded by itself.
    const { check } = await import('../../src/commands/check.js');
    const { createCollaborators } = await import('../../src/commands/collaborators.js');
    const { collaborators, close } = createCollaborators({ env: { ...SECRETS, ...temporal, ...env }, cwd: folder });
    try {
      return await check({ workers: 1, ...request }, collaborators);
    } finally {
      await close();
    }
  }

  const effects = async () => (await control.ledger()).filter(({ kind }) => kind === 'effect');

  const row = ({ rows }: CheckReport, subject: CheckRow['subject'], name: string): CheckRow =>
    rows.find((one) => one.subject === subject && one.check === name) ?? assert.fail(JSON.stringify(rows));

  const withConfig = (changes: Parameters<typeof configText>[0]): Partial<CheckRequest> => {
    const configPath = join(folder, 'changed.yaml');
    writeFileSync(configPath, configText(changes));
    return { configPath };
  };

  it('finds nothing wrong where nothing is, and leaves the right to write stock untried', async () => {
    const before = await effects();

    const report = await run();

    assert.equal(report.failed, 0, JSON.stringify(report.rows));
    assert.equal(row(report, 'Houzz', 'read orders').result, 'ok');
    assert.equal(row(report, 'Houzz', 'read listings').result, 'ok');
    assert.equal(row(report, 'Houzz', 'write stock').result, 'not tried');
    assert.equal(row(report, 'TradeGecko', 'log in').result, 'ok');
    assert.equal(row(report, 'TradeGecko', 'make and void sales orders').result, 'ok');
    assert.equal(row(report, 'Temporal', 'search attributes').result, 'ok');
    assert.equal(row(report, 'Temporal', 'schedules').detail, 'never started');
    const text = renderCheck(report, PLAIN);
    assert.ok(
      text.split('\n').every((line) => line.length <= 80),
      text,
    );
    assert.ok(!`${text}${JSON.stringify(report)}`.includes(token));
    assert.deepEqual(await effects(), before);
  });

  it('tells what is wrong with the file line by line, and where the file stands', async () => {
    const request = withConfig({ houzz: ', pollEvery: 2m', tradegecko: ', companyID: 2' });

    const { rows } = await run(request);

    const told = rows.filter(({ subject }) => subject === 'configuration');
    assert.deepEqual(
      told.map(({ check, result }) => [check, result]),
      [
        ['file', 'ok'],
        ['line 5', 'failed'],
        ['line 7', 'failed'],
      ],
    );
    assert.match(told[0]?.detail ?? '', /changed\.yaml was read/);
    assert.match(told[1]?.detail ?? '', /^connections\.main\.houzz\.pollEvery is no key/);
  });

  it('names a file that is not there, and the command that writes one', async () => {
    const { rows } = await run({ configPath: join(folder, 'none.yaml') });

    const { check, detail, next } = rows[0] ?? assert.fail();
    assert.deepEqual([check, detail], ['file', `${join(folder, 'none.yaml')}: the file is not there`]);
    assert.match(next ?? '', /orderbridge init/);
  });

  it('warns of a secret that everybody on this machine may read', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, token);
    chmodSync(file, 0o644);
    chmodSync(folder, 0o755);
    const configPath = join(folder, 'exposed.yaml');
    writeFileSync(configPath, configText({}).replace('{ env: HOUZZ_TOKEN }', '{ file: token }'));

    const report = await run({ configPath });

    assert.equal(row(report, 'configuration', 'secret file').result, 'warning');
    assert.match(row(report, 'configuration', 'secret file').detail, /may read .*token$/);
  });

  it("writes a named SKU's own quantity back, and changes nothing by it", async () => {
    const report = await run({ writeSku: 'LAMP-1' });

    assert.deepEqual(
      [row(report, 'Houzz', 'write stock').result, row(report, 'Houzz', 'write stock').detail],
      ['ok', 'wrote 7 back to LAMP-1'],
    );
    assert.equal((await control.houzz.listings()).find(({ sku }) => sku === 'LAMP-1')?.quantity, 7);
  });

  it('fails for a SKU that Houzz does not list', async () => {
    const report = await run({ writeSku: 'NONE' });

    assert.equal(row(report, 'Houzz', 'write stock').result, 'failed');
  });

  it('goes on after a refused token, and names the side that refused', async () => {
    const report = await run({}, { HOUZZ_TOKEN: 'wrong', TRADEGECKO_TOKEN: 'wrong-too' });

    assert.equal(row(report, 'Houzz', 'read orders').result, 'failed');
    assert.equal(row(report, 'TradeGecko', 'log in').result, 'failed');
    assert.equal(row(report, 'TradeGecko', 'read items').result, 'not tried');
    assert.match(row(report, 'Houzz', 'read orders').next ?? '', /Renew the token/);
    assert.ok(!JSON.stringify(report).includes('wrong-too'));
  });

  it('shows a permission that Houzz did not grant, beside one that it did', async () => {
    await control.houzz.setPermissions('orders');

    const report = await run();
    await control.houzz.setPermissions('both');

    assert.equal(row(report, 'Houzz', 'read orders').result, 'ok');
    assert.equal(row(report, 'Houzz', 'read listings').result, 'failed');
  });

  it('tries nothing that is switched off', async () => {
    const report = await run(withConfig({ houzz: ', permissions: { updateInventory: false, processOrders: false }' }));

    for (const name of ['read orders', 'read listings', 'write stock']) {
      assert.equal(row(report, 'Houzz', name).result, 'not tried');
    }
  });

  it('says how each service is reached, without any credential', async () => {
    const proxy = `proxy: { url: '${sandbox.houzzUrl}', userName: u, password: { env: PROXY_PASSWORD } }`;
    const basicAuth = 'basicAuth: { userName: door, password: { env: PROXY_PASSWORD } }';

    const report = await run(withConfig({ houzz: `, ${proxy}, ${basicAuth}` }), { PROXY_PASSWORD: 'open-this-way' });

    assert.equal(row(report, 'TradeGecko', 'way').detail, `${sandbox.tradegeckoUrl} directly`);
    assert.equal(
      row(report, 'Houzz', 'way').detail,
      `${sandbox.houzzUrl} through the proxy ${sandbox.houzzUrl}, with credentials for the proxy, with Basic authentication for the address`,
    );
    assert.ok(!JSON.stringify(report).includes('open-this-way'));
  });

  it('counts the connections that share one account of TradeGecko', async () => {
    const other = configText({}).replace('connections:\n  main:', '  second:').replace(userName, 'another');
    const configPath = join(folder, 'shared.yaml');
    writeFileSync(configPath, configText({}) + other);

    const two = await run({ configPath });
    const ofTwo = await run({ configPath, workers: 2, connection: 'second' });

    assert.equal(row(two, 'TradeGecko', 'quota reserve').result, 'ok');
    const { result, next } = row(ofTwo, 'TradeGecko', 'quota reserve');
    assert.deepEqual(
      [result, next],
      ['failed', 'Set tradegecko.quotaReserve to 39 for 2 worker processes, each for 2 connections of this account.'],
    );
  });

  it('computes the reserve that several worker processes need', async () => {
    const one = await run();
    const two = await run({ workers: 2 });
    const three = await run({ workers: 3 });

    assert.match(row(one, 'TradeGecko', 'quota reserve').detail, /enough for 1 more worker process \(12 calls each\)/);
    assert.equal(row(two, 'TradeGecko', 'quota reserve').result, 'ok');
    assert.equal(row(three, 'TradeGecko', 'quota reserve').result, 'failed');
    assert.match(row(three, 'TradeGecko', 'quota reserve').next ?? '', /quotaReserve to 27 for 3/);
  });

  it('tells a service that cannot be reached from one that refuses', async () => {
    const report = await run(withConfig({ houzzUrl: 'http://127.0.0.1:9' }));

    assert.equal(row(report, 'Houzz', 'read orders').result, 'unreachable');
    assert.equal(row(report, 'TradeGecko', 'log in').result, 'ok');
  });

  it('names every problem of the configuration and still tries Temporal', async () => {
    const configPath = join(folder, 'wrong.yaml');
    writeFileSync(configPath, configText({}).replace('companyId: 1', 'companyId: x').replace('appName', 'apName'));

    const report = await run({ configPath });

    assert.deepEqual(
      report.rows
        .filter(({ result }) => result === 'failed')
        .map(({ check, detail }) => `${check}: ${detail.split(' ')[0]}`),
      [
        'line 5: connections.main.houzz.appName',
        'line 5: connections.main.houzz.apName',
        'line 7: connections.main.tradegecko.companyId',
      ],
    );
    assert.equal(row(report, 'Temporal', 'connect').result, 'ok');
  });

  it('says within seconds that Temporal cannot be reached, and tries the services all the same', async function () {
    this.timeout(30_000);

    const report = await run({}, { TEMPORAL_ADDRESS: '127.0.0.1:9' });

    assert.equal(row(report, 'Temporal', 'connect').result, 'unreachable');
    assert.equal(row(report, 'Houzz', 'read orders').result, 'ok');
  });

  it('names a namespace that does not exist', async () => {
    const report = await run({}, { TEMPORAL_NAMESPACE: 'no-such-namespace' });

    assert.match(row(report, 'Temporal', 'namespace').next ?? '', /TEMPORAL_NAMESPACE/);
  });
});
