import { createRandom, mixSeed, pick } from '../random.js';

/** One SKU of the seeded world, as both services are told of it. */
export interface SeedGood {
  readonly sku: string;
  readonly title: string;
  readonly price: string;
  /** On hand in the first warehouse, and in the second; null where that one never had any. */
  readonly onHand: number;
  readonly onHandElsewhere: number | null;
  /** Whether Houzz lists it, and as what. */
  readonly listed: 'Active' | 'Inactive' | null;
  readonly isCounted: boolean;
  readonly keepsSelling: boolean;
}

const THINGS = ['Chair', 'Table', 'Lamp', 'Rug', 'Mirror', 'Cushion', 'Shelf', 'Clock', 'Vase', 'Bench'] as const;
const MATERIALS = ['Oak', 'Brass', 'Linen', 'Walnut', 'Glass', 'Wool', 'Steel', 'Rattan'] as const;
const COLOURS = ['natural', 'blue', 'white', 'black', 'sage', 'sand'] as const;

const PRICE_CENTS_MAX = 40_000;
const ON_HAND_MAX = 120;
const DIGITS = 6;

/** The SKU of the seeded world with this place in it; the same for the same seed and place. */
export function drawGood(seed: number, index: number): SeedGood {
  const random = createRandom(mixSeed(seed, index));
  const thing = pick(THINGS, random);
  const material = pick(MATERIALS, random);
  const has = (chance: number): boolean => random() < chance;
  const cents = 500 + Math.floor(random() * PRICE_CENTS_MAX);
  return {
    sku: `${thing}-${material}-${String(index + 1).padStart(DIGITS, '0')}`.toUpperCase(),
    title: `${material} ${thing.toLowerCase()}, ${pick(COLOURS, random)}`,
    price: `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`,
    onHand: has(0.04) ? 0 : 1 + Math.floor(random() * ON_HAND_MAX),
    onHandElsewhere: has(0.2) ? Math.floor(random() * ON_HAND_MAX) : null,
    // The first are all on sale, so that even a small world has something to order.
    listed: index < 5 || has(0.93) ? 'Active' : has(0.6) ? 'Inactive' : null,
    isCounted: !has(0.01),
    keepsSelling: has(0.02),
  };
}
