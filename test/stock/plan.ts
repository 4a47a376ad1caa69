/** What a kind of world does with a placed order; nobody outside Houzz knows which of them is true. */
export interface WorldKind {
  readonly decrement: 'placement' | 'charge' | 'never';
  readonly givesBack: boolean;
  /** How long an order stays invisible: within what `raiseAfter` covers, for hours, or not at all (charged later by us). */
  readonly authorisation: 'prompt' | 'late' | 'classic';
  /** Whether workers restart, with what their last result carried. */
  readonly restarts: boolean;
  /** Whether goods are sold elsewhere and listings share them; else every listing has goods of its own. */
  readonly shared: boolean;
}

export interface PlannedOrder {
  readonly id: string;
  readonly at: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Minutes from placement until it can be imported. */
  readonly authoriseAfter: number;
  /** Minutes from placement; null for an order that is kept. */
  readonly cancelAfter: number | null;
  /** Minutes from import to delivery: a moment, or hours when it is held or waits for a person. */
  readonly deliverAfter: number;
}

/** What happens to the stock elsewhere: sold or found missing below zero, bought or found above. */
interface PlannedChange {
  readonly at: number;
  readonly sku: string;
  readonly units: number;
}

/** Everything that a world will meet, decided before any rule plays in it, so that all rules meet the same. */
export interface Plan {
  readonly kind: WorldKind;
  readonly minutes: number;
  readonly raiseAfter: number;
  readonly stock: Readonly<Record<string, number>>;
  /** The orders, by the minute in which their buyers come. */
  readonly arrivals: ReadonlyMap<number, readonly PlannedOrder[]>;
  readonly changes: readonly PlannedChange[];
  /** Figures lowered by hand in the channel. */
  readonly handEdits: readonly { readonly at: number; readonly sku: string }[];
  /** Minutes in which the order sweep fails, from and to. */
  readonly outages: readonly (readonly [from: number, to: number])[];
  readonly restarts: readonly number[];
  /** How long each step of a comparison takes, in minutes, used in turn. */
  readonly paces: readonly number[];
}

/** Minutes between two comparisons of stock. */
export const CYCLE = 15;
const MINUTES = 24 * 60;
const ITEMS = ['A', 'B', 'C', 'D'];

export const PLAIN_LISTINGS: readonly string[] = ITEMS;
export const SHARED_LISTINGS: readonly string[] = [...ITEMS, 'ALIAS', 'KIT', 'PAIR'];
export const SKU_RULES = [
  { channelSku: 'ALIAS', parts: [{ sku: 'A', quantity: 1 }] },
  {
    channelSku: 'KIT',
    parts: [
      { sku: 'A', quantity: 1 },
      { sku: 'B', quantity: 2 },
    ],
  },
  { channelSku: 'PAIR', parts: [{ sku: 'C', quantity: 2 }] },
];

/** A number below `bound`; the same ones for the same seed (a linear congruence over 32 bits, its high half). */
export type Dice = (bound: number) => number;

function diceOf(seed: number): Dice {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const several = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

/** Decides all that happens in the world of a seed. */
export function planWorld(seed: number, kind: WorldKind): Plan {
  const dice = diceOf(seed);
  const raiseAfter = [45, 60, 90][dice(3)] ?? 45;
  const listings = kind.shared ? SHARED_LISTINGS : PLAIN_LISTINGS;
  const any = <T>(of: readonly T[], otherwise: T): T => of[dice(of.length)] ?? otherwise;
  const change = (sign: number, most: number) => () => ({
    at: dice(MINUTES),
    sku: any(ITEMS, 'A'),
    units: sign * (1 + dice(most)),
  });
  return {
    kind,
    minutes: MINUTES,
    raiseAfter,
    stock: Object.fromEntries(ITEMS.map((sku) => [sku, dice(14)])),
    arrivals: byMinute(planOrders(dice, { kind, listings, raiseAfter })),
    changes: [...several(kind.shared ? 14 : 0, change(-1, 2)), ...several(8, change(1, 7))],
    handEdits: several(dice(2), () => ({ at: dice(MINUTES), sku: any(listings, 'A') })),
    outages: several(dice(3), () => dice(MINUTES)).map((from) => [from, from + 5 + dice(200)]),
    restarts: kind.restarts ? several(1 + dice(3), () => dice(MINUTES)) : [],
    paces: several(97, () => dice(4)).map((roll) => Math.max(0, roll - 1)),
  };
}

interface Market {
  readonly kind: WorldKind;
  readonly listings: readonly string[];
  readonly raiseAfter: number;
}

/** Single buyers, bursts within minutes, and buyers who take a cancelled order's place at once. */
function planOrders(dice: Dice, market: Market): PlannedOrder[] {
  const single = several(40 + dice(30), () => planOrder(dice, dice(MINUTES), market));
  const bursts = several(1 + dice(3), () => dice(MINUTES)).flatMap((at) =>
    several(3 + dice(5), () => planOrder(dice, at + dice(6), market)),
  );
  const repeats = [...single, ...bursts].flatMap(({ at, lines, cancelAfter }) => {
    if (cancelAfter === null || dice(2) === 0) return [];
    return [{ ...planOrder(dice, at + cancelAfter + dice(3), market), lines }];
  });
  return [...single, ...bursts, ...repeats]
    .sort((a, b) => a.at - b.at)
    .map((order, index) => ({ ...order, id: `order-${index}` }));
}

function planOrder(dice: Dice, at: number, { kind, listings, raiseAfter }: Market): PlannedOrder {
  const skus = new Set(several(1 + Math.floor(dice(5) / 4), () => listings[dice(listings.length)] ?? 'A'));
  const authoriseAfter = { prompt: dice(raiseAfter - 2 * CYCLE + 1), late: dice(400), classic: 0 }[kind.authorisation];
  const cancelAfter = [dice(30), dice(30), dice(300)][dice(12)] ?? null;
  const deliverAfter = [20 + dice(400), 10 + dice(60)][dice(8)] ?? dice(5);
  const lines = [...skus].map((sku) => ({ sku, quantity: 1 + Math.floor(dice(6) / 4) }));
  return { id: '', at, lines, authoriseAfter, cancelAfter, deliverAfter };
}

function byMinute(orders: readonly PlannedOrder[]): ReadonlyMap<number, readonly PlannedOrder[]> {
  const groups = new Map<number, PlannedOrder[]>();
  for (const order of orders) groups.set(order.at, [...(groups.get(order.at) ?? []), order]);
  return groups;
}
