import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { deskOf, endSchedules, type Ran } from '../support/command-line.js';
import { lamp, openBridge, type Bridge } from '../support/bridge.js';
import { until } from '../support/until.js';

// In the order of a day at the desk: each claim builds on those before it.
describe("an operator's day at the command line", function () {
  this.timeout(60_000);
  let bridge: Bridge;
  let type: (...argv: string[]) => Promise<Ran>;
  let good: ChannelOrderId;
  let wrong: ChannelOrderId;

  before(async () => {
    bridge = await openBridge();
    type = await deskOf(bridge);
  });

  after(async () => {
    await endSchedules(bridge.id);
    await bridge.close();
  });

  const listed = (stage: string, count: number) =>
    until(`${count} orders are listed at ${stage}`, async () => {
      const { out } = await type('orders', '--connection', bridge.id, '--stage', stage, '--json');
      return out.includes(`"total": ${count}`);
    });

  it('begins with a status that says how to start, and ends with 4', async () => {
    const { code, out } = await type('status', '--connection', bridge.id);

    assert.equal(code, 4);
    assert.match(out, new RegExp(`${bridge.id}: never started; orderbridge start --connection ${bridge.id}`));
    assert.match(out, /Nothing waits for a person\./);
  });

  it('has nothing to poll before the start', async () => {
    const { code, error } = await type('poll');

    assert.equal(code, 4, error);
    assert.match(error, /was never started: there is nothing to run/);
  });

  it('reads new orders when told to poll, says what was found and what is left', async () => {
    await type('start', '--from', '2020-01-01');
    [good, wrong] = (await bridge.place(lamp(), lamp({ lines: [{ sku: 'LAMP-I', quantity: 2, price: '25.00' }] }))) as [
      ChannelOrderId,
      ChannelOrderId,
    ];

    const { code, out, progress } = await type('poll', '--json');

    const { sweeps } = JSON.parse(out) as { sweeps: { outcome: string; result: { importable?: number } }[] };
    assert.equal(code, 0, out);
    assert.deepEqual(
      sweeps.map(({ outcome }) => outcome),
      ['ok', 'ok'],
    );
    assert.equal(sweeps[0]?.result.importable, 2);
    assert.match(progress.join('\n'), /poll-orders\/.*: under way; 2 sweeps left, at most 120s/);
    assert.match(progress.join('\n'), /poll-shipments\/.*1 sweep left/);
  });

  it('shows on one screen what ran, the quota, the stages and the one that waits, with its command', async () => {
    await bridge.reaches(good, 'awaiting-shipment');
    await bridge.reaches(wrong, 'needs-attention');
    await Promise.all([listed('needs-attention', 1), listed('awaiting-shipment', 1)]);
    await type('poll');

    const { code, out } = await type('status', '--connection', bridge.id);

    assert.equal(code, 1);
    for (const shown of [
      /orders from 2020-01-01 00:00 UTC on;\s+\d+ of \d+ calls\s+left \d+s ago/,
      /poll-orders +\d+s ago +in \d+[sm] +2 open in Houzz, 0 imported\./,
      /poll-shipments +\d+s ago +in \d+[sm] +0 parcels read, 0 orders told\./,
      /Orders: 1 needs-attention, 1 awaiting-shipment/,
      /Waiting for a person: 1 order\n {2}unknown-sku \(.*\): Create the SKU in TradeGecko/,
      new RegExp(`\\$ orderbridge resolve ${wrong} --sku SKU --new-sku SKU --why TEXT`),
      /In the Web UI\n {2}Needs attention\n {4}http/,
    ]) {
      assert.match(out, shown);
    }
  });

  it('filters the list by reason, by time and by being open, and pages through it', async () => {
    const list = async (...filters: string[]) => {
      const { out } = await type('orders', '--connection', bridge.id, '--json', ...filters);
      return JSON.parse(out) as { total: number; orders: { channelOrderId: string }[] };
    };

    assert.deepEqual(
      (await list('--reason', 'unknown-sku')).orders.map(({ channelOrderId }) => channelOrderId),
      [wrong],
    );
    assert.equal((await list('--since', '1h', '--open')).total, 2);
    assert.equal((await list('--until', '1h')).total, 0);
    assert.equal((await list('--closed')).total, 0);
    const [first, second, third] = [
      await list('--limit', '1'),
      await list('--limit', '1', '--page', '2'),
      await list('--limit', '1', '--page', '3'),
    ];
    const ids = [...first.orders, ...second.orders].map(({ channelOrderId }) => channelOrderId);
    assert.deepEqual(ids.sort(), [good, wrong].sort());
    assert.deepEqual([third.orders, third.total], [[], 2]);
    const { out } = await type('orders', '--connection', bridge.id, '--limit', '1');
    assert.match(out, /Page 1, 1 of 2 orders; --page 2 or a higher --limit shows more\./);
  });

  it('is refused in words by the order itself, and nothing is changed', async () => {
    const { code, error } = await type(
      'resolve',
      wrong,
      '--connection',
      bridge.id,
      '--decision',
      'deliver-again',
      '--why',
      'test',
    );

    assert.equal(code, 1, error);
    assert.match(error, /does not take this\.\n {2}why: {2}"deliver-again" answers voided-in-order-system/);
    assert.equal((await bridge.status(wrong)).resolutions.length, 0);
  });

  it('corrects a line, waits, and finds the order delivered with it', async () => {
    const fix = ['--sku', 'LAMP-I', '--new-sku', 'LAMP-1', '--by', 'ann', '--why', 'typing error'];

    const { code, out } = await type('resolve', wrong, '--connection', bridge.id, ...fix, '--wait');

    assert.equal(code, 0, out);
    assert.match(out, /took it: line 1 corrected \(LAMP-I became LAMP-1\)\./);
    await bridge.reaches(wrong, 'awaiting-shipment');
    assert.equal((await bridge.effects('order.created')).length, 2);
  });

  it('has nothing to retry or release of an order that waits for nobody', async () => {
    const [retry, release] = [
      await type('retry', good, '--connection', bridge.id),
      await type('release', good, '--connection', bridge.id),
    ];

    assert.deepEqual([retry.code, release.code], [1, 1]);
    assert.match(retry.out, /waits for nobody: there is\s+nothing to\s+retry/);
    assert.match(release.out, /is not held: there is\s+nothing\s+to\s+release/);
  });

  it('tells the whole story of an order by any of its numbers, and no personal data', async () => {
    const { reference, salesOrderId } = await bridge.status(wrong);
    await until(
      'lists know the sales order',
      async () => (await type('order', salesOrderId ?? '', '--connection', bridge.id)).code === 0,
    );

    for (const number of [wrong, reference, salesOrderId ?? '']) {
      const { code, out } = await type('order', number, '--connection', bridge.id);

      assert.equal(code, 0);
      for (const shown of [
        /^stage +awaiting-shipment$/m,
        /^lines +2 x LAMP-1$/m,
        /What happened \(UTC\)\n\d{4}-\d{2}-\d{2} \d{2}:\d{2} {2}Imported from Houzz\./,
        /because of unknown-sku/,
        /Line corrected by ann: typing error\./,
        /Create sales order HZ-\S+ in\s+TradeGecko/i,
      ]) {
        assert.match(out, shown);
      }
      assert.doesNotMatch(out, /Sample Way|Testville|5550100/);
    }
  });

  it('finds the shipment in the story once it has left', async () => {
    const [salesOrder] = (await bridge.control.tradegecko.orders()).filter((one) => one.reference_number === good);
    await bridge.control.tradegecko.shipOrder(salesOrder?.id ?? 0, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
    await type('poll');
    await (await bridge.order(good)).result();
    const isListed = async () =>
      (await type('order', good, '--connection', bridge.id)).out.includes('Completed: shipped and reported.');
    await until('its end is listed', isListed);

    const { out } = await type('order', good, '--connection', bridge.id);

    assert.match(out, /TradeGecko says: sales order fulfilled, parcel UPS 1Z1\./);
    assert.match(out, /^ended +\d{4}/m);
  });

  it('polls nothing that is stopped, and says why', async () => {
    await type('stop', '--connection', bridge.id);

    const { code, out } = await type('poll');
    const status = await type('status', '--connection', bridge.id);

    assert.equal(code, 1);
    assert.match(out, /paused +Stopped by an operator/);
    assert.match(status.out, /poll-orders +\d+s ago +paused/);
  });
});
