import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { settleOrders, sortStockOrders, type StockOrders } from '../../../src/activities/stock/in-flight.js';
import type { ListedOrder } from '../../../src/activities/open-orders.js';
import { channelOrderId } from '../../../src/domain/ids.js';

const order = (id: string): ListedOrder => ({
  workflowId: id,
  orderId: channelOrderId(id),
  salesOrderId: null,
  channelStatus: null,
  stage: '',
  attentionReason: '',
  startedAt: '2026-11-24T00:00:00.000Z',
  closedAt: null,
  memo: { createdAt: '2026-11-24T00:00:00.000Z', lines: [{ sku: id, quantity: 1 }], channelTotal: null },
});

const listing = (inFlight: string, imported = ''): StockOrders => ({
  inFlight: Array.from(inFlight, order),
  imported: Array.from(imported, order),
  cancelled: [],
  latest: '',
});

/** Settles over listings that follow each other; gives who was in flight at the end, and who was read again in turn. */
async function settle(before: StockOrders, ...listings: readonly StockOrders[]) {
  const readAgain: string[] = [];
  let turn = 0;
  const settled = await settleOrders(
    before,
    async () => {
      const now = listings[Math.min(turn, listings.length - 1)];
      turn += 1;
      assert.ok(now);
      return now;
    },
    async (_, left) => {
      readAgain.push(left.map(({ workflowId }) => workflowId).join(''));
      return left.length > 0;
    },
  );
  return { inFlight: settled.inFlight.map(({ workflowId }) => workflowId).join(''), readAgain, listings: turn };
}

describe('orders in flight while stock is read', () => {
  const CASES = [
    {
      title: 'are listed once more when none has moved',
      steps: [listing('ab'), listing('ab')],
      inFlight: 'ab',
      read: [''],
    },
    {
      title: 'have their stock read again when they left flight meanwhile',
      steps: [listing('ab'), listing('b'), listing('b')],
      inFlight: 'b',
      read: ['a', ''],
    },
    {
      title: 'are seen also when they came and left between two listings',
      steps: [listing(''), listing('', 'c'), listing('', 'c')],
      inFlight: '',
      read: ['c', ''],
    },
    {
      title: 'are not read again when they had left before any stock was read',
      steps: [listing('', 'c'), listing('', 'c')],
      inFlight: '',
      read: [''],
    },
    {
      title: 'count as in flight when they still move in the last round',
      steps: [listing('abcd'), listing('abc'), listing('ab'), listing('a')],
      inFlight: 'ab',
      read: ['d', 'c'],
    },
  ];
  for (const { title, steps, inFlight, read } of CASES) {
    it(title, async () => {
      const [before, ...others] = steps;
      assert.ok(before);

      const settled = await settle(before, ...others);

      assert.deepEqual([settled.inFlight, settled.readAgain], [inFlight, read]);
      assert.ok(settled.listings <= 3);
    });
  }
});

describe('orders imported since the last comparison', () => {
  const since = '2026-11-24T00:00:00.000Z';
  const run = (id: string, startedAt: string, closedAt: string | null = null): ListedOrder => ({
    ...order(id),
    startedAt: `2026-11-${startedAt}:00.000Z`,
    closedAt: closedAt === null ? null : `2026-11-${closedAt}:00.000Z`,
  });
  const importedAmong = (...runs: readonly ListedOrder[]) =>
    sortStockOrders(runs, { since, draftIds: new Set() }).imported.map(({ workflowId }) => workflowId);

  it('are those whose first run is new, also when it went on in another run already', () => {
    const renewedAtOnce = [run('a', '24T00:05', '24T00:07'), run('a', '24T00:07')];

    assert.deepEqual(importedAmong(run('old', '23T12:00'), ...renewedAtOnce, run('b', '24T00:08')), ['a', 'b']);
  });

  it('are none that were here before and only go on in a new run', () => {
    const renewed = [run('a', '23T12:00', '24T00:07'), run('a', '24T00:07')];

    assert.deepEqual(importedAmong(...renewed), []);
  });
});
