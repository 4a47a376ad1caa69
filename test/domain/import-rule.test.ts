import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { channelOrderId } from '../../src/domain/ids.js';
import { whyNotImported, type ImportRule } from '../../src/domain/import-rule.js';

const ID = channelOrderId('1000-0000-0000-0001');
const OLDEST = '2026-10-25T12:00:00.000Z';
const rule: ImportRule = {
  isImportable: ({ kind }) => kind === 'charged' || kind === 'unrecognised',
  skippedIds: new Set(['1000-0000-0000-0009']),
  oldestMs: Date.parse(OLDEST),
};
const order = { orderId: ID, createdAt: '2026-11-20T10:00:00.000Z', status: { kind: 'charged' } } as const;

describe('the rule of the import', () => {
  const cases = [
    ['imports a charged order', order, undefined],
    ['imports an order at the age limit', { ...order, createdAt: OLDEST }, undefined],
    ['leaves out an order beyond it', { ...order, createdAt: '2026-10-25T11:59:59.999Z' }, 'too-old'],
    ['leaves out a skipped order', { ...order, orderId: channelOrderId('1000-0000-0000-0009') }, 'before-start'],
    ['leaves out another status', { ...order, status: { kind: 'placed' } }, 'status-not-imported'],
    ['imports a status that nobody knows', { ...order, status: { kind: 'unrecognised', raw: 'Odd' } }, undefined],
  ] as const;
  for (const [claim, given, expected] of cases) {
    it(claim, () => {
      assert.equal(whyNotImported(given, rule), expected);
    });
  }
});
