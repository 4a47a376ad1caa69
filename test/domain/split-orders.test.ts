import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ChannelOrder } from '../../src/domain/channel-order.js';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { findSplitOrders } from '../../src/domain/split-orders.js';
import { plainOrder } from '../support/orders.js';

const CREATED = '2026-11-20T10:00:00.000Z';
const order = (changes: Partial<ChannelOrder> = {}) => plainOrder({ createdAt: CREATED, ...changes });
const elsewhere = { address: { ...order().address, line1: '2 Sample Way' } };
const none = new Map<ChannelOrderId, number>();
const split = (orders: readonly ChannelOrder[], known: ReadonlyMap<ChannelOrderId, number | null> = none) => [
  ...findSplitOrders(orders, known),
];

describe('split orders', () => {
  it('are none among none, one and several of different buyers', () => {
    assert.deepEqual(split([]), []);
    assert.deepEqual(split([order()]), []);
    assert.deepEqual(split([order(), order(elsewhere), order({ customerName: 'Sam Example' })]), []);
  });

  it('are those with a shipment id of their own', () => {
    const part = order({ shipmentId: '9999-0000-0000-0001' });

    assert.deepEqual(split([part, order(elsewhere)]), [part.orderId]);
  });

  it('are new orders of one buyer, address and second, and not those of another second', () => {
    const [one, twin, later] = [order(), order(), order({ createdAt: '2026-11-20T10:00:01.000Z' })];

    assert.deepEqual(split([one, twin, later]), [one.orderId, twin.orderId]);
  });

  it('are known orders that cost something else now, with new orders of their buyer at any time', () => {
    const original = order({ total: 2500 });
    const part = order({ createdAt: '2026-11-22T10:00:00.000Z', total: 2500 });

    assert.deepEqual(split([original, part], new Map([[original.orderId, 5000]])), [original.orderId, part.orderId]);
  });

  it('are not known orders that cost what they did, whatever comes beside them', () => {
    const [known, twin] = [order(), order()];

    assert.deepEqual(split([known, twin], new Map([[known.orderId, known.total]])), [twin.orderId]);
    assert.deepEqual(split([known], new Map([[known.orderId, null]])), []);
  });
});
