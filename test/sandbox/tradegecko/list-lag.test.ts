import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { call, createOrder, idOf } from './gecko-api.js';

describe('a list that runs behind', () => {
  const open = openSandboxForEach();
  const seen = async (query: string): Promise<number> => {
    const { json } = await call(open, `/orders?${query}`);
    const { orders } = json;
    return Array.isArray(orders) ? orders.length : Number.NaN;
  };

  it('T3.35 shows a new order at once', async () => {
    await createOrder(open, []);
    assert.equal(await seen(''), 1);
  });

  it('T3.35 shows it half a minute later when the switch says so, and at once by its id', async () => {
    await open.control.turnSwitches({ 'tradegecko.list-lag': '30s' });
    const id = idOf(await createOrder(open, []));

    const counts = [await seen(''), await seen('status[]=draft&status[]=active'), await seen(`ids[]=${id}`)];
    assert.equal((await call(open, `/orders/${id}`)).status, 200);
    await open.control.advanceClock(29_000);
    counts.push(await seen(''));
    await open.control.advanceClock(1_000);
    counts.push(await seen(''));

    assert.deepEqual(counts, [0, 0, 1, 0, 1]);
  });
});
