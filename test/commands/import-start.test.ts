import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CommandError } from '../../src/commands/command-error.js';
import { drawLine, readFrom, readOpenOrders, type OpenOrders } from '../../src/commands/start/import-start.js';
import { marketplaceOf } from '../support/stand-ins.js';

const NOW_MS = Date.parse('2026-11-23T12:00:00Z');

describe('the date of the first start', () => {
  const GOOD: readonly (readonly [text: string, iso: string])[] = [
    ['now', '2026-11-23T12:00:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T08:30Z', '2026-11-20T08:30:00.000Z'],
    ['2026-11-20T08:30:00-08:00', '2026-11-20T16:30:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ];
  for (const [text, iso] of GOOD) {
    it(`reads ${text} as ${iso}`, () => {
      assert.equal(readFrom(text, NOW_MS), iso);
    });
  }

  const BAD = [
    '',
    'yesterday',
    '20.11.2026',
    '2026-11-20T08:30',
    '2026-02-30',
    '2026-02-30T08:00Z',
    '2026-13-01',
    '2026-11-24',
    'NOW',
  ];
  for (const text of BAD) {
    it(`refuses "${text}" and says how dates are written`, () => {
      assert.throws(
        () => readFrom(text, NOW_MS),
        (error) => error instanceof CommandError && error.exitCode === 2 && /--from now/.test(error.message),
      );
    });
  }
});

describe('the open orders of a channel', () => {
  it('are none, when there are none', async () => {
    assert.deepEqual(await readOpenOrders(marketplaceOf([])), { orders: [], unreadableIds: [], unreadable: 0 });
  });

  it('are told page by page while they are read, for who waits', async () => {
    const told: number[] = [];

    await readOpenOrders(marketplaceOf([['a', '2026-11-01'], 'odd', ['b', '2026-11-02']]), (count) => told.push(count));

    assert.deepEqual(told, [2, 3]);
  });

  it('are read over several pages, oldest first, each once, with those that cannot be read', async () => {
    const marketplace = marketplaceOf([['b', '2026-11-02'], 'odd', ['a', '2026-11-01'], null, ['b', '2026-11-02']]);

    const open = await readOpenOrders(marketplace);

    assert.deepEqual(
      open.orders.map(({ orderId }) => orderId),
      ['a', 'b'],
    );
    assert.deepEqual([open.unreadable, open.unreadableIds], [2, ['odd']]);
  });
});

describe('the line between imported and skipped', () => {
  const OPEN: OpenOrders = {
    orders: [
      { orderId: 'a', createdAt: '2026-11-01T00:00:00.000Z' },
      { orderId: 'b', createdAt: '2026-11-02T00:00:00.000Z' },
    ],
    unreadableIds: ['odd'],
    unreadable: 1,
  };

  it('skips what was created before it, and imports what was created at it', () => {
    assert.deepEqual(drawLine('2026-11-02T00:00:00.000Z', OPEN, false).skippedIds, ['a']);
    assert.deepEqual(drawLine('2026-10-01T00:00:00.000Z', OPEN, false).skippedIds, []);
  });

  it('drawn now, skips even what cannot be read', () => {
    assert.deepEqual(drawLine('2026-11-23T12:00:00.000Z', OPEN, true).skippedIds, ['a', 'b', 'odd']);
  });

  it('refuses more ids than should travel with every sweep', () => {
    const orders = Array.from({ length: 5_001 }, (_, index) => ({ orderId: `o${index}`, createdAt: '2026-01-01' }));

    assert.throws(() => drawLine('2026-11-01', { ...OPEN, orders }, false), /too many open orders/);
  });
});
