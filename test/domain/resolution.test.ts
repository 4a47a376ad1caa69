import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { BLOCKING_REASONS, FLAG_REASONS, NEXT_STEP, nextStepOf } from '../../src/domain/attention.js';
import {
  correctedOrder,
  correctOrder,
  DECISIONS,
  readResolution,
  type OrderCorrection,
  type Resolution,
  type Resolved,
} from '../../src/domain/resolution.js';
import { ADDRESS, aCoupon, anOrder, aProduct } from './builders.js';

const SAID = { by: 'ann', why: 'The buyer called.' };

function correctionIn(payload: object): OrderCorrection {
  const { change } = readResolution({ ...SAID, ...payload });
  return change.kind === 'decision' ? assert.fail('a decision') : change;
}

const taken = (change: Resolution['change']): Resolved => ({
  change,
  record: { ...SAID, at: '2026-11-23T10:00:00.000Z', what: '' },
});

describe('a resolution that a person types', () => {
  const REFUSED: readonly (readonly [what: string, payload: unknown, words: RegExp])[] = [
    ['nothing', undefined, /must be a record/],
    ['a text', 'retry', /must be a record/],
    ['a list', [], /must be a record/],
    ['no change at all', SAID, /exactly one/],
    ['two changes', { ...SAID, address: { city: 'A' }, decision: 'accept-total' }, /exactly one/],
    ['nobody', { why: 'x', decision: 'accept-total' }, /"by" is missing/],
    ['no reason', { by: 'ann', why: ' ', decision: 'accept-total' }, /"why" is missing/],
    ['a name that is a record', { ...SAID, by: {}, decision: 'accept-total' }, /"by" must be a text/],
    ['a field of another time', { ...SAID, decision: 'accept-total', force: true }, /nothing else/],
    ['an unknown decision', { ...SAID, decision: 'do-it' }, /one of deliver-again, accept-total/],
    ['an empty address', { ...SAID, address: {} }, /at least one of line1/],
    ['an unknown part of an address', { ...SAID, address: { town: 'Austin' } }, /nothing else/],
    ['a part of an address that never ends', { ...SAID, address: { city: 'x'.repeat(501) } }, /more than 500/],
    ['a line without a name', { ...SAID, line: { quantity: 1 } }, /"number" or its "sku"/],
    ['a line without a change', { ...SAID, line: { sku: 'A' } }, /at least one of "newSku"/],
    ['no units', { ...SAID, line: { sku: 'A', quantity: 0 } }, /whole number/],
    ['half a unit', { ...SAID, line: { sku: 'A', quantity: 1.5 } }, /whole number/],
    ['too many units', { ...SAID, line: { sku: 'A', quantity: 1_000_001 } }, /whole number/],
    ['a price of three decimals', { ...SAID, line: { sku: 'A', price: '1.005' } }, /price of one unit/],
    ['a price below zero', { ...SAID, line: { sku: 'A', price: '-1.00' } }, /price of one unit/],
    ['an empty SKU', { ...SAID, line: { sku: 'A', newSku: '' } }, /must not be empty/],
  ];
  for (const [what, payload, words] of REFUSED) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => readResolution(payload), words);
    });
  }

  it('is never repeated in the words that refuse it', () => {
    assert.throws(
      () => readResolution({ ...SAID, address: { city: 'Secretville', street: '1 Hidden Way' } }),
      (error: Error) => !/Secretville|Hidden/.test(error.message),
    );
  });

  it('may write numbers as numbers or as texts', () => {
    const typed = correctionIn({ line: { number: '1', quantity: '3', price: 12.5 } });
    const plain = correctionIn({ line: { number: 1, quantity: 3, price: '12.50' } });

    assert.deepEqual(typed, plain);
  });

  for (const decision of Object.keys(DECISIONS)) {
    it(`may decide ${decision}`, () => {
      assert.deepEqual(readResolution({ ...SAID, decision }).change, { kind: 'decision', decision });
    });
  }
});

describe('a corrected order', () => {
  const order = anOrder({ lines: [aCoupon(), aProduct({ sku: 'A' }), aProduct({ sku: 'B', quantity: 2 })] });

  it('has the parts of the address that were given, keeps the others, and names the parts only', () => {
    const { order: corrected, what } = correctOrder(order, correctionIn({ address: { city: 'Austin', line2: '' } }));

    assert.deepEqual(corrected.address, { ...ADDRESS, city: 'Austin', line2: '' });
    assert.equal(what, 'address corrected (second line, city)');
  });

  it('has the whole address when all of it was given', () => {
    const address = {
      line1: '2 Other Way',
      line2: '',
      city: 'Austin',
      state: 'TX',
      postalCode: '78701',
      country: 'US',
      phone: '',
    };

    assert.deepEqual(correctOrder(order, correctionIn({ address })).order.address, address);
  });

  it('has the SKU, quantity and price that were given, and says what they were', () => {
    const line = { sku: 'B', newSku: 'C', quantity: 1, price: '20.00' };
    const { order: corrected, what } = correctOrder(order, correctionIn({ line }));

    assert.deepEqual(corrected.lines[2], aProduct({ sku: 'C', quantity: 1, unitPrice: 2000 }));
    assert.deepEqual(corrected.lines.slice(0, 2), order.lines.slice(0, 2));
    assert.equal(what, 'line 3 corrected (B became C, 2 units became 1 units, 25.00 each became 20.00 each)');
  });

  it('is refused for a line that is not there, that is a coupon, or that could be one of several', () => {
    const twice = anOrder({ lines: [aProduct({ sku: 'A' }), aProduct({ sku: 'A' })] });

    for (const line of [
      { sku: 'Z', quantity: 1 },
      { number: 1, quantity: 1 },
      { number: 9, quantity: 1 },
    ]) {
      assert.throws(() => correctOrder(order, correctionIn({ line })), /no such product line/);
    }
    assert.throws(() => correctOrder(twice, correctionIn({ line: { sku: 'A', quantity: 5 } })), /one of 1, 2/);
    const { order: corrected } = correctOrder(twice, correctionIn({ line: { sku: 'A', number: 2, quantity: 5 } }));
    assert.deepEqual(corrected.lines[1], aProduct({ sku: 'A', quantity: 5 }));
  });

  it('can name a line without a SKU by its number', () => {
    const blank = anOrder({ lines: [aProduct({ sku: '' })] });

    const { order: corrected } = correctOrder(blank, correctionIn({ line: { number: 1, newSku: 'A' } }));

    assert.deepEqual(corrected.lines, [aProduct({ sku: 'A' })]);
  });

  it('is made anew from what the channel says now, one correction after the other', () => {
    const resolutions = [
      taken(correctionIn({ line: { sku: 'A', newSku: 'C' } })),
      taken({ kind: 'decision', decision: 'deliver-again' }),
      taken(correctionIn({ line: { sku: 'C', quantity: 7 } })),
      taken(correctionIn({ line: { sku: 'GONE-SINCE', quantity: 7 } })),
    ];

    const corrected = correctedOrder({ ...order, customerName: 'Somebody Else' }, resolutions);

    assert.equal(corrected.customerName, 'Somebody Else');
    assert.deepEqual(corrected.lines[1], aProduct({ sku: 'C', quantity: 7 }));
    assert.deepEqual(corrected.lines[2], order.lines[2]);
    assert.deepEqual(correctedOrder(order, []), order);
  });
});

describe('the next step', () => {
  it('is one sentence for each reason, and none for a reason of another version', () => {
    for (const reason of [...BLOCKING_REASONS, ...FLAG_REASONS]) {
      assert.match(nextStepOf(reason), /^[A-Z][^.]*(?:\.[^ ][^.]*)*\.$/, reason);
      assert.equal(nextStepOf(reason), NEXT_STEP[reason]);
    }
    assert.deepEqual([nextStepOf(null), nextStepOf('from-tomorrow')], ['', '']);
  });

  it('names each decision where it is the answer', () => {
    for (const [decision, reason] of Object.entries(DECISIONS)) assert.ok(NEXT_STEP[reason].includes(`"${decision}"`));
  });
});
