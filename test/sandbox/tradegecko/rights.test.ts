import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEMO_TRADEGECKO_TOKEN, startSandbox } from '../../../src/sandbox/sandbox.js';
import { createSandboxControl } from '../../../src/sandbox/control/client.js';
import { openFolderForEach, openSandboxForEach, PLAIN_OPTIONS, type OpenSandbox } from '../open-sandbox.js';
import { call, orderOf, rootOf } from './gecko-api.js';

const YEAR_MS = 366 * 86_400_000;
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('privileged access tokens', () => {
  const open = openSandboxForEach();

  it('T1.6 never expire and have all rights of the owner', async () => {
    await open.control.advanceClock(2 * YEAR_MS);
    const user = rootOf(await call(open, '/users/current'), 'user');

    assert.equal(Object.keys(user['permissions'] ?? {}).length, 8);
    assert.equal((await call(open, '/orders', { method: 'POST', body: orderOf([]) })).status, 201);
  });

  it('T1.6 are several beside each other when several are made', async () => {
    const tokens = [await open.control.tradegecko.addToken(), await open.control.tradegecko.addToken()];

    for (const { token } of tokens) assert.equal((await call(open, '/orders', bearer(token))).status, 200);
    assert.equal((await call(open, '/orders')).status, 200);
  });

  it('T1.22 T5.3 are answered with 401 once revoked, and the others go on', async () => {
    const { id, token } = await open.control.tradegecko.addToken();
    const before = (await call(open, '/orders', bearer(token))).status;
    await open.control.tradegecko.revokeToken(id);

    assert.deepEqual([before, (await call(open, '/orders', bearer(token))).status], [200, 401]);
    assert.equal((await call(open, '/orders')).status, 200);
  });

  it('T1.22 are answered with 401 when the one from the start is revoked', async () => {
    const [first] = await open.control.tradegecko.tokens();
    await open.control.tradegecko.revokeToken(first?.id ?? 0);

    assert.equal((await call(open, '/users/current')).status, 401);
  });

  it('are not made for users and applications that do not exist', async () => {
    await assert.rejects(open.control.tradegecko.addToken({ userId: 999 }), /no user/);
    await assert.rejects(open.control.tradegecko.addToken({ applicationId: 1 }), /no application/);
    await assert.rejects(open.control.tradegecko.revokeToken(999), /no token/);
  });
});

describe('the token that a sandbox is started with', () => {
  const folder = openFolderForEach();

  async function statusesWith(token: string, tokens: readonly string[], revoke = false): Promise<number[]> {
    const sandbox = await startSandbox({ ...PLAIN_OPTIONS, tradegecko: { token }, stateDir: folder.path });
    const open: OpenSandbox = { sandbox, control: createSandboxControl(sandbox.tradegeckoUrl) };
    try {
      const [first] = await open.control.tradegecko.tokens();
      if (revoke) await open.control.tradegecko.revokeToken(first?.id ?? 0);
      const statuses: number[] = [];
      for (const each of tokens) statuses.push((await call(open, '/locations', bearer(each))).status);
      return statuses;
    } finally {
      await sandbox.close();
    }
  }

  it('takes the place of the one before, and stays revoked once it was', async () => {
    const both = [DEMO_TRADEGECKO_TOKEN, 'another-made-up-token'];

    assert.deepEqual(await statusesWith(DEMO_TRADEGECKO_TOKEN, both), [200, 401]);
    assert.deepEqual(await statusesWith('another-made-up-token', both), [401, 200]);
    assert.deepEqual(await statusesWith('another-made-up-token', both, true), [401, 401]);
    assert.deepEqual(await statusesWith('another-made-up-token', both), [401, 401]);
  });
});

describe("a user's rights", () => {
  const open = openSandboxForEach();

  /** Calls with a token of a user who may only do what is named. */
  async function statusFor(permissions: readonly string[], method: string, path: string): Promise<number> {
    const { id: userId } = await open.control.tradegecko.addUser({ permissions });
    const { token } = await open.control.tradegecko.addToken({ userId });
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    return (await call(open, path, { method, ...bearer(token), body })).status;
  }

  for (const [right, method, path] of [
    ['write_orders', 'POST', '/orders'],
    ['write_orders', 'PUT', '/orders/1'],
    ['write_orders', 'DELETE', '/orders/1'],
    ['write_orders', 'POST', '/orders/1/actions/void'],
    ['write_orders', 'POST', '/fulfillments'],
    ['write_companies', 'POST', '/companies'],
    ['write_companies', 'PUT', '/addresses/1'],
    ['read_products', 'GET', '/variants/1'],
  ] as const) {
    it(`T5.5 refuse ${method} ${path} with 403 to who lacks ${right}`, async () => {
      const others = ['read_reports', 'read_products', 'write_orders', 'write_companies'].filter(
        (each) => each !== right,
      );

      assert.equal(await statusFor(others, method, path), 403);
      assert.ok([400, 404].includes(await statusFor([right], method, path)));
    });
  }

  it('T1.26 are named by users/current in their recorded order', async () => {
    const user = rootOf(await call(open, '/users/current'), 'user');

    assert.deepEqual(user['permissions'], [
      'read_reports',
      'read_products',
      'write_stocks',
      'write_orders',
      'write_products',
      'write_settings',
      'write_companies',
      'read_buy_prices',
    ]);
  });

  it('hold from the next call on when they are changed', async () => {
    await open.control.tradegecko.changeUser(201, { permissions: ['read_products'] });
    const refused = await call(open, '/orders', { method: 'POST', body: orderOf([]) });
    await open.control.tradegecko.changeUser(201, { permissions: ['write_orders'] });

    assert.deepEqual(
      [refused.status, (await call(open, '/orders', { method: 'POST', body: orderOf([]) })).status],
      [403, 201],
    );
  });

  it('are none but the known ones', async () => {
    await assert.rejects(open.control.tradegecko.addUser({ permissions: ['fly'] }), /must be some of/);
  });
});

describe('a lapsed subscription', () => {
  const open = openSandboxForEach();

  it('T5.4 shuts the API with 402 until it is renewed', async () => {
    await open.control.tradegecko.setSubscriptionLapsed(true);
    const lapsed = await call(open, '/orders');
    await open.control.tradegecko.setSubscriptionLapsed(false);

    assert.deepEqual([lapsed.status, (await call(open, '/orders')).status], [402, 200]);
  });

  for (const [position, hasBody] of [
    ['json', true],
    ['empty', false],
  ] as const) {
    it(`T5.12 answers 401, 402, 403 and 414 as the switch says: ${position}`, async () => {
      await open.control.turnSwitches({ 'tradegecko.unrecorded-bodies': position });
      const answers = [
        await call(open, '/orders', bearer('wrong')),
        await call(open, `/orders?ids=${'1,'.repeat(5_000)}`),
      ];
      await open.control.tradegecko.changeUser(201, { permissions: [] });
      answers.push(await call(open, '/variants'));
      await open.control.tradegecko.setSubscriptionLapsed(true);
      answers.push(await call(open, '/variants'));

      assert.deepEqual(
        answers.map(({ status }) => status),
        [401, 414, 403, 402],
      );
      assert.ok(answers.every(({ text }) => (text === '') !== hasBody));
    });
  }
});
