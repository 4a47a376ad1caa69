import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { observed, type ObservedCall } from '../../src/clients/observe.js';
import { ApiError, type ApiErrorCode } from '../../src/ports/api-error.js';

const call = { service: 'TradeGecko', method: 'POST', path: '/orders/9001/actions/void' } as const;

async function seen(work: () => Promise<unknown>): Promise<ObservedCall | undefined> {
  const calls: ObservedCall[] = [];
  await observed(call, (one) => void calls.push(one), work).catch(() => undefined);
  assert.equal(calls.length, 1);
  return calls[0];
}

const failing = (code: ApiErrorCode, status?: number) => async (): Promise<never> => {
  throw new ApiError({ ...call, code, what: 'x', ...(status === undefined ? {} : { status }) });
};

describe('a call that is counted', () => {
  it('is named without the ids in its path', async () => {
    assert.equal((await seen(async () => 1))?.operation, 'POST /orders/:id/actions/void');
  });

  it('has one outcome, whatever became of it', async () => {
    assert.equal((await seen(async () => 1))?.outcome, 'ok');
    assert.equal((await seen(failing('server-fault', 500)))?.outcome, 'server-fault');
    assert.equal((await seen(failing('rate-limited', 429)))?.outcome, 'rate-limited');
    assert.equal((await seen(failing('rate-limited')))?.outcome, 'held-back');
    assert.equal((await seen(async () => Promise.reject(new Error('no longer wanted'))))?.outcome, 'given-up');
  });
});
