import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { putSchedule } from '../../src/commands/schedules.js';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { scheduleId } from '../../src/messages/workflow-ids.js';
import { lamp, type BridgeOptions, type DeliveredOrder } from '../support/bridge.js';
import { shipWith } from '../support/odd-worlds.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { atDesk, closeBrowser, openBrowser, type Desk } from './web-ui.js';

/** The connection's name in the pictures of the documents. */
const SHOP: BridgeOptions = { id: 'shop' };
const IMPATIENT: BridgeOptions = { ...SHOP, policy: { trackingWaitMs: 100 } };

describe('the Temporal Web UI in a real browser', function () {
  this.timeout(90_000);

  before(async function () {
    if (!(await openBrowser())) this.skip();
  });

  after(closeBrowser);

  it('cancels an order by a signal that a person types', () =>
    atDesk(async (desk) => {
      const { bridge, page } = desk;
      const { id, handle } = await bridge.deliver();
      await desk.visitOrder(id);
      await page.getByText('Timeline').last().waitFor();
      const form = await desk.fillIn('Signal', 'cancelOrder', '{ "reason": "the buyer called", "by": "ann" }');
      await desk.picture('cancel-by-signal', 720);
      await form.getByRole('button', { name: 'Submit' }).click();

      await ends(handle);
      const result = await handle.result();
      assert.deepEqual([result.outcome, result.reason, result.cancelledBy], ['cancelled', 'the buyer called', 'ann']);
      assert.equal((await bridge.effects('order.voided')).length, 1);
      assert.equal((await handle.describe()).status.name, 'COMPLETED');
    }, SHOP));

  it('voids the sales order and ends the run Cancelled when its own button requests the cancellation', () =>
    atDesk(async (desk) => {
      const { bridge } = desk;
      const { id, handle } = await bridge.deliver();
      await desk.visitOrder(id);
      await desk.requestCancellation();

      await ends(handle);
      assert.equal((await handle.describe()).status.name, 'CANCELLED');
      assert.equal((await bridge.effects('order.voided')).length, 1);
    }));

  it('delivers an order whose SKU was wrong, by the update that its details offer to be copied', () =>
    atDesk(async (desk) => {
      const { bridge } = desk;
      const id = await bridge.sweepIn(lamp({ lines: [{ sku: 'LAMP-I', quantity: 2, price: '25.00' }] }));
      await bridge.reaches(id, 'needs-attention');
      await desk.visitOrder(id);
      const details = await desk.readDetails('Update to send');
      assert.match(details, /Stage needs-attention: .* Problem unknown-sku: .*LAMP-I.* What to do Create the SKU/);
      await desk.picture('order-needs-attention', 780);
      const [payload, ...others] = await desk.copyAnswers();
      assert.deepEqual(others, []);
      const answer = payload?.replace('your name', 'ann').replace('the right SKU', 'LAMP-1');
      await desk.send('Update', 'resolveAttention', answer);

      await bridge.reaches(id, 'awaiting-shipment');
      assert.equal((await bridge.effects('order.created')).length, 1);
      const [salesOrder] = await bridge.control.tradegecko.orders();
      assert.equal(Number(salesOrder?.total), 50);
      await desk.visitOrder(id);
      assert.match(await desk.readDetails('awaiting-shipment'), /LAMP-I became LAMP-1\) by ann/);
    }, SHOP));

  it('keeps and ships an order that could not be cancelled, by the update that its details offer', () =>
    atDesk(async (desk) => {
      const { bridge } = desk;
      const { id, handle, salesOrder } = await bridge.deliver();
      await bridge.control.tradegecko.packOrder(salesOrder.id);
      await desk.visitOrder(id);
      // The field for the payload left empty: that is a cancel too.
      await desk.send('Signal', 'cancelOrder');
      await bridge.reaches(id, 'cancel-unresolved');
      await desk.visitOrder(id);
      await desk.readDetails('Stage cancel-unresolved');
      const keep = (await desk.copyAnswers()).find((answer) => answer.includes('keep-and-ship'));
      await desk.send('Update', 'resolveCancellation', keep);
      await bridge.reaches(id, 'awaiting-shipment');

      await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
      await bridge.pollShipments();
      await ends(handle);
      assert.equal((await handle.result()).outcome, 'completed');
      assert.deepEqual(
        [(await bridge.effects('order.voided')).length, (await bridge.effects('order.shipped')).length],
        [0, 1],
      );
    }, SHOP));

  it('refuses an update that does not fit in words, and nothing happens', () =>
    atDesk(async (desk) => {
      const id = await standsWithoutTracking(desk);
      await desk.visitOrder(id);
      const form = await desk.send(
        'Update',
        'resolveAttention',
        '{ "by": "ann", "why": "x", "decision": "accept-total" }',
      );

      await form
        .getByText('"accept-total" answers total-mismatch, but the order stands at tracking-missing.')
        .first()
        .waitFor();
      await desk.picture('update-refused', 720);
      const shown = await form.innerText();
      assert.ok(!/\bat \w+ \(|\.ts:\d/.test(shown), shown);
      assert.equal((await desk.bridge.status(id)).problem?.reason, 'tracking-missing');
    }, IMPATIENT));

  it('names each step of an order in words, and says at first sight what it is about', () =>
    atDesk(async (desk) => {
      const { bridge, page } = desk;
      const id = await standsWithoutTracking(desk);
      const [salesOrder] = await bridge.control.tradegecko.orders();
      const parcel = salesOrder?.fulfillments[0]?.id ?? 0;
      await bridge.control.tradegecko.changeFulfillment(parcel, { tracking_number: '1Z9' });
      await bridge.pollShipments();
      await ends(await bridge.order(id));

      await desk.visitOrder(id);
      for (const words of [
        /Create sales order HZ-\w+ in TradeGecko/,
        'Give the tracking numbers time to come',
        'Mark the order shipped in Houzz with tracking 1Z9',
      ]) {
        await page.getByText(words).first().waitFor();
      }
      await page.getByText('importOrder').first().scrollIntoViewIfNeeded();
      await desk.picture('order-history', 760);
      assert.match(
        await desk.readDetails('Stage completed'),
        new RegExp(`Houzz order ${id}: 1 x LAMP-1, 25.00 in all`),
      );
    }, IMPATIENT));

  it('shows what a sweep found and what to do, and what its schedule is for', () =>
    atDesk(async (desk) => {
      const { bridge, page } = desk;
      const { client } = await testTemporal();
      const { id, handle } = await bridge.deliver();
      await bridge.deliver();
      await handle.signal('cancelOrder', 'sold out');
      await handle.result();
      const schedule = client.schedule.getHandle(scheduleId('pollOrders', bridge.id));
      await putSchedule(client, {
        workflow: 'pollOrders',
        connection: bridge.id,
        everyMs: 86_400_000,
        argument: sweepOf(desk),
      });
      try {
        await until('the sweep ends', async () => (await schedule.describe()).info.recentActions.length > 0);
        await desk.visit(`schedules/${encodeURIComponent(schedule.scheduleId)}`);
        await page.getByText('Reads the open orders in Houzz').first().waitFor();
        await page
          .getByRole('link', { name: `${schedule.scheduleId}-2` })
          .first()
          .click();
        await until('the sweep is shown', () => page.getByText('Completed').first().isVisible());
        const details = await desk.readDetails('What to do');
        await desk.picture('sweep', 640);
        assert.match(details, /shop: Reads the open orders in Houzz, imports the new ones/);
        assert.match(details, /Open in Houzz 2 Imported 0 Closed here and open there 1: /);
        assert.match(details, new RegExp(`1: ${id} What to do Ship or cancel the order in Houzz Seller Central\\.`));
      } finally {
        await schedule.delete();
      }
    }, SHOP));
});

/** A click that went astray shall fail its test, and not hold up the others. */
async function ends(handle: DeliveredOrder['handle']): Promise<void> {
  await until('the order ends', async () => (await handle.describe()).status.name !== 'RUNNING');
}

async function standsWithoutTracking({ bridge }: Desk): Promise<ChannelOrderId> {
  const id = await shipWith(bridge, { trackingCompany: 'UPS' });
  await bridge.reaches(id, 'needs-attention');
  return id;
}

/** The argument of the order sweep, as the start command would give it. */
const sweepOf = ({ bridge }: Desk) => ({
  connection: bridge.id,
  start: { from: new Date(Date.now() - 3_600_000).toISOString(), skippedIds: [] },
  policy: {},
  slowPaceMs: 3_600_000,
  ageMaxMs: 86_400_000,
});
