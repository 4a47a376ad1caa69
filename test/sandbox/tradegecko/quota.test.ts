import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { call, effectsOf, orderOf } from './gecko-api.js';

/** Moves the clock to the start of a window, so that no test straddles two of them. */
async function toWindowStart(open: OpenSandbox, windowMs: number): Promise<number> {
  const now = Date.parse((await open.control.info()).now);
  const startMs = Math.ceil((now + 1) / windowMs) * windowMs;
  await open.control.advanceClock(startMs - now);
  return startMs;
}

describe('the quota of calls', () => {
  const open = openSandboxForEach();

  it('T4.1 T4.2 T4.3 T4.4 shows 299 of 300 left after the first call, and a reset at a multiple of 300 seconds', async () => {
    const startMs = await toWindowStart(open, 300_000);

    const { headers } = await call(open, '/orders');

    assert.equal(headers.get('x-rate-limit-limit'), '300');
    assert.equal(headers.get('x-rate-limit-remaining'), '299');
    assert.equal(Number(headers.get('x-rate-limit-reset')), startMs / 1000 + 300);
  });

  it('T4.5 T4.6 T5.10 refuses every call over the limit and applies none, until the window ends', async () => {
    await open.control.tradegecko.setQuota({ limit: 2, windowMs: 10_000 });
    const startMs = await toWindowStart(open, 10_000);
    await call(open, '/orders');
    await call(open, '/orders/1');

    const refused = await call(open, '/orders', { method: 'POST', body: orderOf([]) });
    await open.control.advanceClock(10_000);
    const taken = await call(open, '/orders');

    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('x-rate-limit-remaining'), '0');
    assert.equal(refused.headers.get('retry-after'), null);
    assert.equal(Number(refused.headers.get('x-rate-limit-reset')), startMs / 1000 + 10);
    assert.deepEqual(await effectsOf(open), []);
    assert.deepEqual([taken.status, taken.headers.get('x-rate-limit-remaining')], [200, '1']);
  });

  it('T4.3 tells the reset to the second when windows are two seconds long', async () => {
    await open.control.tradegecko.setQuota({ limit: 5, windowMs: 2_000 });
    const startMs = await toWindowStart(open, 2_000);

    const { headers } = await call(open, '/orders');

    assert.equal(Number(headers.get('x-rate-limit-reset')), startMs / 1000 + 2);
  });

  it('T4.1 is counted for each application apart, whichever of its tokens is used', async () => {
    const { id: applicationId } = await open.control.tradegecko.addApplication({});
    const tokens = [
      await open.control.tradegecko.addToken(),
      await open.control.tradegecko.addToken({ applicationId }),
      await open.control.tradegecko.addToken({ applicationId }),
    ];
    await toWindowStart(open, 300_000);
    await call(open, '/orders');

    const left: (string | null)[] = [];
    for (const { token } of tokens) {
      const answer = await call(open, '/orders', { headers: { authorization: `Bearer ${token}` } });
      left.push(answer.headers.get('x-rate-limit-remaining'));
    }

    assert.deepEqual(left, ['298', '299', '298']);
  });

  for (const [position, type] of [
    ['json', 'application/json; charset=utf-8'],
    ['empty', null],
  ] as const) {
    it(`T4.7 refuses with the body that the switch says: ${position}`, async () => {
      await open.control.turnSwitches({ 'tradegecko.unrecorded-bodies': position });
      await open.control.tradegecko.setQuota({ limit: 1, windowMs: 3_600_000 });
      await call(open, '/orders');

      const { status, headers } = await call(open, '/orders');

      assert.deepEqual([status, headers.get('content-type')], [429, type]);
    });
  }

  it('takes no window that is not whole seconds', async () => {
    await assert.rejects(open.control.tradegecko.setQuota({ limit: 5, windowMs: 1_500 }), /whole seconds/);
  });
});

describe('the quota an account is opened with', () => {
  const open = openSandboxForEach({
    tradegecko: { token: 'demo-token-not-a-secret', quota: { limit: 7, windowMs: 60_000 } },
  });

  it('is the one that answers tell', async () => {
    assert.equal((await call(open, '/orders')).headers.get('x-rate-limit-limit'), '7');
  });
});
