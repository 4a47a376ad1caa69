import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { orderWorkflowId } from '../../src/messages/workflow-ids.js';
import { withBridge, type Bridge, type BridgeOptions } from '../support/bridge.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/** No sandbox, because tests may run as root; none of Chromium's own calls to the outside. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const SLOW_MS = 20_000;
/** The least width at which the Web UI shows the head of a page in columns. */
const VIEWPORT = { width: 1280, height: 900 };
/** What stands left of and above a page's own content. */
const FRAME = { left: 205, top: 49 };

type Message = 'Signal' | 'Update';

/** The Web UI in a browser, as an operator has it before them. */
export interface Desk {
  readonly bridge: Bridge;
  readonly page: Page;
  /** Opens a page by its address within the namespace, or by a whole link. */
  visit(path: string): Promise<void>;
  visitOrder(id: ChannelOrderId): Promise<void>;
  /** Opens *User Metadata* and waits until it shows a text; gives all of it. */
  readDetails(text: string | RegExp): Promise<string>;
  /** The payloads that the details offer to be copied. */
  copyAnswers(): Promise<readonly string[]>;
  /** Chooses a signal or an update and types its payload; the form stays open. */
  fillIn(kind: Message, name: string, payload?: string): Promise<Locator>;
  /** The same, and submits it. */
  send(kind: Message, name: string, payload?: string): Promise<Locator>;
  requestCancellation(): Promise<void>;
  /** Keeps a picture for the documents, in the folder that ORDERBRIDGE_SCREENSHOTS names. */
  picture(name: string, height?: number): Promise<void>;
}

let browser: Browser | undefined;

/** Starts the browser; false, with the reason told, where there is none. */
export async function openBrowser(): Promise<boolean> {
  if (!existsSync(CHROMIUM)) {
    process.stderr.write(`No Chromium at ${CHROMIUM} (set CHROMIUM_PATH): the browser tests are skipped.\n`);
    return false;
  }
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  return true;
}

/** Ends the browser, if it was started. */
export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = undefined;
}

/** Plays a story before the Web UI, on a bridge of its own. */
export async function atDesk(story: (desk: Desk) => Promise<void>, options: BridgeOptions = {}): Promise<void> {
  await withBridge(async (bridge) => {
    if (browser === undefined) throw new Error('The browser was not started.');
    const page = await browser.newPage({ viewport: VIEWPORT, timezoneId: 'UTC' });
    page.setDefaultTimeout(SLOW_MS);
    try {
      await story(await deskOf(bridge, page));
    } finally {
      await page.close();
    }
  }, options);
}

async function deskOf(bridge: Bridge, page: Page): Promise<Desk> {
  const { uiUrl, namespace } = await testTemporal();
  const visit = async (path: string): Promise<void> => {
    const address = path.startsWith('http') ? path : `${uiUrl}/namespaces/${namespace}/${path}`;
    await page.goto(address, { waitUntil: 'commit' });
  };
  return {
    bridge,
    page,
    visit,
    visitOrder: (id) => visit(`workflows/${encodeURIComponent(orderWorkflowId(bridge.id, id))}`),
    readDetails: (text) => readDetails(page, text),
    async copyAnswers() {
      return (await Promise.all(framesOf(page).map((frame) => frame.locator('code').allInnerTexts()))).flat();
    },
    fillIn: (kind, name, payload) => fillIn(page, { kind, name, payload }),
    async send(kind, name, payload) {
      const form = await fillIn(page, { kind, name, payload });
      await form.getByRole('button', { name: 'Submit' }).click();
      return form;
    },
    async requestCancellation() {
      await page.getByRole('button', { name: 'Request Cancellation' }).first().click();
      await dialog(page, /cancel/i)
        .getByRole('button', { name: 'Confirm' })
        .click();
    },
    picture: (name, height) => keepPicture(page, name, height),
  };
}

/** Summary and details are rendered Markdown, each in a frame of its own. */
const framesOf = (page: Page) => page.frames().filter((frame) => frame !== page.mainFrame());

async function readDetails(page: Page, text: string | RegExp): Promise<string> {
  await page.getByRole('tab', { name: 'User Metadata' }).click();
  return until(`the details show ${String(text)}`, async () => {
    const texts = await Promise.all(
      framesOf(page).map((frame) =>
        frame
          .locator('body')
          .innerText()
          .catch(() => ''),
      ),
    );
    const shown = texts.join('\n').replaceAll(/\s+/g, ' ');
    return (typeof text === 'string' ? shown.includes(text) : text.test(shown)) && shown;
  });
}

interface Filling {
  readonly kind: Message;
  readonly name: string;
  readonly payload: string | undefined;
}

async function fillIn(page: Page, { kind, name, payload }: Filling): Promise<Locator> {
  const title = kind === 'Signal' ? 'Send a Signal' : 'Send an Update';
  await page.getByRole('button', { name: 'More Actions' }).first().click();
  await page.getByRole('menuitem', { name: title }).first().click();
  const form = dialog(page, title);
  await form.getByTestId(`${kind.toLowerCase()}-select-button`).click();
  await form.getByRole('option', { name }).click();
  if (payload === undefined) return form;
  await form.locator('.cm-content').first().click();
  await page.keyboard.insertText(payload);
  // The editor lays the text out anew when it is left, and would move the button away under the mouse.
  await form.locator('.cm-content').first().blur();
  return form;
}

const dialog = (page: Page, title: string | RegExp): Locator =>
  page.locator('dialog[open], [role=dialog]').filter({ hasText: title }).first();

async function keepPicture(page: Page, name: string, height = VIEWPORT.height - FRAME.top): Promise<void> {
  const folder = process.env['ORDERBRIDGE_SCREENSHOTS'];
  if (folder === undefined || folder === '') return;
  await mkdir(folder, { recursive: true });
  const clip = { x: FRAME.left, y: FRAME.top, width: VIEWPORT.width - FRAME.left, height };
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', clip });
}
