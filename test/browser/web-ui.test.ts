import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { lamp, openBridge, type Bridge } from '../support/bridge.js';
import { until } from '../support/until.js';
import { testTemporal } from '../support/temporal.js';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/** No sandbox, because tests may run as root; none of Chromium's own calls to the outside. */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
const SLOW_MS = 20_000;

describe('the Temporal Web UI in a real browser', function () {
  this.timeout(90_000);
  let browser: Browser | undefined;

  before(async function () {
    if (!existsSync(CHROMIUM)) {
      process.stderr.write(`No Chromium at ${CHROMIUM} (set CHROMIUM_PATH): the browser tests are skipped.\n`);
      this.skip();
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...ARGUMENTS, '--disable-sync'] });
  });

  after(async () => {
    await browser?.close();
  });

  async function onOrderPage(story: (page: Page, bridge: Bridge, id: ChannelOrderId) => Promise<void>): Promise<void> {
    assert.ok(browser);
    const { uiUrl, namespace } = await testTemporal();
    const bridge = await openBridge();
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    try {
      page.setDefaultTimeout(SLOW_MS);
      const [id] = await bridge.place(lamp());
      assert.ok(id);
      await bridge.pollOrders();
      await bridge.reaches(id, 'awaiting-shipment');
      await page.goto(`${uiUrl}/namespaces/${namespace}/workflows/order%2F${bridge.id}%2F${id}`);
      await story(page, bridge, id);
    } finally {
      await page.close();
      await bridge.close();
    }
  }

  it('cancels an order by a signal that a person types', () =>
    onOrderPage(async (page, bridge, id) => {
      await page.getByRole('button', { name: 'More Actions' }).first().click();
      await page.getByRole('menuitem', { name: 'Send a Signal' }).first().click();
      const dialog = page.locator('dialog[open], [role=dialog]').filter({ hasText: 'Send a Signal' }).first();
      await dialog.getByTestId('signal-select-button').click();
      await dialog.getByRole('option', { name: 'cancelOrder' }).click();
      await dialog.locator('.cm-content').first().click();
      await page.keyboard.insertText('{ "reason": "typed into the Web UI", "by": "ann" }');
      await dialog.getByRole('button', { name: 'Submit' }).click();

      const result = await (await bridge.order(id)).result();
      assert.deepEqual(
        [result.outcome, result.reason, result.cancelledBy],
        ['cancelled', 'typed into the Web UI', 'ann'],
      );
      assert.equal((await bridge.control.tradegecko.orders())[0]?.status, 'void');
      const { status } = await (await bridge.order(id)).describe();
      assert.equal(status.name, 'COMPLETED');
    }));

  it('voids the sales order and ends the run Cancelled when its own button requests the cancellation', () =>
    onOrderPage(async (page, bridge, id) => {
      await page.getByRole('button', { name: 'Request Cancellation' }).first().click();
      const dialog = page
        .locator('dialog[open], [role=dialog]')
        .filter({ hasText: /cancel/i })
        .first();
      await dialog.getByRole('button', { name: 'Confirm' }).click();

      await assert.rejects((await bridge.order(id)).result());
      const { status } = await (await bridge.order(id)).describe();
      assert.equal(status.name, 'CANCELLED');
      assert.equal((await bridge.control.tradegecko.orders())[0]?.status, 'void');
    }));

  it('shows what the order is about in the details and in the labels of the history', () =>
    onOrderPage(async (page, _, id) => {
      await page
        .getByText(/Create sales order HZ-/)
        .first()
        .waitFor();
      await page.getByRole('tab', { name: 'User Metadata' }).click();
      // Summary and details are rendered Markdown, each in a frame of its own.
      const texts = async (): Promise<string> =>
        (await Promise.all(page.frames().map((frame) => frame.locator('body').innerText()))).join('\n');
      await until('the summary and the stage show', async () => {
        const shown = await texts().catch(() => '');
        return shown.includes(`${id}: 1 x LAMP-1`) && shown.includes('awaiting-shipment');
      });
    }));
});
