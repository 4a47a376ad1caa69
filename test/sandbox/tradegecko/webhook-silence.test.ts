import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEMO_TRADEGECKO_TOKEN } from '../../../src/sandbox/sandbox.js';
import { WEBHOOK_TIMEOUT_MS } from '../../../src/sandbox/tradegecko/webhooks/postman.js';
import { withSandbox } from '../open-sandbox.js';
import { arrived, makeCompany, makeWebhook, openReceiverForEach, triedTimes } from './receiver.js';

describe('a receiver that does not answer', () => {
  const receiver = openReceiverForEach();
  const tradegecko = { token: DEMO_TRADEGECKO_TOKEN, webhookTimeoutMs: 200 };

  it('T9.4.1 has ten seconds', () => {
    assert.equal(WEBHOOK_TIMEOUT_MS, 10_000);
  });

  it('T9.4.1 counts as failed once its time is over', () =>
    withSandbox({ tradegecko }, async (open) => {
      receiver.answer = 'silence';
      await makeWebhook(open, receiver.address);
      await makeCompany(open);

      const { attempts, state } = await triedTimes(open, 1);

      assert.deepEqual(
        [attempts[0]?.status, attempts[0]?.problem, state],
        [null, 'No answer within 200 ms.', 'waiting'],
      );
    }));

  it('delays neither requests nor the end of the sandbox', async () => {
    const startedMs = Date.now();
    await withSandbox({}, async (open) => {
      receiver.answer = 'silence';
      await makeWebhook(open, receiver.address);
      for (const name of ['One', 'Two', 'Three']) await makeCompany(open, name);
      await arrived(receiver, 3);
    });

    assert.ok(Date.now() - startedMs < WEBHOOK_TIMEOUT_MS / 2);
  });

  it('is sent at most sixteen deliveries at a time', () =>
    withSandbox({}, async (open) => {
      receiver.answer = 'silence';
      for (let at = 0; at < 20; at += 1) await makeWebhook(open, receiver.address);
      await makeCompany(open);

      await arrived(receiver, 16);
      // Time enough for a seventeenth, which would have been sent together with the others.
      const deliveries = await open.control.tradegecko.webhookDeliveries();

      assert.deepEqual([deliveries.length, receiver.letters.length], [20, 16]);
    }));
});
