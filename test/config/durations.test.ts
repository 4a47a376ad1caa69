import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatDuration, parseDuration } from '../../src/config/durations.js';

describe('durations', () => {
  const TABLE: readonly (readonly [text: string, ms: number | undefined])[] = [
    ['0s', 0],
    ['30s', 30_000],
    ['2m', 120_000],
    ['6h', 21_600_000],
    ['7d', 604_800_000],
    [' 15m ', 900_000],
    ['999999d', 86_399_913_600_000],
    ['1000000d', undefined],
    ['2', undefined],
    ['m', undefined],
    ['2 m', undefined],
    ['-2m', undefined],
    ['1.5h', undefined],
    ['2M', undefined],
    ['2w', undefined],
    ['2m30s', undefined],
    ['', undefined],
  ];
  for (const [text, ms] of TABLE) {
    it(`reads "${text}" as ${ms === undefined ? 'no duration' : `${ms} ms`}`, () => {
      assert.equal(parseDuration(text), ms);
    });
  }

  it('writes the largest unit that needs no fraction', () => {
    assert.deepEqual([0, 30_000, 90_000, 120_000, 86_400_000, 90_000_000].map(formatDuration), [
      '0s',
      '30s',
      '90s',
      '2m',
      '1d',
      '25h',
    ]);
  });
});
