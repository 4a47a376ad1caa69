import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { describe, it } from 'mocha';
import { readResolution } from '../../src/domain/resolution.js';
import { readCancel, readCancelDecision } from '../../src/workflows/process-order/typed-payloads.js';
import { addressOf, anchorsOf, blocksOf, inlineCodeOf, linksOf, readPages, type Page, type Said } from './pages.js';

const pages = readPages();
const anchors = new Map(pages.map((page) => [page.path, anchorsOf(page)]));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Why the link leads nowhere; undefined when it leads somewhere. */
function faultOf(page: Page, target: string): string | undefined {
  if (/^https?:/.test(target)) return URL.canParse(target) ? undefined : 'is no address';
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page.path : posix.join(dirname(page.path), path);
  if (!existsSync(addressOf(file))) return `needs ${file}`;
  const known = anchors.get(file);
  return anchor === undefined || known?.includes(anchor) === true ? undefined : `needs a heading #${anchor} in ${file}`;
}

describe('the links of the documents', () => {
  for (const page of pages) {
    it(`lead somewhere: ${page.path}`, () => {
      const faults = linksOf(page).flatMap(({ where, text }) => {
        const fault = faultOf(page, text);
        return fault === undefined ? [] : [`${where}: ${text} ${fault}`];
      });

      assert.deepEqual(faults, []);
    });
  }

  it('reach every page from the first one', () => {
    const reached = new Set(['README.md']);
    for (const path of reached) {
      const page = pages.find((one) => one.path === path);
      const targets = page === undefined ? [] : linksOf(page).map(({ text }) => text.split('#')[0] ?? '');
      for (const target of targets.filter((one) => one.endsWith('.md') && !one.startsWith('http'))) {
        reached.add(posix.join(dirname(path), target));
      }
    }

    assert.deepEqual(
      pages.map(({ path }) => path).filter((path) => !reached.has(path)),
      [],
    );
  });
});

/** These tell of the wire and of other people's sources, whose words look alike. */
const isAboutTheWire = ({ path }: Page): boolean => /wire-|sandbox/.test(path);

describe('the files that the documents name', () => {
  for (const page of pages.filter((one) => !isAboutTheWire(one))) {
    it(`are there: ${page.path}`, () => {
      const named = inlineCodeOf(page).filter(({ text }) => /^(?:src|test|tools|docs)\/[a-z\d./-]+$/.test(text));

      const missing = named.filter(({ text }) => !existsSync(addressOf(text)));

      assert.deepEqual(missing, []);
    });
  }
});

/** The keys of the configuration, each with its path below a connection. */
function keyPaths(schema: unknown, path = ''): readonly string[] {
  if (!isRecord(schema)) return [];
  const choices: readonly unknown[] = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [];
  const below = [schema, schema['items'], ...choices];
  const groups = below.flatMap((one) => (isRecord(one) && isRecord(one['properties']) ? [one['properties']] : []));
  const named = groups.flatMap((group) => Object.entries(group));
  return [path, ...named.flatMap(([name, inner]) => keyPaths(inner, path === '' ? name : `${path}.${name}`))];
}

function connectionKeys(): readonly string[] {
  let schema: unknown = JSON.parse(readFileSync(addressOf('orderbridge.schema.json'), 'utf8'));
  for (const step of ['properties', 'connections', 'additionalProperties']) schema = isRecord(schema) && schema[step];
  return keyPaths(schema);
}

describe('the keys of the configuration that the documents name', () => {
  const known = connectionKeys();

  for (const page of pages.filter((one) => !isAboutTheWire(one))) {
    it(`are there: ${page.path}`, () => {
      const pattern = /^(?:houzz|tradegecko|orders|shipments|inventory|guard)\.[a-zA-Z.]+(?=$|:)/;
      const named = inlineCodeOf(page).flatMap(({ where, text }) => {
        const [key] = pattern.exec(text) ?? [];
        return key === undefined ? [] : [{ where, text: key.replace(/^guard\./, 'inventory.guard.') }];
      });

      assert.deepEqual(
        named.filter(({ text }) => !known.includes(text)),
        [],
      );
    });
  }
});

describe('the variables that the documents name', () => {
  const table = readFileSync(addressOf('docs/configuration.md'), 'utf8');
  /** For who works on the program itself. */
  const FOR_DEVELOPERS = ['ORDERBRIDGE_RECORDINGS', 'ORDERBRIDGE_SCREENSHOTS'];

  for (const page of pages) {
    it(`are among those of the configuration's page: ${page.path}`, () => {
      const named = [...page.text.matchAll(/\b(?:ORDERBRIDGE|TEMPORAL)_[A-Z_]+[A-Z]\b/g)].map(([name]) => name);

      const unknown = named.filter((name) => !table.includes(`\`${name}\``) && !FOR_DEVELOPERS.includes(name));
      assert.deepEqual(unknown, []);
    });
  }
});

/** The JSON on a page that a person would type: in blocks, whole or one a line, and in sentences. */
function samplesOf(page: Page): readonly Said[] {
  const inBlocks = blocksOf(page)
    .filter(({ language }) => language === 'json')
    .flatMap(({ text, line }) => {
      const lines = text.trim().split('\n');
      const isWhole = lines.some((one) => !one.trim().endsWith('}')) || lines.length === 1;
      return (isWhole ? [text] : lines).map((one, index) => ({ where: `${page.path}:${line + index}`, text: one }));
    });
  const inSentences = inlineCodeOf(page).filter(({ text }) => /^\{ ?"/.test(text));
  return [...inBlocks, ...inSentences].filter(({ text }) => !text.includes('…'));
}

/** Fails where an order would not take it. */
function assertTaken(sample: unknown): void {
  if (!isRecord(sample)) return;
  if ('why' in sample) readResolution(sample);
  else if ('decision' in sample) assert.ok(readCancelDecision(sample) !== undefined, 'a decision on a cancel');
  else if ('reason' in sample || 'houzzCancelCode' in sample) {
    const read: Readonly<Record<string, unknown>> = { ...readCancel(sample) };
    for (const [name, value] of Object.entries(sample)) assert.equal(read[name], value, name);
  }
}

describe('what the documents have people send to an order', () => {
  const told = pages.filter((page) => !isAboutTheWire(page)).flatMap(samplesOf);

  it('is found', () => {
    assert.ok(told.length >= 6, `${told.length} are found`);
  });

  for (const { where, text } of told) {
    it(`is taken: ${text.trim()} (${where})`, () => {
      const sample: unknown = JSON.parse(text);
      assertTaken(sample);
    });
  }
});
