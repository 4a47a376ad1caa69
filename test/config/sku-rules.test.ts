import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ConfigError } from '../../src/config/config-error.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { SkuStockRule } from '../../src/domain/stock/rules.js';

const CONFIG = `
connections:
  main:
    houzz: { token: { env: A }, userName: seller, appName: app }
    tradegecko: { token: { env: B }, companyId: 7 }
    inventory: { skuRules: rules.csv }
`;

let folder: string;

/** Reads a configuration that names a file of rules with this content; without content the file is not there. */
function read(csv?: string): readonly SkuStockRule[] {
  writeFileSync(join(folder, 'orderbridge.yaml'), CONFIG);
  if (csv !== undefined) writeFileSync(join(folder, 'rules.csv'), csv);
  const [main] = loadConfig({ env: { A: 'x', B: 'y' }, cwd: folder }).connections;
  return main?.inventory.skuRules ?? assert.fail('The configuration holds no connection.');
}

function problemsOf(csv?: string): readonly string[] {
  try {
    read(csv);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    assert.ok(error.problems.every(({ where, line }) => where === 'connections.main.inventory.skuRules' && line === 6));
    return error.problems.map(({ what, next }) => `${what}. ${next}`);
  }
  return assert.fail('The file was accepted.');
}

describe('the file of rules for single SKUs', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-rules-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('may hold no line, one and several, with each column and an empty cell for the general rule', () => {
    assert.deepEqual(read('sku,buffer\n'), []);
    assert.deepEqual(read('sku\nLAMP\n'), [{ sku: 'LAMP' }]);
    const header = 'sku,buffer,percentage,floor,cap,locations,fixed,skip';
    assert.deepEqual(read(`${header}\nLAMP,2,50,3,9,2001 2002,,no\nSOFA,,,,none,,,\nVASE,,,,,,7,\nRUG,,,,,,,yes\n`), [
      { sku: 'LAMP', buffer: 2, percentage: 50, floor: 3, cap: 9, locations: ['2001', '2002'], skip: false },
      { sku: 'SOFA', cap: null },
      { sku: 'VASE', fixed: 7 },
      { sku: 'RUG', skip: true },
    ]);
  });

  it('is read as spreadsheets write it: a mark at its start, quotes, columns in any order, blank lines', () => {
    assert.deepEqual(read('\ufeffbuffer,sku\r\n1,"LAMP, RED"\r\n\r\n 2 , "12"" SHELF" \r\n3,007\r\n'), [
      { sku: 'LAMP, RED', buffer: 1 },
      { sku: '12" SHELF', buffer: 2 },
      { sku: '007', buffer: 3 },
    ]);
  });

  it('is refused with everything that is wrong in it, by line', () => {
    const csv = 'sku,buffer,percentage,skip\nLAMP,-1,101,maybe\n\n,1,,\nSOFA,1\nRUG,1,2,no,5\nSOFA,2\n';

    assert.deepEqual(problemsOf(csv), [
      'names rules.csv, whose line 2 cannot have that buffer. Give a whole number from 0 to 999999, or leave it empty for the general rule.',
      'names rules.csv, whose line 2 cannot have that percentage. Give a whole number from 0 to 100, or leave it empty for the general rule.',
      'names rules.csv, whose line 2 cannot have that skip. Say yes or no.',
      'names rules.csv, whose line 4 has no sku. Give the SKU in TradeGecko.',
      'names rules.csv, whose line 6 has 5 cells for 4 columns. Put a text that holds commas in quotes.',
      'names rules.csv, whose line 7 names the SKU of line 5 again. Keep one line for each SKU.',
    ]);
  });

  const refused: readonly (readonly [claim: string, csv: string | undefined, problem: RegExp])[] = [
    ['it is not there', undefined, /names rules\.csv, which is not there/],
    ['it is empty', '', /which is empty. Begin it with/],
    ['a column is mistyped', 'sku,bufer\n', /line 1 has the unknown column "bufer". Did you mean "buffer"\?/],
    ['a column is unlike any', 'sku,colour of it\n', /unknown column "colour of it". Known: sku, buffer/],
    ['a column stands twice', 'sku,cap,cap\n', /has the column "cap" twice/],
    ['there is no header', 'LAMP,2\n', /names no column "sku"/],
    ['a quote is not closed', 'sku,cap\n"LAMP,2\n', /is no CSV \(CSV_QUOTE_NOT_CLOSED\)/],
    ['a cap is a word', 'sku,cap\nLAMP,all\n', /cannot have that cap. Give a whole number .*, or none for no limit/],
    ['locations are no numbers', 'sku,locations\nLAMP,Main\n', /cannot have that locations. Give numbers/],
  ];
  for (const [claim, csv, problem] of refused) {
    it(`is refused where ${claim}`, () => {
      assert.match(problemsOf(csv).join('\n'), problem);
    });
  }

  it('tells at most fifty problems of a file that is wrong throughout', () => {
    assert.equal(problemsOf(`sku,cap\n${'LAMP,x\n'.repeat(200)}`).length, 50);
  });
});
