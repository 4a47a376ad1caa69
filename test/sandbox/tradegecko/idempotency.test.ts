import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer } from './gecko-api.js';
import { call, createOrder, effectsOf, idOf, orderOf, readOrder } from './gecko-api.js';

describe('Idempotency-Key', () => {
  const open = openSandboxForEach();
  const post = (key: string, body: unknown = orderOf([])): Promise<Answer> =>
    call(open, '/orders', { method: 'POST', body, headers: { 'idempotency-key': key } });

  it('T5.14 T5.15 creates one order for a key and refuses the repeat', async () => {
    const first = await post('main/1/0');
    const second = await post('main/1/0');

    assert.deepEqual([first.status, second.status], [201, 409]);
    assert.equal(second.json['message'], 'Duplicate Idempotency Key header detected');
    assert.deepEqual(await effectsOf(open), [['call', 'order.created']]);
  });

  it('T5.16 answers the repeat with 400 when the switch says so', async () => {
    await open.control.turnSwitches({ 'tradegecko.duplicate-key-status': '400' });
    await post('k');

    assert.equal((await post('k')).status, 400);
  });

  it('creates another order for another key', async () => {
    await post('k1');

    assert.equal((await post('k2')).status, 201);
  });

  it('T5.14 forgets a key after 24 hours, not before', async () => {
    await post('k');
    await open.control.advanceClock(23 * 3_600_000);
    const before = await post('k');
    await open.control.advanceClock(3_600_000);
    const after = await post('k');

    assert.deepEqual([before.status, after.status], [409, 201]);
  });

  for (const [position, status] of [
    ['yes', 409],
    ['no', 201],
  ] as const) {
    it(`T5.17 answers ${status} to the key of a refused call when refusals spend keys: ${position}`, async () => {
      await open.control.turnSwitches({ 'tradegecko.refused-call-spends-key': position });
      const refused = await post('k', { order: {} });

      assert.equal(refused.status, 422);
      assert.equal((await post('k')).status, status);
    });
  }

  it('T5.14 changes an order once for a key', async () => {
    const id = idOf(await createOrder(open, []));
    const put = (notes: string): Promise<Answer> =>
      call(open, `/orders/${id}`, { method: 'PUT', body: { order: { notes } }, headers: { 'idempotency-key': 'k' } });

    assert.deepEqual([(await put('one')).status, (await put('two')).status], [204, 409]);
    assert.equal((await readOrder(open, id))['notes'], 'one');
  });

  it("is each application's own", async () => {
    const { id: applicationId } = await open.control.tradegecko.addApplication({});
    const { token } = await open.control.tradegecko.addToken({ applicationId });
    const headers = { 'idempotency-key': 'k', authorization: `Bearer ${token}` };
    await post('k');

    assert.equal((await call(open, '/orders', { method: 'POST', body: orderOf([]), headers })).status, 201);
  });

  it('means nothing on a read', async () => {
    const headers = { 'idempotency-key': 'k' };
    await call(open, '/orders', { headers });

    assert.equal((await call(open, '/orders', { headers })).status, 200);
  });

  it('is not spent by a call over the quota', async () => {
    await open.control.tradegecko.setQuota({ limit: 1, windowMs: 3_600_000 });
    await call(open, '/orders');
    const refused = await post('k');
    await open.control.tradegecko.setQuota({ limit: 100, windowMs: 3_600_000 });

    assert.deepEqual([refused.status, (await post('k')).status], [429, 201]);
  });
});
