import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { ConnectionId } from '../../src/domain/ids.js';
import { listLink, UI_LISTS, type UiListName } from '../../src/commands/ui-links.js';
import { lamp, withBridge, type Bridge } from '../support/bridge.js';
import { sweepTwice } from '../support/odd-worlds.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { atDesk, closeBrowser, openBrowser, type Desk } from './web-ui.js';

/** Which orders each list of a connection has to show, by their Houzz ids. */
type Expected = Readonly<Partial<Record<UiListName, readonly string[]>>>;

describe('the lists of the Web UI', function () {
  this.timeout(180_000);

  before(async function () {
    if (!(await openBrowser())) this.skip();
  });

  after(closeBrowser);

  it('show exactly the orders that their names promise, of one connection and of all', () =>
    atDesk(
      (desk) =>
        withBridge(
          async (other) => {
            const ofShop = await ordersOfEachKind(desk.bridge);
            const held = await other.sweepIn();
            await other.reaches(held, 'held');
            await checkLists(desk, desk.bridge.id, { ...ofShop, held: [] });
            await checkLists(desk, other.id, { held: [held], open: [held] });
            const link = await visitList(desk, 'held');
            const anywhere = await until('held orders are shown', () => shown(desk, link, 1));
            assert.ok(anywhere.includes(held));
            await showColumns(desk, desk.bridge.id);
            await desk.picture('list-open-orders', 420);
          },
          { yaml: '    orders: { hold: true }' },
        ),
      { id: 'showroom' },
    ));
});

/** One order of each kind, and one more that is simply open. */
async function ordersOfEachKind(bridge: Bridge): Promise<Expected> {
  const stopped = await bridge.sweepIn(lamp({ lines: [{ sku: 'NOT-YET', quantity: 2, price: '5.00' }] }));
  await bridge.reaches(stopped, 'needs-attention');
  const unresolved = await bridge.deliver();
  await bridge.control.tradegecko.packOrder(unresolved.salesOrder.id);
  await unresolved.handle.signal('cancelOrder', 'too late');
  await bridge.reaches(unresolved.id, 'cancel-unresolved');
  const failed = await bridge.deliver();
  await failed.handle.terminate('By hand.');
  const stillThere = await bridge.deliver();
  await stillThere.handle.signal('cancelOrder', { reason: 'sold out', by: 'ann', houzzCancelCode: '99' });
  await stillThere.handle.result();
  const late = await bridge.deliver();
  await sweepTwice(bridge, { slowPaceMs: 0, overdueAfterMs: 0 });
  await until('it waits long', async () => (await bridge.status(late.id)).flags.includes('overdue'));
  const fresh = await bridge.deliver();
  return {
    'needs-attention': [stopped],
    'cancel-unresolved': [unresolved.id],
    failed: [failed.id],
    'waiting-long': [late.id],
    'open-in-channel': [stillThere.id],
    open: [stopped, unresolved.id, late.id, fresh.id],
  };
}

const entriesOf = (expected: Expected) =>
  listNames().flatMap((list) => (expected[list] === undefined ? [] : [[list, expected[list]] as const]));

const isList = (name: string): name is UiListName => Object.hasOwn(UI_LISTS, name);
const listNames = (): readonly UiListName[] => Object.keys(UI_LISTS).filter(isList);

async function checkLists(desk: Desk, connection: ConnectionId, expected: Expected): Promise<void> {
  for (const [list, orders] of entriesOf(expected)) {
    const ids = [...orders].sort();
    const page = await visitList(desk, list, connection);
    const found = await until(`${list} of ${connection} shows ${ids.length}`, () => shown(desk, page, ids.length));
    assert.deepEqual(found, ids, `${list} of ${connection}`);
  }
}

/** Opens a list by its link, and gives it. */
async function visitList({ visit }: Pick<Desk, 'visit'>, list: UiListName, connection?: ConnectionId): Promise<string> {
  const { address, namespace, uiUrl } = await testTemporal();
  const env = { ORDERBRIDGE_UI_URL: uiUrl };
  const link = listLink(env, { address, namespace }, { list, ...(connection === undefined ? {} : { connection }) });
  assert.ok(link);
  await visit(link);
  return link;
}

/** The orders on the page; false, and the page is loaded again, while there are fewer: lists lag behind a moment. */
async function shown({ page }: Desk, link: string, count: number): Promise<readonly string[] | false> {
  const title = page.getByText(/^\d+ Workflows?$/).first();
  const nothing = page.getByText('No Workflows Found');
  const rows = page.locator('table a[href*="/workflows/order"]');
  // The number stands in the title before its rows do.
  await title.waitFor();
  await nothing.or(rows.first()).first().waitFor();
  const texts = await rows.allInnerTexts();
  const ids = [...new Set(texts.flatMap((text) => /^order\/[^/]+\/(.+)$/.exec(text.trim())?.[1] ?? []))].sort();
  if (ids.length >= count && Number.parseInt(await title.innerText(), 10) === ids.length) return ids;
  await page.goto(link, { waitUntil: 'commit' });
  return false;
}

/** Sets the columns so that a list says where its orders stand, as the documents tell people to. */
async function showColumns(desk: Desk, connection: ConnectionId): Promise<void> {
  const { page } = desk;
  await visitList(desk, 'open', connection);
  await page.getByTestId('workflows-summary-table-configuration-button').click();
  for (const column of ['Status', 'Run ID', 'Type', 'Start', 'End']) {
    await page.getByRole('button', { name: `Remove ${column} column` }).click();
  }
  for (const column of ['OrderStage', 'AttentionReason']) {
    await page.getByRole('button', { name: `Add ${column} column` }).click();
  }
  // The browser keeps the columns; loading the page again closes the drawer.
  await visitList(desk, 'open', connection);
  await page.getByText('needs-attention').first().waitFor();
}
