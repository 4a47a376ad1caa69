import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { compareListing, rememberRaise } from '../../src/activities/stock/compare.js';
import type { ConnectionConfig } from '../../src/config/config.js';
import { parseDuration } from '../../src/config/durations.js';
import { loadConfig } from '../../src/config/load-config.js';
import { itemId } from '../../src/domain/ids.js';
import type { StockedItem } from '../../src/domain/stock/item.js';
import {
  forgetOldFalls,
  hiddenBySku,
  noteShown,
  noteWritten,
  type ListingMemory,
} from '../../src/domain/stock/memory.js';
import { stockRulebook } from '../../src/domain/stock/rules.js';
import { targetsOf } from '../../src/domain/stock/targets.js';

const page = readFileSync(new URL('../../docs/stock.md', import.meta.url), 'utf8');

type Row = (column: string) => string;

/** The rows of the table whose first columns are named so, read by column. */
function tableOf(...columns: readonly string[]): readonly Row[] {
  const lines = page.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const head = lines.findIndex((cells) => columns.every((column, index) => cells[index] === column));
  assert.ok(head >= 0, `The page has no table with ${columns.join(', ')}.`);
  const names = lines[head] ?? [];
  const rest = lines.slice(head + 2);
  const end = rest.findIndex((cells) => cells.length === 0);
  return rest.slice(0, end).map((cells) => (column) => cells[names.indexOf(column)] ?? assert.fail(column));
}

const blockOf = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? assert.fail(`There is no ${language}.`);

/** The page's own configuration and file of rules, read as an operator's are. */
function configOfPage(): ConnectionConfig {
  const folder = mkdtempSync(join(tmpdir(), 'orderbridge-page-'));
  try {
    writeFileSync(join(folder, 'stock-rules.csv'), blockOf('csv'));
    const sections = blockOf('yaml').replaceAll(/^/gm, '    ');
    const services =
      '    houzz: { token: { env: A }, userName: u, appName: a }\n    tradegecko: { token: { env: A }, companyId: 1 }\n';
    writeFileSync(join(folder, 'orderbridge.yaml'), `connections:\n  main:\n${services}${sections}`);
    const [main] = loadConfig({ env: { A: 'x' }, cwd: folder }).connections;
    return main ?? assert.fail('The page holds no connection.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const itemOf = (sku: string, row: Row): StockedItem => ({
  id: itemId(sku),
  sku,
  isTracked: true,
  mayOversell: false,
  maxOnline: null,
  locations: [{ id: '1', onHand: Number(row('on hand')), committed: Number(row('committed')) }],
});

describe("the shop that the stock's page computes", () => {
  const { orders, inventory } = configOfPage();
  const items = tableOf('item', 'on hand');
  const unitsIn = (column: string) => new Map(items.map((row) => [row('item'), Number(row(column))]));
  const hidden = unitsIn('hidden');
  const targets = targetsOf({
    items: items.map((row) => itemOf(row('item'), row)),
    inFlight: unitsIn('in flight'),
    hidden: (sku) => hidden.get(sku) ?? 0,
    skuRules: orders.rules.skuRules,
    rulebook: stockRulebook(inventory.rules, inventory.skuRules),
  });

  for (const row of tableOf('listing', 'why')) {
    it(`shows ${row('shown')} of ${row('listing')}`, () => {
      const target = targets(row('listing'));

      const shown = target.kind === 'target' ? String(target.quantity) : target.kind === 'skipped' ? 'not written' : '';
      assert.equal(shown, row('shown'));
    });
  }
});

describe("the morning that the stock's page tells", () => {
  const SKU = 'LAMP';
  const raiseAfterMs = parseDuration(/`raiseAfter: (45m)`/.exec(page)?.[1] ?? '') ?? assert.fail('No time to stand.');
  const msOf = (time: string) => Date.parse(`2026-11-24T${time}:00Z`);
  const { inventory } = configOfPage();
  const general = { ...inventory.rules, buffer: 0, percentage: 100, floor: 0, cap: null };
  const memory = new Map<string, ListingMemory>();

  for (const row of tableOf('time', 'what has happened')) {
    it(`hides ${row('hidden')} and writes ${row('written')} at ${row('time')}, when ${row('what has happened')}`, () => {
      const clock = { nowMs: msOf(row('time')), trustedMs: msOf(row('known')), raiseAfterMs };
      const shown = Number(row('Houzz shows'));
      const known = memory.get(SKU);
      if (known !== undefined) {
        const read = noteShown(known, { shown, imported: Number(row('imported')), cancelled: 0, nowMs: clock.nowMs });
        memory.set(SKU, forgetOldFalls(read, clock));
      }
      const targets = targetsOf({
        items: [itemOf(SKU, row)],
        inFlight: new Map([[SKU, Number(row('in flight'))]]),
        hidden: hiddenBySku(memory, []),
        skuRules: [],
        rulebook: stockRulebook(general, []),
      });
      const listings = {
        shown: new Map([[SKU, shown]]),
        listedTwice: new Set<string>(),
        unreadable: new Map<string, string>(),
      };

      const compared = compareListing({ memory, listings, targets, clock }, SKU);

      assert.ok(compared?.kind === 'compared');
      const { terms } = compared.target;
      const [part] = terms.kind === 'computed' ? terms.parts : [];
      assert.equal(part?.terms.kind === 'counted' && part.terms.hidden, Number(row('hidden')));
      const { decision } = compared;
      assert.equal(decision.kind === 'keep' ? '-' : String(decision.write), row('written'));
      const after = memory.get(SKU);
      if (decision.kind === 'keep' || after === undefined) return;
      memory.set(SKU, noteWritten(after, decision.write));
      rememberRaise({ memory }, SKU, decision);
    });
  }
});
