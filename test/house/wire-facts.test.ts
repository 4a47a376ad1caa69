import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { SWITCHES } from '../../src/sandbox/sandbox.js';

/** Marks of facts that are more than a guess: each is shown by a test that its id names. */
const SURE = ['certain', 'likely', 'recorded', 'documented', 'client'];
const UNSURE = ['guess', 'unknown'];

interface Fact {
  readonly id: string;
  readonly mark: string;
  readonly text: string;
}

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const pages = ['docs/wire-houzz.md', 'docs/wire-tradegecko.md'].map(read);

const ROW = /^\|\s*([HT]\d+(?:\.\d+)*)\s*\|(.*)\|([^|]*)\|([^|]*)\|\s*$/gm;
const facts = pages.flatMap((page) =>
  [...page.matchAll(ROW)].map(([, id = '', text = '', , mark = '']): Fact => ({ id, text, mark: mark.trim() })),
);

const TITLE = /\b(?:it|describe)\(\s*(['"`])((?:[HT]\d+(?:\.\d+)*\s+)+)/g;

/** Ids of facts that begin the title of a test. */
function namedIds(): ReadonlySet<string> {
  const files = readdirSync(new URL('test/', root), { recursive: true, encoding: 'utf8' });
  const tests = files.filter((file) => file.endsWith('.test.ts')).map((file) => read(`test/${file}`));
  const titles = tests.flatMap((text) => [...text.matchAll(TITLE)].map(([, , ids = '']) => ids));
  return new Set(titles.flatMap((ids) => ids.trim().split(/\s+/)));
}

describe('what is known of the wire', () => {
  it('carries one id and one known mark each', () => {
    const seen = new Set<string>();
    const twice = facts.filter(({ id }) => seen.size === seen.add(id).size).map(({ id }) => id);
    assert.deepEqual(twice, []);
    const unmarked = facts.filter(({ mark }) => ![...SURE, ...UNSURE].includes(mark)).map(({ id, mark }) => [id, mark]);
    assert.deepEqual(unmarked, []);
    assert.ok(facts.length > 300, `${facts.length} facts are read from the pages`);
  });

  it('is shown by a test wherever it is more than a guess', () => {
    const named = namedIds();
    const unshown = facts.filter(({ id, mark }) => SURE.includes(mark) && !named.has(id)).map(({ id }) => id);
    assert.deepEqual(unshown, []);
  });

  it('names no fact in a test that the pages lack', () => {
    const known = new Set(facts.map(({ id }) => id));
    assert.deepEqual(
      [...namedIds()].filter((id) => !known.has(id)),
      [],
    );
  });

  it('names a switch for every reading that can be chosen, and none that does not exist', () => {
    const declared = SWITCHES.map(({ name }) => name);
    const mentioned = new Set(
      pages.flatMap((page) => [...page.matchAll(/`((?:houzz|tradegecko)\.[a-z0-9-]+)`/g)].map(([, name = '']) => name)),
    );
    assert.deepEqual(
      declared.filter((name) => !mentioned.has(name)),
      [],
    );
    assert.deepEqual(
      [...mentioned].filter((name) => !declared.includes(name)),
      [],
    );
  });
});
