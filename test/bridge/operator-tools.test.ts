import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { DEMO_HOUZZ_CREDENTIALS } from '../../src/sandbox/sandbox.js';
import { deskOf, endSchedules, runAt, type Ran } from '../support/command-line.js';
import { temporalEnv } from '../support/stand-ins.js';
import type { openBridge } from '../support/bridge.js';
import { SECRETS, withBridge, type Bridge } from '../support/bridge.js';
import { freshConnectionId } from '../support/orders.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';

type Desk = (...argv: string[]) => Promise<Ran>;

/** Every sandbox numbers its orders alike, and all of a run share one server. */
const of = ({ id }: Bridge): readonly string[] => ['--connection', id];

const atDesk = (story: (bridge: Bridge, type: Desk) => Promise<void>, options: Parameters<typeof openBridge>[0] = {}) =>
  withBridge(async (bridge) => {
    try {
      await story(bridge, await deskOf(bridge));
    } finally {
      await endSchedules(bridge.id);
    }
  }, options);

describe('a test order', function () {
  this.timeout(60_000);

  it('is placed as a tagged draft, read back and removed, through the worker, and Houzz never hears of it', () =>
    atDesk(async (bridge, type) => {
      const { code, out, progress } = await type('test-order');

      assert.equal(code, 0, out);
      assert.match(out, /placed +ORDERBRIDGE-TEST-\d{14} \(id \d+\), 1 x LAMP-1, tags/);
      assert.match(out, /read back +yes, as draft\nremoved +yes\n\nThe way to TradeGecko works\./);
      assert.match(progress.join('\n'), /Test order: (?:under way|step \d of 3, [a-z ]+); at most 60s/);
      const [made, ...others] = await bridge.control.tradegecko.orders();
      assert.deepEqual([made?.status, others], ['void', []]);
      assert.match(JSON.stringify(made), /orderbridge-test/);
      const created = await bridge.effects('order.created');
      assert.match(JSON.stringify(created[0]), /draft/);
      assert.deepEqual(await bridge.calls('houzz'), []);
    }));

  it('of an unknown SKU is refused with the reason, and nothing stands', () =>
    atDesk(async (bridge, type) => {
      const { code, out } = await type('test-order', '--sku', 'NONE');

      assert.equal(code, 1);
      assert.match(out, /placed +no\n[^]*No live variant has the SKU NONE\./);
      assert.deepEqual(await bridge.control.tradegecko.orders(), []);
    }));

  it('whose token is refused says so once, in three lines', () =>
    atDesk(async (bridge, type) => {
      const fault = { service: 'tradegecko', operation: 'POST /orders', place: 'before', kind: 'status' } as const;
      await bridge.control.addFaults({ ...fault, status: 401 });

      const { code, error } = await type('test-order', '--sku', 'LAMP-1');

      assert.equal(code, 1);
      assert.match(
        error,
        /^Error: The test order could not be placed\.\n {2}why: {2}.*unauthorised.*\n {2}next: .*\n$/,
      );
    }));

  it('that nobody works on is called off when the time is over', () =>
    atDesk(
      async (bridge, type) => {
        const { code, out } = await type('test-order', '--wait', '1');

        assert.equal(code, 5);
        assert.match(out, /was called\s+off; is a worker running\?/);
        const { client } = await testTemporal();
        const handle = client.workflow.getHandle(`test-order/${bridge.id}`);
        await until('its run ended', async () => (await handle.describe()).status.name === 'CANCELLED');
      },
      { works: false },
    ));
});

describe('an order that waits for its operator', function () {
  this.timeout(60_000);

  it('is released from a hold by its id, and goes on', () =>
    atDesk(
      async (bridge, type) => {
        const id = await bridge.sweepIn();
        await bridge.reaches(id, 'held');
        await until('it is listed', async () =>
          (await type('order', id, ...of(bridge), '--json')).out.includes('"stage": "held"'),
        );

        const story = await type('order', id, ...of(bridge));
        const { code, out } = await type('release', id, ...of(bridge), '--wait');

        assert.match(story.out, new RegExp(`command +orderbridge release ${id}`));
        assert.equal(code, 0, out);
        assert.match(out, /is released and went on: it is now at/);
        await bridge.reaches(id, 'awaiting-shipment');
      },
      { yaml: '    orders: { hold: true }' },
    ));

  it('is tried again after its cause was mended', () =>
    atDesk(async (bridge, type) => {
      const id = await bridge.sweepIn({ lines: [{ sku: 'NEW-1', quantity: 1, price: '25.00' }] });
      await bridge.reaches(id, 'needs-attention');
      await until('it is listed', async () => (await type('order', id, ...of(bridge))).code === 1);
      await bridge.control.tradegecko.putVariant('NEW-1', { stock: {}, price: '25.00' });

      const { code, out } = await type('retry', id, '--connection', bridge.id, '--wait');

      assert.equal(code, 0, out);
      assert.match(out, /was told to try again and went on: it is now at/);
      await bridge.reaches(id, 'awaiting-shipment');
    }));

  it('and was tried again in vain says so at once, instead of waiting for what cannot come', () =>
    atDesk(async (bridge, type) => {
      const id = await bridge.sweepIn({ lines: [{ sku: 'NONE', quantity: 1, price: '25.00' }] });
      await bridge.reaches(id, 'needs-attention');
      await until('it is listed', async () => (await type('order', id, ...of(bridge))).code === 1);

      const { code, out } = await type('retry', id, ...of(bridge), '--wait');

      assert.equal(code, 1, out);
      assert.match(out, /was told to try again, and it stands at\s+needs-attention \(unknown-sku\) once more\./);
    }));

  it('whose cancel is unresolved takes a decision, and ends', () =>
    atDesk(async (bridge, type) => {
      const { id, handle, salesOrder } = await bridge.deliver();
      await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
      const cancel = await type('cancel', id, '--connection', bridge.id, '--reason', 'buyer called', '--wait');
      assert.equal(cancel.code, 1, cancel.out);

      const { code, out, error } = await type(
        'resolve',
        id,
        '--decision',
        'settled-by-hand',
        '--by',
        'ann',
        ...of(bridge),
        '--wait',
      );

      assert.equal(code, 0, out + error);
      assert.equal((await handle.result()).outcome, 'cancelled');
      assert.match((await type('order', id, ...of(bridge))).out, /Decided by ann: settled-by-hand\./);
    }));
});

describe('what fails and is tried again by itself', function () {
  this.timeout(60_000);

  const deaf = (service: 'houzz' | 'tradegecko') => ({ service, place: 'before', kind: 'cut', times: 1_000 }) as const;

  it('is told with its reason in the story of an order', () =>
    atDesk(async (bridge, type) => {
      await bridge.control.addFaults(deaf('tradegecko'));
      const id = await bridge.sweepIn();

      const told = /trouble \S+ tr(?:y|ies) ha\S+ failed, and it is tried again by itself: TradeGecko: GET/;
      const read = async () => (await type('order', id, ...of(bridge))).out.replaceAll(/\s+/g, ' ');
      await until('its trouble is told', async () => told.test(await read()));

      const { out } = await type('order', id, ...of(bridge), '--json');
      const { trouble } = JSON.parse(out) as { trouble: { tries: number; why: string } };
      assert.ok(trouble.tries >= 1);
      assert.match(trouble.why, /\(unreachable\)/);
    }));

  it('is told with its reason where a poll was not over in time, and in the status', () =>
    atDesk(async (bridge, type) => {
      assert.equal((await type('start', '--from', 'now')).code, 0);
      await bridge.control.addFaults(deaf('houzz'));

      const poll = await type('poll', '--wait', '8');
      const status = await type('status', ...of(bridge));

      assert.equal(poll.code, 5, poll.out);
      const words = poll.out.replaceAll(/\s+/g, ' ');
      assert.match(words, /undecided It did not end in time\. \S+ tr(?:y|ies) ha\S+ failed, and .*: Houzz: GET/);
      assert.match(status.out.replaceAll(/\s+/g, ' '), /It is running\. \S+ tr(?:y|ies) ha\S+ failed, .*: Houzz: GET/);
    }));
});

describe('setup', function () {
  this.timeout(90_000);

  it('makes a namespace with its retention and search attributes, and the second time finds all of it there', async () => {
    const env = await temporalEnv(freshConnectionId());

    const first = await runAt({ cwd: '/', env }, ['setup', '--retention-days', '40']);
    const second = await runAt({ cwd: '/', env }, ['setup', '--json']);

    assert.equal(first.code, 0, first.error);
    assert.match(first.out, /namespace +done +"t.*" was created/);
    assert.match(first.out, /search attributes +done +registered: Connection,/);
    const { steps } = JSON.parse(second.out) as { steps: { outcome: string; detail: string }[] };
    assert.deepEqual(
      steps.map(({ outcome }) => outcome),
      ['was there', 'was there', 'was there'],
    );
    assert.equal(steps[1]?.detail, 'closed runs are kept for 40d');
  });

  it('lengthens a retention that is too short', async () => {
    const env = await temporalEnv(freshConnectionId());
    const { connection } = (await testTemporal()).client;
    await connection.workflowService.registerNamespace({
      namespace: env['TEMPORAL_NAMESPACE'] ?? '',
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    await until('it is known', async () => {
      const { code, error } = await runAt({ cwd: '/', env }, ['orders']);
      return code === 1 && error.includes('Run "orderbridge setup"');
    });

    const { code, out } = await runAt({ cwd: '/', env }, ['setup']);

    assert.equal(code, 0);
    assert.match(out, /namespace +was there[^]*retention +done +closed runs are kept for 30d from now on/);
  });
});

describe('init', function () {
  this.timeout(60_000);
  const { userName, appName } = DEMO_HOUZZ_CREDENTIALS;

  async function inFolder(story: (folder: string) => Promise<void>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'orderbridge-init-'));
    try {
      await story(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  const answersFor = ({ config }: Bridge): string[] => [
    ...['--houzz-user', userName, '--houzz-app', appName, '--houzz-url', config.houzz.baseUrl],
    ...['--company', String(config.tradegecko.companyId), '--tradegecko-url', config.tradegecko.baseUrl],
  ];

  it('writes the file and both tokens for the owner alone, and ends with a check that finds nothing wrong', () =>
    inFolder((folder) =>
      withBridge(async (bridge) => {
        const env = { ...(await temporalEnv()), ...SECRETS };

        const { code, out } = await runAt({ cwd: folder, env }, ['init', ...answersFor(bridge)]);

        assert.equal(code, 0, out);
        assert.match(out, /\d+ ok, \d+ warnings?, 0 failed/);
        const [file, token] = ['orderbridge.yaml', 'secrets/main-houzz-token'].map((name) => join(folder, name));
        assert.ok(file !== undefined && token !== undefined);
        assert.equal(statSync(file).mode & 0o777, 0o600);
        assert.equal(statSync(token).mode & 0o777, 0o600);
        assert.equal(readFileSync(token, 'utf8').trim(), SECRETS.HOUZZ_TOKEN);
        assert.doesNotMatch(readFileSync(file, 'utf8') + out, new RegExp(SECRETS.HOUZZ_TOKEN));
        // The tokens are read from their files from now on.
        const later = await runAt({ cwd: folder, env: await temporalEnv() }, ['check']);
        assert.equal(later.code, 0, later.out);
      }),
    ));

  it('names variables instead of files when told to', () =>
    inFolder((folder) =>
      withBridge(async (bridge) => {
        const env = { ...(await temporalEnv()), ...SECRETS };

        const { code } = await runAt({ cwd: folder, env }, ['init', '--secrets', 'env', ...answersFor(bridge)]);

        assert.equal(code, 0);
        assert.match(readFileSync(join(folder, 'orderbridge.yaml'), 'utf8'), /token:\s+env: HOUZZ_TOKEN/);
      }),
    ));

  it('never overwrites what is there', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'orderbridge.yaml');
      writeFileSync(file, 'mine');

      const { code, error } = await runAt({ cwd: folder, env: SECRETS }, ['init', '--company', '1']);

      assert.equal(code, 2);
      assert.match(error, /orderbridge\.yaml is there already\./);
      assert.equal(readFileSync(file, 'utf8'), 'mine');
    }));

  it('writes nothing when a token would be overwritten', () =>
    inFolder(async (folder) => {
      const answers = ['--houzz-user', 'u', '--houzz-app', 'a', '--company', '1', '--config', 'other.yaml'];
      const at = { cwd: folder, env: { ...SECRETS, TEMPORAL_ADDRESS: '127.0.0.1:9' } };
      await runAt(at, [
        'init',
        ...answers,
        '--houzz-url',
        'http://127.0.0.1:9',
        '--tradegecko-url',
        'http://127.0.0.1:9',
      ]);

      const { code, error } = await runAt(at, ['init', ...answers.slice(0, -1), 'third.yaml']);

      assert.equal(code, 2);
      assert.match(error, /main-houzz-token is there already/);
      assert.throws(() => statSync(join(folder, 'third.yaml')));
    }));

  it('names every missing answer where there is nobody to ask', () =>
    inFolder(async (folder) => {
      const { code, error } = await runAt({ cwd: folder, env: {} }, ['init', '--company', '1']);

      assert.equal(code, 2);
      assert.match(
        error,
        /Missing: --houzz-user, --houzz-app, HOUZZ_TOKEN \(environment\), TRADEGECKO_TOKEN \(environment\)\./,
      );
    }));

  it('refuses an answer that cannot be used, before anything is written', () =>
    inFolder(async (folder) => {
      const { code, error } = await runAt({ cwd: folder, env: SECRETS }, [
        ...['init', '--company', 'acme', '--houzz-user', 'u', '--houzz-app', 'a'],
      ]);

      assert.equal(code, 2);
      assert.match(error, /--company cannot be used as it stands\.\n {2}why: {2}Give a number\./);
    }));
});
