import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { loadConfig } from '../../src/config/load-config.js';
import {
  DEMO_HOUZZ_CREDENTIALS,
  DEMO_TRADEGECKO_TOKEN,
  startSandbox,
  type Sandbox,
} from '../../src/sandbox/sandbox.js';
import { openConnection, type Connection } from '../../src/worker/connection.js';
import { apiErrorOf } from './support/api-error.js';
import { startProxy, type ProxyServer } from './support/proxy-server.js';

const { token, userName, appName } = DEMO_HOUZZ_CREDENTIALS;
const ENV = { HOUZZ: token, TRADEGECKO: DEMO_TRADEGECKO_TOKEN, DOOR: 'key-of-the-door', WAY: 'open-this-way' };

describe('a connection as the configuration describes it', () => {
  let folder: string;
  let sandbox: Sandbox;
  let proxy: ProxyServer;
  const opened: Connection[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-connection-'));
    proxy = await startProxy({ login: 'merchant:open-this-way' });
    sandbox = await startSandbox({
      houzz: { ...DEMO_HOUZZ_CREDENTIALS, basicAuth: { user: 'door', password: 'key-of-the-door' } },
      tradegecko: { token: DEMO_TRADEGECKO_TOKEN },
    });
  });

  afterEach(async () => {
    for (const connection of opened.splice(0)) connection.close();
    await sandbox.close();
    await proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = ({ houzz = '', tradegecko = '' }): Connection => {
    const file = `
connections:
  main:
    houzz: { baseUrl: '${sandbox.houzzUrl}', token: { env: HOUZZ }, userName: ${userName}, appName: ${appName} ${houzz} }
    tradegecko: { baseUrl: '${sandbox.tradegeckoUrl}', token: { env: TRADEGECKO }, companyId: 1 ${tradegecko} }
`;
    writeFileSync(join(folder, 'orderbridge.yaml'), file);
    const [config] = loadConfig({ env: ENV, cwd: folder }).connections;
    assert.ok(config);
    const connection = openConnection(config);
    opened.push(connection);
    return connection;
  };
  const BASIC = ', basicAuth: { userName: door, password: { env: DOOR } }';

  it('passes the Basic authentication before Houzz, and says where it is not given', async () => {
    await open({ houzz: BASIC }).marketplace.checkCredentials({});

    const error = await apiErrorOf(open({}).marketplace.checkCredentials({}));

    assert.equal(error.code, 'unauthorised');
    assert.match(error.message, /asks for Basic authentication\. Set houzz\.basicAuth/);
  });

  it('goes through the proxy of each service, and through none where none is given', async () => {
    const through = `, proxy: { url: '${proxy.url}', userName: merchant, password: { env: WAY } }`;
    const both = open({ houzz: `${BASIC}${through}`, tradegecko: through });
    const one = open({ houzz: BASIC, tradegecko: through });

    await both.marketplace.checkCredentials({});
    await both.orderSystem.checkCredentials({});
    await one.marketplace.checkCredentials({});
    await one.orderSystem.checkCredentials({});

    const hosts = proxy.seen.map((line) => new URL(line.split(' ')[1] ?? '').origin);
    assert.deepEqual(hosts, [sandbox.houzzUrl, sandbox.tradegeckoUrl, sandbox.tradegeckoUrl]);
  });
});
