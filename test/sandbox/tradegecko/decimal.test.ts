import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  decimal,
  parseDecimal,
  round,
  times,
  toCountText,
  toDecimalText,
} from '../../../src/sandbox/tradegecko/decimal.js';

describe('decimals of the TradeGecko side', () => {
  for (const [written, shown] of [
    ['12', '12.0'],
    ['12.50', '12.5'],
    ['-3', '-3.0'],
    ['.5', '0.5'],
    ['-0.05', '-0.05'],
    ['0', '0.0'],
    ['3.9321', '3.9321'],
  ] as const) {
    it(`T2.8 writes ${written} as ${shown}`, () => {
      assert.equal(toDecimalText(decimal(written)), shown);
    });
  }

  for (const written of ['', 'abc', '1,5', '1.2.3', '.', '1e5', '1'.repeat(30)]) {
    it(`takes "${written.slice(0, 8)}" for no decimal`, () => {
      assert.equal(parseDecimal(written), undefined);
    });
  }

  it('T2.16 writes counters without a point', () => {
    assert.deepEqual(
      ['301.0', '-12', '1.5'].map((text) => toCountText(decimal(text))),
      ['301', '-12', '1.5'],
    );
  });

  it('multiplies without loss where binary fractions lose', () => {
    assert.equal(toDecimalText(times(decimal('1.1'), decimal('1.1'))), '1.21');
  });

  it('rounds half away from zero on both sides of it', () => {
    assert.deepEqual(
      ['1.005', '-1.005', '1.0049', '2'].map((text) => toDecimalText(round(decimal(text), 2))),
      ['1.01', '-1.01', '1.0', '2.0'],
    );
  });
});
