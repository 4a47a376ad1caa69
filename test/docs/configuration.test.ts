import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Config } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { addressOf, blocksOf, type Block } from './pages.js';

const PATH = 'docs/configuration.md';
const blocks = blocksOf({ path: PATH, text: readFileSync(addressOf(PATH), 'utf8') });
const blockOf = (language: string): Block =>
  blocks.find((block) => block.language === language) ?? assert.fail(`The page has no ${language}.`);

/** Reads a configuration with files beside it. */
function load(text: string, files: Readonly<Record<string, string>> = {}): Config {
  const folder = mkdtempSync(join(tmpdir(), 'orderbridge-page-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, 'orderbridge.yaml'), text);
    return loadConfig({ env: { HOUZZ_TOKEN: 'x' }, cwd: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the page of the configuration', () => {
  const shortest = blockOf('yaml').text.replace('secrets/tradegecko', 'token');

  it('shows the shortest file that works', () => {
    const { connections } = load(shortest, { token: 'y' });

    assert.deepEqual(
      connections.map(({ id, tradegecko }) => [id, tradegecko.token]),
      [['main', 'y']],
    );
    for (const key of ['token:.*env', 'userName', 'appName', 'token:.*file', 'companyId']) {
      const shorter = shortest.replace(new RegExp(`^ +${key}.*\n`, 'm'), '');
      assert.notEqual(shorter, shortest);
      assert.throws(() => load(shorter, { token: 'y' }), /is missing/, key);
    }
  });

  it('shows rules for single SKUs that can be read', () => {
    const text = `${shortest}    inventory: { skuRules: rules.csv }\n`;

    const [main] = load(text, { token: 'y', 'rules.csv': blockOf('csv').text }).connections;

    assert.deepEqual(main?.inventory.skuRules, [
      { sku: 'LAMP-RED', buffer: 2 },
      { sku: 'TABLE', cap: 10 },
      { sku: 'SAMPLE-BOX', skip: true },
    ]);
  });
});

describe('the schema for editors', () => {
  const schema: unknown = JSON.parse(readFileSync(addressOf('orderbridge.schema.json'), 'utf8'));
  const editor = z.fromJSONSchema(z.record(z.string(), z.json()).parse(schema));
  const example = readFileSync(addressOf('orderbridge.example.yaml'), 'utf8');
  const accepts = (text: string): boolean => editor.safeParse(parse(text)).success;

  it('is named by the example, and accepts it', () => {
    assert.match(example, /^# yaml-language-server: \$schema=\.\/orderbridge\.schema\.json\n/);
    assert.ok(accepts(example));
  });

  it('accepts a section with all its keys commented out, where none is required', () => {
    assert.ok(accepts(`${blockOf('yaml').text}    orders:\n    shipments:\n    inventory:\n      guard:\n`));
  });

  for (const [what, from, to] of [
    ['a key that is not known', 'appName:', 'applicationName:'],
    ['a key that is missing', 'appName: orderbridge', ''],
    ['a secret that stands in the file', '{ env: HOUZZ_TOKEN }', 'abc'],
    ['a duration without a unit', '# timeout: 30s', 'timeout: 30'],
    ['a duration with an unknown unit', '# timeout: 30s', 'timeout: 30w'],
    ['a word that is none of the list', '# flow: auto-charge', 'flow: automatic'],
    ['a number out of bounds', '# slots: 4', 'slots: 40'],
    ['a name that cannot stand in ids', 'main:', 'Main_Shop:'],
  ] as const) {
    it(`marks ${what}`, () => {
      const wrong = example.replace(from, to);

      assert.notEqual(wrong, example);
      assert.ok(!accepts(wrong));
    });
  }
});
