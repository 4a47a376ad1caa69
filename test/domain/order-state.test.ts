import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ORDER_MOVES, RESTING_STAGES, STAGE_WAITS, type OrderStage } from '../../src/domain/order-state.js';

const MOVES: ReadonlyMap<string, readonly OrderStage[]> = new Map(Object.entries(ORDER_MOVES));
const STAGES = [...MOVES.keys()];
const FINAL = ['cancelled', 'completed'];

/** Every stage that can be arrived at from this one, itself included; each is looked at once. */
function reachableFrom(start: string): ReadonlySet<string> {
  const seen = new Set([start]);
  for (const stage of seen) {
    for (const next of MOVES.get(stage) ?? []) seen.add(next);
  }
  return seen;
}

describe('moves of an order', () => {
  it('reach every stage from the first', () => {
    assert.deepEqual([...reachableFrom('importing')].sort(), [...STAGES].sort());
  });

  it('end in completed and cancelled, and nowhere else', () => {
    assert.deepEqual(STAGES.filter((stage) => MOVES.get(stage)?.length === 0).sort(), FINAL);
  });

  for (const stage of STAGES.filter((each) => !FINAL.includes(each))) {
    it(`lead from ${stage} to an end`, () => {
      assert.equal(
        FINAL.some((final) => reachableFrom(stage).has(final)),
        true,
      );
    });

    it(`lead from ${stage} to cancelled`, () => {
      assert.equal(reachableFrom(stage).has('cancelled'), true);
    });

    it(`never stay at ${stage}, and name each stage after it once`, () => {
      const next = MOVES.get(stage) ?? [];

      assert.equal(
        next.some((each) => each === stage),
        false,
      );
      assert.equal(new Set(next).size, next.length);
    });
  }

  for (const stage of [
    'importing',
    'held',
    'authorising',
    'delivering',
    'awaiting-shipment',
    'reporting-shipment',
    'needs-attention',
  ]) {
    it(`let an order be cancelled at ${stage}`, () => {
      assert.equal(MOVES.get(stage)?.includes('cancelling'), true);
    });
  }

  it('complete an order only once its goods have left', () => {
    assert.deepEqual(
      STAGES.filter((stage) => MOVES.get(stage)?.includes('completed')),
      ['awaiting-shipment', 'reporting-shipment'],
    );
  });

  it('cancel an order only through its undoing', () => {
    const before = STAGES.filter((stage) => MOVES.get(stage)?.includes('cancelled'));

    assert.deepEqual(before, ['cancelling', 'cancel-unresolved']);
  });

  it('never lead from a cancel back to a delivery', () => {
    assert.deepEqual(
      ['importing', 'held', 'delivering'].filter((stage) => MOVES.get('cancelling')?.some((next) => next === stage)),
      [],
    );
    assert.deepEqual(MOVES.get('cancel-unresolved'), ['cancelling', 'cancelled', 'awaiting-shipment']);
  });

  it('lead back from attention to the stage that asked for it', () => {
    const asking = STAGES.filter((stage) => MOVES.get(stage)?.includes('needs-attention'));

    assert.deepEqual(
      asking.filter((stage) => MOVES.get('needs-attention')?.some((next) => next === stage) !== true),
      [],
    );
  });

  it('say of every stage what it waits for', () => {
    assert.deepEqual(Object.keys(STAGE_WAITS).sort(), [...STAGES].sort());
    for (const words of Object.values(STAGE_WAITS)) assert.match(words, /^[A-Z].*\.$/);
  });

  it('let an order rest only where nothing is under way', () => {
    assert.deepEqual([...RESTING_STAGES], ['held', 'awaiting-shipment', 'needs-attention']);
  });
});
