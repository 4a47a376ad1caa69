import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { WorldKind } from './plan.js';
import type { World } from './world.js';
import { playWorld, playWorlds } from './worlds.js';

const PROMPT = { decrement: 'placement', authorisation: 'prompt', restarts: false } as const;
const SEEDS = 200;

const seedsTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** Half of the seeds in worlds where cancelled units are given back, half where they are not. */
async function playSeeds(shared: boolean, check: (world: World, seed: number) => void): Promise<number> {
  let sold = 0;
  for (const seed of seedsTo(SEEDS)) {
    const kind: WorldKind = { ...PROMPT, shared, givesBack: seed % 2 === 0 };
    const world = await playWorld({ seed, kind, rule: 'ours' });
    check(world, seed);
    sold += world.tally.sold;
  }
  return sold;
}

describe('worlds in which Houzz counts an order when it is placed and authorises in time', function () {
  this.timeout(120_000);

  it('never sells on Houzz what is not owned, where Houzz alone sells and each listing has its own goods', async () => {
    const sold = await playSeeds(false, ({ tally }, seed) => {
      assert.equal(tally.oversold, 0, `seed ${seed}`);
    });

    assert.ok(sold > SEEDS * 20, 'The buyers must have bought.');
  });

  it('never sells what the last comparison could know to be gone, where goods are sold elsewhere and in kits', async () => {
    const sold = await playSeeds(true, ({ tally }, seed) => {
      assert.equal(tally.avoidable, 0, `seed ${seed}`);
    });

    assert.ok(sold > SEEDS * 20, 'The buyers must have bought.');
  });

  it('would sell what is not owned in the same worlds by the naive rule', async () => {
    const kind: WorldKind = { ...PROMPT, shared: false, givesBack: true };

    const naive = await playWorlds(seedsTo(25), kind, 'naive');

    assert.ok(naive.oversold > 0);
  });

  it('shows in the end all that is free, so that safety only costs time', async () => {
    const kind: WorldKind = { ...PROMPT, shared: true, givesBack: true };
    for (const seed of seedsTo(25)) {
      const world = await playWorld({ seed, kind, rule: 'ours', quietMinutes: 600 });
      for (const [sku, units] of world.onHand) {
        const free = units - (world.committed.get(sku) ?? 0);

        assert.equal(world.shown.get(sku), Math.max(0, free), `seed ${seed}, ${sku}`);
      }
    }
  });
});

describe('worlds in which nobody can know in time', function () {
  this.timeout(60_000);

  const KINDS: readonly WorldKind[] = [
    { ...PROMPT, decrement: 'never', shared: false, givesBack: false },
    { ...PROMPT, decrement: 'charge', shared: false, givesBack: true },
    { ...PROMPT, restarts: true, shared: true, givesBack: true },
    { ...PROMPT, authorisation: 'late', shared: true, givesBack: true },
  ];
  for (const kind of KINDS) {
    it(`oversell less than by the naive rule (${kind.decrement}, ${kind.authorisation}${kind.restarts ? ', restarts' : ''})`, async () => {
      const ours = await playWorlds(seedsTo(100), kind, 'ours');
      const naive = await playWorlds(seedsTo(100), kind, 'naive');

      assert.ok(ours.oversold < naive.oversold, `${ours.oversold} and ${naive.oversold}`);
    });
  }
});
