import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { BLOCKING_REASONS, FLAG_REASONS, NEXT_STEP } from '../../src/domain/attention.js';
import { channelStatusWord } from '../../src/domain/channel-order.js';
import { isNonEmpty } from '../../src/domain/non-empty.js';

describe('words that operators read', () => {
  it('name one next step for each reason, and each reason once', () => {
    const reasons = [...BLOCKING_REASONS, ...FLAG_REASONS];

    assert.equal(new Set(reasons).size, reasons.length);
    assert.deepEqual(Object.keys(NEXT_STEP).sort(), [...reasons].sort());
  });

  it('give a status as one word, and an unknown one as it came', () => {
    assert.equal(channelStatusWord({ kind: 'charge-failed' }), 'charge-failed');
    assert.equal(channelStatusWord({ kind: 'unrecognised', raw: 'Teleported' }), 'unrecognised:Teleported');
  });
});

describe('a list that must not be empty', () => {
  it('is told from one that is', () => {
    assert.deepEqual([[], [1], [1, 2]].map(isNonEmpty), [false, true, true]);
  });
});
