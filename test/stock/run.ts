import type { WorldKind } from './plan.js';
import type { Rule } from './sync.js';
import { playWorlds } from './worlds.js';

const RULES: readonly Rule[] = ['ours', 'naive', 'naive-less-one', 'ours-less-one'];
const SEEDS = Number(process.argv[2] ?? 100);

/** Every kind of world, those of the claim first. */
function* kinds(): Generator<WorldKind> {
  for (const decrement of ['placement', 'charge', 'never'] as const)
    for (const authorisation of ['prompt', 'late', 'classic'] as const)
      for (const givesBack of [true, false])
        for (const restarts of [false, true])
          for (const shared of [false, true]) yield { decrement, authorisation, givesBack, restarts, shared };
}

const titleOf = ({ decrement, authorisation, givesBack, restarts, shared }: WorldKind) =>
  [decrement, authorisation, givesBack ? 'back' : 'kept', restarts ? 'restarts' : '', shared ? 'shared' : ''].join(' ');

const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
console.log(`Units over ${SEEDS} days of each kind: oversold (of these avoidable) / turned away though free, of sold`);
for (const kind of kinds()) {
  const cells: string[] = [];
  for (const rule of RULES) {
    const { sold, oversold, avoidable, lost } = await playWorlds(seeds, kind, rule);
    cells.push(`${rule} ${oversold} (${avoidable}) / ${lost} of ${sold}`);
  }
  console.log(`${titleOf(kind).padEnd(36)} ${cells.join(' | ')}`);
}
