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

  it('shows 299 of 300 left after the first call, and a reset at a multiple of 300 seconds', async () => {
    const startMs = await toWindowStart(open, 300_000);

    const { headers } = await call(open, '/orders');

    assert.equal(headers.get('x-rate-limit-limit'), '300');
    assert.equal(headers.get('x-rate-limit-remaining'), '299');
    assert.equal(Number(headers.get('x-rate-limit-reset')), startMs / 1000 + 300);
  });

  it('refuses every call over the limit and applies none, until the window ends', async () => {
    await open.control.tradegecko.setQuota({ limit: 2, windowMs: 10_000 });
    const startMs = await toWindowStart(open, 10_000);
    await call(open, '/orders');
    await call(open, '/orders/1');

    const refused = await call(open, '/orders', { method: 'POST', body: orderOf([]) });
    await open.control.advanceClock(10_000);
    const taken = await call(open, '/orders');

    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('x-rate-limit-remaining'), '0');
    assert.equal(Number(refused.headers.get('x-rate-limit-reset')), startMs / 1000 + 10);
    assert.deepEqual(await effectsOf(open), []);
    assert.deepEqual([taken.status, taken.headers.get('x-rate-limit-remaining')], [200, '1']);
  });

  it('tells the reset to the second when windows are two seconds long', async () => {
    await open.control.tradegecko.setQuota({ limit: 5, windowMs: 2_000 });
    const startMs = await toWindowStart(open, 2_000);

    const { headers } = await call(open, '/orders');

    assert.equal(Number(headers.get('x-rate-limit-reset')), startMs / 1000 + 2);
  });

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
