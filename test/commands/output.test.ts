import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PLAIN } from '../../src/commands/output/style.js';
import { renderTable } from '../../src/commands/output/table.js';
import { wrap } from '../../src/commands/output/text.js';

const COLUMNS = [{ heading: 'order' }, { heading: 'stage' }, { heading: 'lines' }];
const long = 'LAMP-WITH-A-VERY-LONG-SKU-';

describe('a table', () => {
  for (const [claim, rows] of [
    ['no row', []],
    ['one row', [['1', 'held', '2 x A']]],
    ['a long last cell', [['1', 'held', `${long} and `.repeat(12)]]],
    ['one word too long for a line', [['1', 'held', long.repeat(9)]]],
    ['long cells everywhere', [[long.repeat(3), long.repeat(3), long.repeat(3)]]],
    ['a row that is too short', [['1']]],
  ] as const) {
    it(`stays within 80 columns with ${claim}`, () => {
      const lines = renderTable(COLUMNS, rows, PLAIN).split('\n');

      assert.ok(
        lines.every((line) => line.length <= 80),
        lines.join('\n'),
      );
      assert.match(lines[0] ?? '', /^order\s+stage\s+lines$/);
    });
  }

  it('goes on below its last column and loses no word', () => {
    const words = Array.from({ length: 40 }, (_, index) => `word${index}`);

    const text = renderTable(COLUMNS, [['1', 'held', words.join(' ')]], PLAIN);

    assert.deepEqual(text.match(/word\d+/g), words);
  });

  it('marks cells without moving columns', () => {
    const marked = [{ heading: 'a', mark: (cell: string) => `<${cell}>` }, { heading: 'b' }];

    assert.equal(renderTable(marked, [['x', 'y']], PLAIN), 'a  b\n<x>  y');
  });
});

describe('wrapped text', () => {
  it('keeps its own line breaks and an empty text', () => {
    assert.deepEqual(wrap('one two\nthree', 7), ['one two', 'three']);
    assert.deepEqual(wrap('', 7), ['']);
  });
});
