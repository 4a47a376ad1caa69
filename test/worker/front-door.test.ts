import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { createAuthority, type Authority, type Identity } from '../clients/support/certificates.js';
import { openBridge, type Bridge } from '../support/bridge.js';
import { testTemporal } from '../support/temporal.js';
import { openFrontDoor, type FrontDoor } from './support/front-door.js';
import { withWorker } from '../support/spawned-worker.js';

/** The development server speaks no TLS, so the door stands before it: on the worker's side of the wire all is TLS. */
describe('a worker and a Temporal behind TLS', function () {
  this.timeout(120_000);
  let authority: Authority;
  let folder: string;
  let server: Identity;
  let bridge: Bridge;
  let namespace: string;
  let target: string;

  const keep = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };

  before(async () => {
    ({ address: target, namespace } = await testTemporal());
    authority = createAuthority();
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-door-'));
    server = authority.issue('IP:127.0.0.1');
    bridge = await openBridge({ works: false });
  });

  after(async () => {
    await bridge.close();
    authority.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const envFor = (door: FrontDoor, more: Readonly<Record<string, string>> = {}) => ({
    ORDERBRIDGE_CONFIG: bridge.configPath,
    TEMPORAL_ADDRESS: door.address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: keep('ca.pem', authority.ca),
    ...more,
  });

  it('shows its certificate and delivers an order', async () => {
    const door = await openFrontDoor({ target, identity: server, clientCa: authority.ca });
    const client = authority.issue('DNS:worker');
    const certificate = {
      TEMPORAL_TLS_CLIENT_CERT_PATH: keep('client.pem', client.cert),
      TEMPORAL_TLS_CLIENT_KEY_PATH: keep('client.key', client.key),
    };
    try {
      await withWorker(envFor(door, certificate), async (worker) => {
        await worker.says('Working for');

        await bridge.deliver();

        worker.signal('SIGTERM');
        assert.equal(await worker.ends(), 0, worker.said());
        assert.equal((await bridge.effects('order.created')).length, 1);
        assert.ok(door.visits.some((visit) => visit.hasCertificate));
      });
    } finally {
      await door.close();
    }
  });

  it('takes address, namespace, key and certificates from a profile', async () => {
    const door = await openFrontDoor({ target, identity: server, apiKey: 'the-right-key' });
    const profile = `[profile.shop]
address = "${door.address}"
namespace = "${namespace}"
api_key = "the-right-key"
[profile.shop.tls]
server_ca_cert_path = "${keep('ca.pem', authority.ca)}"
`;
    const env = {
      ORDERBRIDGE_CONFIG: bridge.configPath,
      TEMPORAL_CONFIG_FILE: keep('temporal.toml', profile),
      TEMPORAL_PROFILE: 'shop',
    };
    try {
      await withWorker(env, async (worker) => {
        await worker.says('Working for');

        assert.ok(door.visits.every(({ authorization }) => authorization === 'Bearer the-right-key'));
        assert.doesNotMatch(worker.said(), /the-right-key/);
      });
    } finally {
      await door.close();
    }
  });

  it('ends in three lines when the key is refused, without waiting for another answer', async () => {
    const door = await openFrontDoor({ target, identity: server, apiKey: 'the-right-key' });
    try {
      await withWorker(envFor(door, { TEMPORAL_API_KEY: 'a-wrong-key', ORDERBRIDGE_LOG: 'pretty' }), async (worker) => {
        assert.equal(await worker.ends(), 3, worker.said());
        assert.match(
          worker.said(),
          /fatal: There is no Temporal to work with\.\n +why: .*the key opens nothing.*\n +next: /,
        );
        assert.doesNotMatch(worker.said(), /a-wrong-key|\n +at /);
      });
    } finally {
      await door.close();
    }
  });

  it('ends in words when its certificate is missing', async () => {
    const door = await openFrontDoor({ target, identity: server, clientCa: authority.ca });
    try {
      await withWorker(envFor(door, { ORDERBRIDGE_TEMPORAL_WAIT: '1s' }), async (worker) => {
        assert.equal(await worker.ends(), 3, worker.said());
        assert.match(worker.said(), new RegExp(`No Temporal service answers at ${door.address}`));
      });
    } finally {
      await door.close();
    }
  });

  it('says that it is refused when its key is taken back, and goes on once the key opens again', async () => {
    const door = await openFrontDoor({ target, identity: server, apiKey: 'the-right-key' });
    try {
      await withWorker(envFor(door, { TEMPORAL_API_KEY: 'the-right-key' }), async (worker) => {
        await worker.says('Working for');

        door.changeKey('another-key');
        await worker.says('does not answer any more');

        assert.match(worker.said(), /"why":"It refuses the credentials of this worker\."/);
        assert.equal((await worker.health()).status, 503);
        door.changeKey('the-right-key');
        await worker.says('Temporal answers again');
        await bridge.deliver();
      });
    } finally {
      await door.close();
    }
  });
});
