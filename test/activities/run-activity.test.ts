import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'mocha';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { runActivity } from '../../src/activities/run-activity.js';
import { ApiError, type ApiErrorCode } from '../../src/ports/api-error.js';

const apiError = (code: ApiErrorCode, retryAfterMs?: number): ApiError =>
  new ApiError({
    code,
    service: 'TradeGecko',
    method: 'POST',
    path: '/orders',
    what: 'it went wrong',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

async function failureOf(error: unknown): Promise<unknown> {
  const environment = new MockActivityEnvironment(undefined, { logger: new DefaultLogger('ERROR') });
  try {
    await environment.run(() =>
      runActivity('any-cancel', () => {
        throw error;
      }),
    );
  } catch (failure) {
    return failure;
  }
  throw new Error('The activity did not fail.');
}

describe('what an activity makes of a failed call', () => {
  const CASES: readonly (readonly [code: ApiErrorCode, isFinal: boolean])[] = [
    ['unreachable', false],
    ['timed-out', false],
    ['rate-limited', false],
    ['refused', true],
    ['unauthorised', true],
    ['not-found', true],
    ['server-fault', false],
    ['unexpected-shape', false],
  ];

  for (const [code, isFinal] of CASES) {
    it(`is a failure of type ${code} that is ${isFinal ? 'final' : 'tried again'}`, async () => {
      const failure = await failureOf(apiError(code));

      assert.ok(failure instanceof ApplicationFailure);
      assert.deepEqual([failure.type, failure.nonRetryable], [code, isFinal]);
    });
  }

  it('is tried again when the window is over', async () => {
    const failure = await failureOf(apiError('rate-limited', 1234));

    assert.ok(failure instanceof ApplicationFailure);
    assert.equal(failure.nextRetryDelay, 1234);
  });

  it('leaves a mistake of our own as it is', async () => {
    const mistake = new TypeError('ours');
    assert.equal(await failureOf(mistake), mistake);
  });
});

describe('a call under way when the activity is cancelled', () => {
  async function isEnded(endsOn: 'any-cancel' | 'shutdown', reason: 'CANCELLED' | 'WORKER_SHUTDOWN'): Promise<boolean> {
    const environment = new MockActivityEnvironment();
    let isAborted = false;
    const run = environment.run(() =>
      runActivity(endsOn, async ({ signal }) => {
        const cancelled = once(environment.context.cancellationSignal, 'abort');
        environment.cancel(reason);
        await cancelled;
        isAborted = signal?.aborted ?? false;
      }),
    );
    await run.catch((error: unknown) => {
      assert.ok(error instanceof CancelledFailure);
    });
    return isAborted;
  }

  it('is ended when it only reads', async () => {
    assert.equal(await isEnded('any-cancel', 'CANCELLED'), true);
  });

  it('goes on when it writes: a write cut off is one whose effect nobody knows', async () => {
    assert.equal(await isEnded('shutdown', 'CANCELLED'), false);
  });

  it('is ended when the worker stops, even when it writes', async () => {
    assert.equal(await isEnded('shutdown', 'WORKER_SHUTDOWN'), true);
  });
});
