import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { channelOrderId, salesOrderId } from '../../src/domain/ids.js';
import { adopt, doubtAboutNew, liveOnesOf, type Match } from '../../src/domain/sales-order-match.js';
import type { SalesOrder } from '../../src/domain/sales-order.js';
import { draftOf } from '../clients/support/tradegecko-world.js';

const DRAFT = draftOf(1);
const REFERENCE = DRAFT.reference;
const ID = DRAFT.channelOrderId;

function order(id: string, changes: Partial<SalesOrder> = {}): SalesOrder {
  return {
    id: salesOrderId(id),
    orderNumber: REFERENCE,
    referenceNumber: ID,
    status: { kind: 'finalized' },
    packed: 'none',
    shipped: 'none',
    invoiced: 'none',
    total: DRAFT.total,
    updatedAt: '2026-11-23T10:00:00.000Z',
    ...changes,
  };
}

/** The outcome in one word: the id taken over, with the reason of its doubt, or the reason that blocks. */
function wordOf(match: Match): string {
  switch (match.kind) {
    case 'own':
      return match.doubt === null ? match.salesOrder.id : `${match.salesOrder.id} ${match.doubt.reason}`;
    case 'blocked':
      return match.problem.reason;
    case 'nothing':
      return 'nothing';
  }
}

const gone = (id: string, kind: 'void' | 'deleted' = 'void', changes: Partial<SalesOrder> = {}): SalesOrder =>
  order(id, { status: { kind }, ...changes });
const stranger = (id: string, changes: Partial<SalesOrder> = {}): SalesOrder =>
  order(id, { referenceNumber: 'PO-55', ...changes });

describe('sales orders found under an order’s numbers', () => {
  const CASES: readonly (readonly [what: string, found: readonly SalesOrder[], word: string])[] = [
    ['none', [], 'nothing'],
    ['one of ours', [order('1')], '1'],
    ['one of ours with its two numbers swapped', [order('1', { orderNumber: ID, referenceNumber: REFERENCE })], '1'],
    ['one whose number staff edited', [order('1', { orderNumber: 'SO-77' })], '1'],
    ['a draft', [order('1', { status: { kind: 'draft' } })], '1'],
    ['one that has shipped', [order('1', { status: { kind: 'fulfilled' }, shipped: 'all' })], '1'],
    ['one of another total', [order('1', { total: 4_999 })], '1 total-mismatch'],
    [
      'one of an unknown status',
      [order('1', { status: { kind: 'unrecognised', raw: 'parked' } })],
      '1 changed-in-order-system',
    ],
    ['a void one', [gone('1')], 'voided-in-order-system'],
    ['a deleted one', [gone('1', 'deleted')], 'voided-in-order-system'],
    ['a void and a live one', [gone('1'), order('2')], '2'],
    ['a live and a void one', [order('1'), gone('2')], '1'],
    ['two live ones', [order('1'), order('2')], '1 changed-in-order-system'],
    ['a live one under our number without our id', [stranger('1')], 'refused-by-order-system'],
    ['the same, without any other number', [stranger('1', { referenceNumber: '' })], 'refused-by-order-system'],
    ['ours beside one under our number', [stranger('1'), order('2')], '2'],
    ['ours, void, beside one under our number', [stranger('1'), gone('2')], 'voided-in-order-system'],
    [
      'a void one under our number without our id',
      [gone('1', 'void', { referenceNumber: '' })],
      'voided-in-order-system',
    ],
  ];
  for (const [what, found, word] of CASES) {
    it(`mean ${word} where there is ${what}`, () => {
      assert.equal(wordOf(adopt(found, DRAFT, [])), word);
    });
  }

  it('mean nothing where a person decided to replace the void one, and another void one counts again', () => {
    assert.equal(wordOf(adopt([gone('1')], DRAFT, [salesOrderId('1')])), 'nothing');
    assert.equal(wordOf(adopt([gone('2'), gone('1')], DRAFT, [salesOrderId('1')])), 'voided-in-order-system');
    assert.equal(wordOf(adopt([gone('1'), order('2')], DRAFT, [salesOrderId('1')])), '2');
  });

  it('are void for a cancel only with the full id, and only live ones', () => {
    const found = [stranger('1'), gone('2'), order('3'), order('4', { orderNumber: 'SO-77' })];
    assert.deepEqual(
      liveOnesOf(ID, found).map(({ id }) => id),
      ['3', '4'],
    );
    assert.deepEqual(liveOnesOf(channelOrderId('another'), found), []);
  });
});

describe('a sales order that was just made', () => {
  it('raises no doubt when it is as asked', () => {
    assert.equal(doubtAboutNew(order('1'), DRAFT, null), null);
  });

  it('raises a doubt by its number or status, by its total, and by being void at once', () => {
    const reasons = [
      doubtAboutNew(order('1'), DRAFT, 'its number is "SO0001"'),
      doubtAboutNew(order('1', { total: 1 }), DRAFT, null),
      doubtAboutNew(gone('1'), DRAFT, 'it is void'),
    ].map((doubt) => doubt?.reason);
    assert.deepEqual(reasons, ['changed-in-order-system', 'total-mismatch', 'voided-in-order-system']);
  });
});
