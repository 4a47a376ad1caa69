import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { isKept, joinRounds, middleOf, shareOf, type Figure } from './bench.js';
import { BENCH_NAMES, BENCHES } from './benches.js';
import { missingPlaces, PERFORMANCE_PAGE, withResults } from './page.js';
import { renderResults, tableOf, type Result } from './report.js';

const RATE: Figure = { name: 'rate', unit: 'orders/s', values: [3, 1, 2], promise: { atLeast: 2 } };
const WAIT: Figure = { name: 'wait', unit: 'ms', values: [1_200], promise: { atMost: 1_000 } };
const RESULT: Result = { bench: 'orders', about: 'many at once', figures: [RATE, WAIT] };

describe('a figure', () => {
  it('is told by its middle value, and its slowest in a hundred', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

    assert.equal(middleOf([9]), 9);
    assert.equal(middleOf([9, 1, 5]), 5);
    assert.equal(middleOf([9, 1]), 5);
    assert.equal(shareOf(hundred, 0.99), 100);
  });

  it('keeps or misses what is promised of its middle value', () => {
    assert.equal(isKept(RATE), true);
    assert.equal(isKept(WAIT), false);
    assert.equal(isKept({ name: 'size', unit: 'MB', values: [1] }), undefined);
  });

  it('holds one value a round, in the order of the rounds', () => {
    const rounds = [1, 2].map((value) => [
      { ...RATE, values: [value] },
      { ...WAIT, values: [value * 10] },
    ]);

    assert.deepEqual(
      joinRounds(rounds).map(({ name, values }) => [name, values]),
      [
        ['rate', [1, 2]],
        ['wait', [10, 20]],
      ],
    );
  });
});

describe('the report', () => {
  it('shows the middle, the spread and whether the promise is kept', () => {
    const text = renderResults({ cores: 2 }, [RESULT]);

    assert.match(text, /^cores: 2$/m);
    assert.match(text, /rate +2 orders\/s +1 to 3 +at least 2: kept/);
    assert.match(text, /wait +1200 ms +at most 1000: missed/);
  });

  it('tells rounds that are all alike from a single one', () => {
    const figures = [
      { name: 'events', unit: 'events', values: [23, 23] },
      { name: 'computed', unit: 'orders/s', values: [0.95] },
    ];
    const table = tableOf({ ...RESULT, figures });

    assert.match(table, /\| events \| 23 events \| all 2 alike \| {2}\|/);
    assert.match(table, /\| computed \| 0.95 orders\/s \| {2}\| {2}\|/);
  });
});

describe('the page of performance', () => {
  it('has a place for every bench', async () => {
    assert.deepEqual(missingPlaces(await readFile(PERFORMANCE_PAGE, 'utf8'), BENCH_NAMES), []);
  });

  it('takes the tables of what was measured and keeps all the rest', async () => {
    const page = await readFile(PERFORMANCE_PAGE, 'utf8');
    const written = withResults(page, { date: '2026-11-24' }, [RESULT]);
    const again = withResults(written, { date: '2026-11-25' }, []);

    assert.match(written, /\| date \| 2026-11-24 \|/);
    assert.match(written, /Many at once\./);
    assert.match(again, /\| date \| 2026-11-25 \|/);
    assert.match(again, /\| rate \| 2 orders\/s \|/);
    assert.doesNotMatch(again, /2026-11-24/);
    assert.deepEqual(missingPlaces(again, BENCH_NAMES), []);
  });

  it('is refused when it lost a place', () => {
    assert.throws(() => withResults('# A page without places', {}, [RESULT]), /has no place for surroundings/);
    assert.deepEqual(missingPlaces('', ['orders']), ['surroundings', 'orders']);
  });
});

describe('the benches', () => {
  it('carry the names under which they are called', async () => {
    for (const [name, { load }] of Object.entries(BENCHES)) assert.equal((await load()).name, name);
  });
});
