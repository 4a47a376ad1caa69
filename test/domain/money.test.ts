import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { formatMinorUnits, parseMinorUnits, sumOf } from '../../src/domain/money.js';

const READ: readonly (readonly [text: string, amount: number])[] = [
  ['0', 0],
  ['0.00', 0],
  ['-0.00', 0],
  ['7', 700],
  ['25.00', 2500],
  ['46.5000', 4650],
  ['123.4500', 12345],
  ['-3.50', -350],
  ['+3.50', 350],
  ['0.1', 10],
  ['0.07', 7],
  ['19.99', 1999],
  ['1.004', 100],
  ['1.005', 101],
  ['-1.005', -101],
  ['0.995', 100],
  ['-0.001', 0],
  [' 12.30 ', 1230],
  ['9999999999999.99', 999999999999999],
];

const REFUSED: readonly string[] = [
  '',
  ' ',
  '-',
  '.5',
  '5.',
  '1,50',
  '1e3',
  '$5.00',
  '1 000',
  'NaN',
  '0x10',
  '10000000000000',
];

const WRITTEN: readonly (readonly [amount: number, text: string])[] = [
  [0, '0.00'],
  [5, '0.05'],
  [-5, '-0.05'],
  [10, '0.10'],
  [100, '1.00'],
  [-350, '-3.50'],
  [123456, '1234.56'],
];

describe('money', () => {
  for (const [text, amount] of READ) {
    it(`reads "${text}" as ${amount} minor units`, () => {
      assert.equal(Object.is(parseMinorUnits(text), amount), true);
    });
  }

  for (const text of REFUSED) {
    it(`refuses "${text}" as an amount`, () => {
      assert.equal(parseMinorUnits(text), undefined);
    });
  }

  for (const [amount, text] of WRITTEN) {
    it(`writes ${amount} minor units as "${text}"`, () => {
      assert.equal(formatMinorUnits(amount), text);
    });
  }

  it('reads back every amount that it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (amount) => {
        assert.equal(parseMinorUnits(formatMinorUnits(amount)), amount);
      }),
    );
  });

  it('adds none, one and several amounts', () => {
    assert.deepEqual([sumOf([]), sumOf([-350]), sumOf([2500, 2500, -350])], [0, -350, 4650]);
  });
});
