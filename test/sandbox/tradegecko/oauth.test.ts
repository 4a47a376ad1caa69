import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSandboxControl } from '../../../src/sandbox/control/client.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { openFolderForEach, openSandboxForEach, PLAIN_OPTIONS, type OpenSandbox } from '../open-sandbox.js';
import { call, rootOf, type Document } from './gecko-api.js';
import {
  byCode,
  byRefresh,
  callWith,
  CLIENT,
  connect,
  consent,
  fetchToken,
  REDIRECT_URI,
  statusWith,
} from './oauth-api.js';

const HOUR_MS = 3_600_000;

describe('tokens by OAuth', () => {
  const open = openSandboxForEach();

  it('T1.7 T1.12 T1.13 come for a code, with all that the sample of the documentation has', async () => {
    const tokens = await connect(open);

    assert.deepEqual(Object.keys(tokens), [
      'access_token',
      'token_type',
      'expires_in',
      'refresh_token',
      'scope',
      'created_at',
    ]);
    assert.deepEqual([tokens['token_type'], tokens['expires_in'], tokens['scope']], ['bearer', 7200, 'public']);
    assert.ok(Number.isInteger(tokens['created_at']));
    assert.equal(await statusWith(open, tokens), 200);
  });

  it('T1.10 come for a form as for JSON, and by Basic authentication', async () => {
    const code = (await consent(open)).searchParams.get('code') ?? '';
    const body = new URLSearchParams({ grant_type: 'authorization_code', redirect_uri: REDIRECT_URI, code });
    const basic = Buffer.from(`${CLIENT.client_id}:${CLIENT.client_secret}`).toString('base64');
    const url = `${open.sandbox.tradegeckoUrl}/oauth/token`;
    const headers = { authorization: `Basic ${basic}` };

    assert.equal((await fetch(url, { method: 'POST', body, headers })).status, 200);
  });

  it('come once for a code', async () => {
    const code = (await consent(open)).searchParams.get('code');
    const first = await fetchToken(open, byCode(code));
    const second = await fetchToken(open, byCode(code));

    assert.deepEqual([first.status, second.status, second.json['error']], [200, 401, 'invalid_grant']);
  });

  it('do not come for a code that is ten minutes old', async () => {
    const code = (await consent(open)).searchParams.get('code');
    await open.control.advanceClock(600_000);

    assert.equal((await fetchToken(open, byCode(code))).status, 401);
  });

  it('do not come for a code of another client or another address', async () => {
    const other = await open.control.tradegecko.addApplication({ redirectUris: [REDIRECT_URI] });
    const code = (await consent(open)).searchParams.get('code');
    const credentials = { client_id: other.clientId, client_secret: other.clientSecret };

    for (const change of [credentials, { redirect_uri: 'http://localhost:3000/other' }]) {
      assert.equal((await fetchToken(open, { ...byCode(code), ...change })).json['error'], 'invalid_grant');
    }
    assert.equal((await fetchToken(open, byCode(code))).status, 200);
  });

  it('T1.8 do not come for a password', async () => {
    const answer = await fetchToken(open, { grant_type: 'password', username: 'a', password: 'b' });

    assert.deepEqual([answer.status, answer.json['error']], [401, 'unsupported_grant_type']);
  });

  it('do not come for a wrong secret', async () => {
    const answer = await fetchToken(open, { ...byRefresh(await connect(open)), client_secret: 'wrong' });

    assert.deepEqual([answer.status, answer.json['error']], [401, 'invalid_client']);
  });

  it('T1.14 open the API for two hours', async () => {
    const tokens = await connect(open);
    await open.control.advanceClock(2 * HOUR_MS - 60_000);
    const before = await statusWith(open, tokens);
    await open.control.advanceClock(60_000);

    assert.deepEqual([before, await statusWith(open, tokens)], [200, 401]);
  });

  it('T1.11 T1.15 are renewed without a redirect_uri, and the old refresh token is dead at once', async () => {
    const first = await connect(open);
    const second = await fetchToken(open, byRefresh(first));
    const again = await fetchToken(open, byRefresh(first));
    const third = await fetchToken(open, byRefresh(second.json));

    assert.deepEqual([second.status, again.status, third.status], [200, 401, 200]);
    assert.equal(new Set([first, second.json, third.json].map((tokens) => tokens['refresh_token'])).size, 3);
    assert.equal(await statusWith(open, third.json), 200);
  });

  for (const sent of [{ refresh_token: 'dead' }, {}]) {
    it(`T1.16 are refused with 401 and a reason for a refresh with ${JSON.stringify(sent)}`, async () => {
      const answer = await fetchToken(open, { grant_type: 'refresh_token', ...sent });

      assert.deepEqual([answer.status, answer.json['error']], [401, 'invalid_request']);
      assert.match(String(answer.json['error_description']), /missing a required parameter/);
    });
  }

  for (const [position, status] of [
    ['no', 200],
    ['yes', 401],
  ] as const) {
    it(`T1.17 answer ${status} after a refresh that ends them: ${position}`, async () => {
      await open.control.turnSwitches({ 'tradegecko.refresh-ends-access-token': position });
      const first = await connect(open);
      await fetchToken(open, byRefresh(first));

      assert.equal(await statusWith(open, first), status);
    });
  }

  it('T1.18 of a first connection end an hour after the same user connected again', async () => {
    const first = await connect(open);
    const second = await connect(open);
    const before = await statusWith(open, first);
    await open.control.advanceClock(HOUR_MS);
    const refreshed = await fetchToken(open, byRefresh(first));

    assert.deepEqual([before, await statusWith(open, first), refreshed.status], [200, 401, 401]);
    assert.equal(await statusWith(open, second), 200);
  });

  it('T1.18 of a first connection do not outlive that hour by a refresh', async () => {
    const first = await connect(open);
    await connect(open);
    const refreshed = await fetchToken(open, byRefresh(first));
    await open.control.advanceClock(HOUR_MS);

    assert.deepEqual([refreshed.status, await statusWith(open, refreshed.json)], [200, 401]);
  });

  it('T1.18 of another user stay when one connects', async () => {
    const { id } = await open.control.tradegecko.addUser({ first_name: 'Other' });
    const first = await connect(open);
    await connect(open, { user_id: String(id) });
    await open.control.advanceClock(HOUR_MS);

    assert.equal(await statusWith(open, first), 200);
  });

  it('T1.19 may do what the user may who let the application in', async () => {
    const { id } = await open.control.tradegecko.addUser({ first_name: 'Reader', permissions: ['read_products'] });
    const tokens = await connect(open, { user_id: String(id) });
    const headers = { authorization: `Bearer ${String(tokens['access_token'])}` };

    const user = rootOf(await callWith(open, tokens), 'user');
    const refused = await call(open, '/orders', { method: 'POST', headers, body: { order: {} } });

    assert.deepEqual([user['id'], user['permissions'], refused.status], [id, ['read_products'], 403]);
  });

  it('take nothing from the quota to be had, and tell of none', async () => {
    const answer = await fetchToken(open, { grant_type: 'refresh_token' });

    assert.equal(answer.headers.get('x-rate-limit-remaining'), null);
    assert.equal((await call(open, '/locations')).headers.get('x-rate-limit-remaining'), '299');
  });

  it('stand in the list of tokens, without themselves', async () => {
    const tokens = await connect(open);
    const listed = await open.control.tradegecko.tokens();

    assert.deepEqual(
      listed.map(({ kind, isLive }) => [kind, isLive]),
      [
        ['privileged', true],
        ['oauth', true],
      ],
    );
    assert.ok(!JSON.stringify(listed).includes(String(tokens['access_token'])));
  });
});

describe('tokens by OAuth after a restart', () => {
  const folder = openFolderForEach();

  it('open the API still, and are renewed', async () => {
    let tokens: Document = {};
    const within = async (work: (open: OpenSandbox) => Promise<void>): Promise<void> => {
      const sandbox = await startSandbox({ ...PLAIN_OPTIONS, stateDir: folder.path });
      try {
        await work({ sandbox, control: createSandboxControl(sandbox.tradegeckoUrl) });
      } finally {
        await sandbox.close();
      }
    };
    await within(async (open) => {
      tokens = await connect(open);
    });

    await within(async (open) => {
      assert.equal(await statusWith(open, tokens), 200);
      assert.equal((await fetchToken(open, byRefresh(tokens))).status, 200);
    });
  });
});
