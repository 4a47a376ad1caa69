import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { relabelled, type SalesOrderDraft } from '../../src/domain/sales-order.js';
import { importOrder } from '../../src/domain/import-order.js';
import { anOrder, orderRules } from './builders.js';

function draft(): SalesOrderDraft {
  const result = importOrder(anOrder(), orderRules());
  if (result.kind === 'blocked') assert.fail(result.problem.what);
  return result.draft;
}

describe('the label of a delivery address', () => {
  it('is the reference of the order, so that it is unique and found by the same word', () => {
    assert.equal(draft().addressLabel, draft().reference);
  });

  it('is numbered where it is taken, the same way each time, and ends after nine', () => {
    const labels: string[] = [];
    for (let next: SalesOrderDraft | null = draft(); next !== null && labels.length < 20; next = relabelled(next)) {
      labels.push(next.addressLabel);
    }

    const { reference } = draft();
    const numbered = ['2', '3', '4', '5', '6', '7', '8', '9'].map((number) => `${reference} (${number})`);
    assert.deepEqual(labels, [reference, ...numbered]);
  });

  it('changes nothing else of the draft', () => {
    const before = draft();

    assert.deepEqual(relabelled(before), { ...before, addressLabel: `${before.reference} (2)` });
  });
});
