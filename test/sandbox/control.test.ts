import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSandboxControl } from '../../src/sandbox/control/client.js';
import { HOUZZ_SWITCHES } from '../../src/sandbox/houzz/switches.js';
import { openSandboxForEach, withSandbox } from './open-sandbox.js';

const LAMP = { lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] };

describe('the control API', () => {
  const open = openSandboxForEach();

  it('is the same on both ports', async () => {
    await open.control.houzz.placeOrders(LAMP);

    const other = createSandboxControl(open.sandbox.tradegeckoUrl);

    assert.deepEqual(await other.houzz.orders(), await open.control.houzz.orders());
    assert.equal((await other.info()).houzzUrl, open.sandbox.houzzUrl);
  });

  it('counts what the sandbox holds', async () => {
    await open.control.houzz.placeOrders(LAMP, LAMP);

    const info = await open.control.info();

    assert.equal(info.counts['houzz.orders'], 2);
    assert.deepEqual([info.seed, info.clockOffsetMs, info.tradegeckoUrl], [1, 0, open.sandbox.tradegeckoUrl]);
  });

  it('moves the clock of both services forward, also in the header Date', async () => {
    const moved = await open.control.advanceClock(7 * 86_400_000);

    const answers = [await fetch(open.sandbox.houzzUrl), await fetch(open.sandbox.tradegeckoUrl)];

    for (const answer of answers) {
      const shownMs = Date.parse(answer.headers.get('date') ?? '');
      assert.ok(Math.abs(shownMs - Date.parse(moved.now)) < 10_000);
    }
    assert.ok(Date.parse(moved.now) > Date.now() + 6 * 86_400_000);
  });

  it('refuses to move the clock back', async () => {
    await assert.rejects(open.control.advanceClock(-1), /refused POST \/clock: advanceMs must be/);
  });

  it('refuses to move the clock to where no date can be written, and goes on', async () => {
    await assert.rejects(
      open.control.advanceClock(Number.MAX_SAFE_INTEGER),
      /refused POST \/clock: advanceMs leads beyond the year 9999/,
    );

    assert.equal((await open.control.info()).clockOffsetMs, 0);
  });

  it('shows every switch at its default', async () => {
    const positions = await open.control.switches();

    for (const { name, positions: known } of HOUZZ_SWITCHES) assert.equal(positions[name], known[0], name);
  });

  it('refuses an unknown switch or position by name, and turns none of that call', async () => {
    const turning = open.control.turnSwitches({ 'houzz.page-cap': '10', 'houzz.flow': 'sideways' });

    await assert.rejects(turning, /The switch houzz\.flow knows classic, auto-charge; it has no sideways/);
    await assert.rejects(open.control.turnSwitches({ 'houzz.none': 'x' }), /No switch is named houzz\.none/);
    assert.equal((await open.control.switches())['houzz.page-cap'], 'none');
  });

  it('refuses what it does not know and says which call and why', async () => {
    await assert.rejects(
      open.control.houzz.order('1'),
      /refused GET \/houzz\/orders\/1: Houzz has no order with this id/,
    );
    await assert.rejects(
      open.control.houzz.placeOrders({ lines: [{ sku: 'LAMP-1', quantity: 1, price: 'ten' }] }),
      /price must be an amount/,
    );
    const answer = await fetch(`${open.sandbox.houzzUrl}/_sandbox/nothing`);
    assert.equal(answer.status, 404);
  });

  it('refuses a body that is no JSON', async () => {
    const answer = await fetch(`${open.sandbox.houzzUrl}/_sandbox/clock`, { method: 'POST', body: 'soon' });

    assert.deepEqual([answer.status, await answer.json()], [400, { error: 'The body is not JSON.' }]);
  });

  it('places no order of a call of which one is refused', async () => {
    const bad = { lines: [{ sku: 'LAMP-1', quantity: 1, price: 'ten' }] };

    await assert.rejects(open.control.houzz.placeOrders(LAMP, bad));

    assert.deepEqual(await open.control.houzz.orders(), []);
  });

  it('refuses to cancel a shipped order or to ship a cancelled one by hand', async () => {
    const [shipped, cancelled] = await open.control.houzz.placeOrders(
      { ...LAMP, status: 'Shipped' },
      { ...LAMP, status: 'Canceled' },
    );
    const how = { shippingMethod: 'UPS Ground', trackingNumber: '1ZDEMO' };

    await assert.rejects(open.control.houzz.cancelOrder(shipped?.orderId ?? ''), /Cancel is not possible/);
    await assert.rejects(open.control.houzz.shipOrder(cancelled?.orderId ?? '', how), /Ship is not possible/);
  });

  it('takes a SKU with any sign in it', async () => {
    await open.control.houzz.putListing('A/B #1 ä', { quantity: 2 });

    assert.equal((await open.control.houzz.listings())[0]?.sku, 'A/B #1 ä');
  });
});

describe('the ports of the sandbox', () => {
  it('tells by name which port is in use, and leaves the other free', async () => {
    await withSandbox({}, async ({ sandbox }) => {
      const taken = Number(new URL(sandbox.tradegeckoUrl).port);

      const starting = withSandbox({ tradegeckoPort: taken }, async () => undefined);

      const complaint = `Port ${taken} for the TradeGecko side of the sandbox is already in use`;
      await assert.rejects(starting, new RegExp(complaint));
    });
  });

  it('start with the switches that were given, and refuse unknown ones', async () => {
    const switches = { 'houzz.page-cap': '100' };
    const positions = await withSandbox({ switches }, ({ control }) => control.switches());

    const starting = withSandbox({ switches: { 'no.switch': 'x' } }, async () => undefined);

    assert.equal(positions['houzz.page-cap'], '100');
    await assert.rejects(starting, /No switch is named no\.switch/);
  });

  it('mint the same ids again for the same seed', async () => {
    const ids: unknown[] = [];

    for (const seed of [5, 5, 6]) {
      const order = { ...LAMP, createdAt: '2026-11-20T10:00:00Z' };
      const [placed] = await withSandbox({ seed }, ({ control }) => control.houzz.placeOrders(order));
      ids.push(placed?.orderId);
    }

    assert.equal(ids[0], ids[1]);
    assert.notEqual(ids[0], ids[2]);
  });
});
