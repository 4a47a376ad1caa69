import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { BLOCKING_REASONS } from '../../src/domain/attention.js';
import { salesOrderId } from '../../src/domain/ids.js';
import type { NeedsAttentionState } from '../../src/domain/order-state.js';
import { DECISIONS, readResolution } from '../../src/domain/resolution.js';
import { attentionAnswers } from '../../src/workflows/process-order/answers.js';
import {
  isChannelChanged,
  isShipmentsChanged,
  readCancel,
  readCancelDecision,
} from '../../src/workflows/process-order/typed-payloads.js';
import { parcel } from '../support/workers.js';

const LINES = [{ sku: 'A "B"', quantity: 1 }];

describe('a cancel that a person types', () => {
  const nameless = { reason: 'No reason given', by: 'operator' };
  for (const [typed, read] of [
    [undefined, nameless],
    [null, nameless],
    [[], nameless],
    [{}, nameless],
    [{ by: ' ', reason: '', houzzCancelCode: '' }, nameless],
    ['sold out', { reason: 'sold out', by: 'operator' }],
    [
      { by: 'ann', houzzCancelCode: 1 },
      { reason: 'No reason given', by: 'ann', houzzCancelCode: '1' },
    ],
    [{ reason: 'x'.repeat(600) }, { reason: 'x'.repeat(500), by: 'operator' }],
  ] as const) {
    it(`is a cancel: ${typed === undefined ? 'nothing' : JSON.stringify(typed).slice(0, 60)}`, () => {
      assert.deepEqual(readCancel(typed), read);
    });
  }
});

describe('a decision that a person types', () => {
  it('may stand alone or in a record, with or without a name', () => {
    assert.deepEqual(readCancelDecision('keep-and-ship'), { decision: 'keep-and-ship', by: 'operator' });
    assert.deepEqual(readCancelDecision({ decision: ' voided-by-hand ', by: 'ann' }), {
      decision: 'voided-by-hand',
      by: 'ann',
    });
  });

  it('is none when it is no decision', () => {
    for (const typed of [undefined, null, 3, 'ship', {}, { decision: 'ship' }]) {
      assert.equal(readCancelDecision(typed), undefined);
    }
  });
});

describe('what is meant for sweeps and typed by a person', () => {
  it('is taken when it is whole', () => {
    assert.ok(isChannelChanged({ status: { kind: 'charged' }, readAt: '' }));
    assert.ok(isChannelChanged({ status: { kind: 'unrecognised', raw: 'Reviewing' } }));
    const salesOrder = { id: '1', status: { kind: 'void' } };
    for (const shipments of [[], [parcel('1Z1')], [parcel('1Z1'), parcel('1Z2')]]) {
      assert.ok(isShipmentsChanged({ salesOrder, shipments, isOverdue: false }));
    }
  });

  it('is left alone when it is not', () => {
    for (const typed of [undefined, 'x', {}, { status: 'charged' }, { status: { kind: 'unrecognised' } }]) {
      assert.ok(!isChannelChanged(typed));
    }
    const salesOrder = { id: '1', status: { kind: 'void' } };
    for (const typed of [undefined, 'x', {}, { salesOrder }, { salesOrder, shipments: [{}] }, { shipments: [] }]) {
      assert.ok(!isShipmentsChanged(typed));
    }
  });
});

describe('the updates that an order offers to be copied', () => {
  const importing = { kind: 'importing', hasWaited: true } as const;
  const delivered = { salesOrderId: salesOrderId('1'), goods: [], waived: [], isReportTried: false };
  const awaiting = { kind: 'awaiting-shipment', ...delivered } as const;
  const at = (reason: (typeof BLOCKING_REASONS)[number], resume: NeedsAttentionState['resume']) =>
    attentionAnswers({ kind: 'needs-attention', problem: { reason, what: '' }, resume }, LINES);

  it('can all be read as they stand, whatever the SKU', () => {
    for (const reason of BLOCKING_REASONS) {
      for (const { payload } of [...at(reason, importing), ...at(reason, awaiting)]) {
        assert.doesNotThrow(() => readResolution(JSON.parse(payload)), payload);
      }
    }
    const [first] = at('unknown-sku', importing);
    assert.match(first?.payload ?? '', /"sku": "A \\"B\\""/);
  });

  it('hold each decision at the reason that it answers, and no correction once a sales order stands', () => {
    for (const [decision, reason] of Object.entries(DECISIONS)) {
      const payloads = at(reason, awaiting).map(({ payload }) => payload);
      assert.equal(payloads.length, 1);
      assert.match(payloads[0] ?? '', new RegExp(`"decision": "${decision}"`));
    }
    assert.deepEqual(at('unknown-sku', awaiting), []);
    assert.match(at('total-mismatch', importing)[0]?.payload ?? '', /"line"/);
  });

  it('leave the line open where the order has several', () => {
    const several = [...LINES, { sku: 'C', quantity: 2 }];
    const problem = { reason: 'unknown-sku', what: '' } as const;
    const [answer] = attentionAnswers({ kind: 'needs-attention', problem, resume: importing }, several);
    assert.match(answer?.payload ?? '', /"sku": "the SKU in the order"/);
  });
});
