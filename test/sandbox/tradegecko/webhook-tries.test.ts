import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { call } from './gecko-api.js';
import { arrived, deliveriesThat, makeCompany, makeWebhook, openReceiverForEach, triedTimes } from './receiver.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How long a delivery waits after its last try. */
async function pauseAfter(open: OpenSandbox, tries: number): Promise<number> {
  const { attempts, dueAt } = await triedTimes(open, tries);
  return Date.parse(dueAt ?? '') - Date.parse(attempts.at(-1)?.at ?? '');
}

describe('the tries of a delivery', () => {
  const open = openSandboxForEach();
  const receiver = openReceiverForEach();

  for (const status of [200, 204, 302, 399]) {
    it(`T9.4.2 end when the receiver answers ${status}, and no redirect is followed`, async () => {
      receiver.answer = status;
      await makeWebhook(open, receiver.address);
      await makeCompany(open);

      const delivery = await triedTimes(open, 1);

      assert.deepEqual([delivery.state, delivery.attempts[0]?.status], ['received', status]);
      assert.equal(receiver.letters.length, 1);
    });
  }

  it('T9.4.3 end with 410, which deletes the webhook and what waited for it', async () => {
    receiver.answer = 500;
    const id = await makeWebhook(open, receiver.address);
    await makeCompany(open, 'One');
    await triedTimes(open, 1);
    receiver.answer = 410;
    await makeCompany(open, 'Two');

    const deliveries = await deliveriesThat(open, 'ended', (all) => all.every(({ state }) => state === 'given-up'));

    assert.equal(deliveries.length, 2);
    assert.equal((await call(open, `/webhooks/${id}`)).status, 404);
  });

  for (const status of [400, 404, 500, 503]) {
    it(`T9.4.4 T9.4.7 are repeated under the same id after ${status}, once the clock has moved`, async () => {
      receiver.answer = status;
      await makeWebhook(open, receiver.address);
      await makeCompany(open);
      await triedTimes(open, 1);
      receiver.answer = 200;
      await open.control.advanceClock(MINUTE_MS);

      const letters = await arrived(receiver, 2);

      assert.equal(letters[0]?.headers['x-gecko-delivery'], letters[1]?.headers['x-gecko-delivery']);
      assert.equal(letters[0]?.raw, letters[1]?.raw);
      await deliveriesThat(open, 'were received', ([first]) => first?.state === 'received');
    });
  }

  it('T9.4.4 wait longer after each failure', async () => {
    receiver.answer = 500;
    await makeWebhook(open, receiver.address);
    await makeCompany(open);

    const pauses: number[] = [];
    for (const tries of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const pause = await pauseAfter(open, tries);
      pauses.push(pause);
      await open.control.advanceClock(pause);
    }

    assert.ok(
      pauses.every((pause, at) => pause >= 1000 * (at ** 4 + 15)),
      pauses.join(),
    );
    assert.ok(
      pauses.every((pause, at) => pause < 1000 * (at ** 4 + 15 + 30 * (at + 1))),
      pauses.join(),
    );
  });

  it('T9.4.6 begin with a minute and double it when the switch says so', async () => {
    await open.control.turnSwitches({ 'tradegecko.webhook-pauses': 'minutes' });
    receiver.answer = 500;
    await makeWebhook(open, receiver.address);
    await makeCompany(open);

    const first = await pauseAfter(open, 1);
    await open.control.advanceClock(first);

    assert.deepEqual([first, await pauseAfter(open, 2)], [MINUTE_MS, 2 * MINUTE_MS]);
  });

  it('T9.4.5 delete the webhook after three days of nothing but failures, not before', async () => {
    receiver.answer = 500;
    const id = await makeWebhook(open, receiver.address);
    await makeCompany(open);
    await triedTimes(open, 1);
    await open.control.advanceClock(3 * DAY_MS - HOUR_MS);
    await triedTimes(open, 2);
    const before = await call(open, `/webhooks/${id}`);
    await open.control.advanceClock(2 * HOUR_MS);
    await deliveriesThat(open, 'ended', ([first]) => first?.state === 'given-up');

    assert.deepEqual([before.status, (await call(open, `/webhooks/${id}`)).status], [200, 404]);
  });

  it('T9.4.5 begin to count anew with each success', async () => {
    receiver.answer = 500;
    const id = await makeWebhook(open, receiver.address);
    await makeCompany(open, 'One');
    await triedTimes(open, 1);
    receiver.answer = 200;
    await open.control.advanceClock(2 * DAY_MS);
    await deliveriesThat(open, 'were received', ([first]) => first?.state === 'received');
    receiver.answer = 500;
    await makeCompany(open, 'Two');
    await deliveriesThat(open, 'were tried', ([, second]) => second?.attempts.length === 1);
    await open.control.advanceClock(2 * DAY_MS);
    await deliveriesThat(open, 'were tried twice', ([, second]) => second?.attempts.length === 2);

    assert.equal((await call(open, `/webhooks/${id}`)).status, 200);
  });

  for (const [times, letters] of [
    [1, 2],
    [2, 3],
  ] as const) {
    it(`T9.4.7 are ${times} more under the same id when a person asks for it`, async () => {
      await makeWebhook(open, receiver.address);
      await makeCompany(open);
      const { id } = await triedTimes(open, 1);

      await open.control.tradegecko.deliverWebhook(id, times);
      await arrived(receiver, letters);
      const delivery = await triedTimes(open, letters);

      assert.deepEqual([delivery.state, delivery.attempts.length], ['received', letters]);
      assert.equal(new Set(receiver.letters.map(({ headers }) => headers['x-gecko-delivery'])).size, 1);
    });
  }

  it('go to the changed address of a webhook', async () => {
    receiver.answer = 500;
    const id = await makeWebhook(open, 'http://127.0.0.1:1/closed');
    await makeCompany(open);
    const closed = await triedTimes(open, 1);
    await call(open, `/webhooks/${id}`, { method: 'PUT', body: { webhook: { address: receiver.address } } });
    await open.control.advanceClock(MINUTE_MS);

    await arrived(receiver, 1);

    assert.deepEqual(closed.attempts[0]?.problem, 'The connection failed: ECONNREFUSED.');
  });

  it('end when the webhook is deleted', async () => {
    receiver.answer = 500;
    const id = await makeWebhook(open, receiver.address);
    await makeCompany(open);
    await triedTimes(open, 1);

    await call(open, `/webhooks/${id}`, { method: 'DELETE' });
    const [delivery] = await open.control.tradegecko.webhookDeliveries();

    assert.deepEqual([delivery?.state, delivery?.dueAt], ['given-up', null]);
  });
});
