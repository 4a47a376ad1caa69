import { CYCLE, planWorld, type WorldKind } from './plan.js';
import { compareStock, newWorker, restart, type Rule, type Worker } from './sync.js';
import { openWorld, pass, type Tally, type World } from './world.js';

/** One game: what is decided by the seed, and the rule that plays. */
interface Game {
  readonly seed: number;
  readonly kind: WorldKind;
  readonly rule: Rule;
  /** Minutes after the day in which nobody buys any more. */
  readonly quietMinutes?: number;
}

/** Plays the day of a seed under a rule; the same buyers come whatever the rule. */
export async function playWorld({ seed, kind, rule, quietMinutes = 0 }: Game): Promise<World> {
  const world = openWorld(planWorld(seed, kind));
  const worker = newWorker(rule);
  const restarts = [...world.plan.restarts].sort((a, b) => a - b);
  await open(world, worker);
  while (world.minute < world.plan.minutes + quietMinutes) {
    if ((restarts[0] ?? Infinity) <= world.minute) {
      restarts.shift();
      restart(worker);
    }
    await compareStock(world, worker);
    pass(world, CYCLE - (world.minute % CYCLE));
  }
  return world;
}

/** Before the first minute nobody buys, so both sides agree, and the worker sees them so: its very first sight is no game. */
async function open(world: World, worker: Worker): Promise<void> {
  const atOnce = { ...world, plan: { ...world.plan, paces: [0] } };
  await compareStock(atOnce, newWorker('naive'));
  await compareStock(atOnce, worker);
}

/** Sums the tallies of many seeds. */
export async function playWorlds(seeds: Iterable<number>, kind: WorldKind, rule: Rule): Promise<Tally> {
  const sum: Tally = { sold: 0, oversold: 0, avoidable: 0, lost: 0 };
  for (const seed of seeds) {
    const { tally } = await playWorld({ seed, kind, rule });
    sum.sold += tally.sold;
    sum.oversold += tally.oversold;
    sum.avoidable += tally.avoidable;
    sum.lost += tally.lost;
  }
  return sum;
}
