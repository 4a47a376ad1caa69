import type { Random } from '../../sandbox/random.js';
import { CARRIERS, GOODS } from './goods.js';
import { STORIES, type Fate, type ParcelPlan, type Story } from './plan.js';

/** Which order of which seed a fate is drawn for. */
export interface Draw {
  readonly seed: number;
  readonly index: number;
  readonly random: Random;
}

/** Some have been read and delivered by then, and some have not. */
const CANCELLED_SOON_WITHIN_MS = 4_000;

/** What becomes of orders that do not ship. */
const UNSHIPPED: Partial<Record<Story, (draw: Draw) => Fate>> = {
  'not importable': () => ({ kind: 'leave', why: 'not-importable' }),
  'older than the start': () => ({ kind: 'leave', why: 'older' }),
  'cancelled soon': ({ index, random }) => ({
    kind: 'cancel-in-channel',
    when: 'soon',
    // In every other run of twenty at once, so that some are never delivered.
    afterMs: runOf(index) % 2 === 0 ? 0 : Math.floor(random() * CANCELLED_SOON_WITHIN_MS),
  }),
  'cancelled while waiting': () => ({ kind: 'cancel-in-channel', when: 'waiting', afterMs: 0 }),
  'cancelled after packing': () => ({ kind: 'cancel-in-channel', when: 'packed', afterMs: 0 }),
  'cancelled by operator with code': ({ random }) => ({
    kind: 'cancel-by-operator',
    code: String(1 + Math.floor(random() * 4)),
  }),
  'cancelled by operator': () => ({ kind: 'cancel-by-operator', code: null }),
};

/** What is to become of an order with this story. */
export function drawFate(story: Story, draw: Draw): Fate {
  return UNSHIPPED[story]?.(draw) ?? shipFate(story, draw);
}

function shipFate(story: Story, { seed, index, random }: Draw): Fate {
  const parcels = story === 'two parcels' || story === 'everything at once' ? 2 : 1;
  const at = Math.floor(random() * CARRIERS.length);
  const { carrier, service, method } = CARRIERS[at] ?? CARRIERS[0];
  const parcelOf = (number: number): ParcelPlan => ({
    carrier,
    service,
    method,
    trackingNumber: `DEMO${seed}X${index}P${number}`,
  });
  return {
    kind: 'ship',
    parcels: Array.from({ length: parcels }, (_, place) => parcelOf(place + 1)),
    count: story === 'stock counted' ? countOf(index) : null,
  };
}

const runOf = (index: number): number => Math.floor(index / STORIES.length);

/** Each run of twenty counts another good; always to the same figure, or two counts of one good would never rest. */
function countOf(index: number): { sku: string; quantity: number } {
  const counted = GOODS.filter((good) => good.isCounted !== false);
  const at = runOf(index) % counted.length;
  return { sku: counted[at]?.sku ?? 'CHAIR-OAK', quantity: 20 + 3 * at };
}
