import type { NewHouzzOrder } from '../../sandbox/houzz/order-document.js';
import { createRandom, type Random } from '../../sandbox/random.js';
import { drawFate } from './fates.js';
import { channelPrice, GOODS } from './goods.js';
import { STORIES, type OrderPlan, type Story } from './plan.js';

/** An order that a buyer will place, and what is to become of it. */
export interface PlannedOrder {
  readonly plan: OrderPlan;
  /** Without `createdAt`: only whoever places it knows the time. */
  readonly order: NewHouzzOrder;
  /** How long before its placement it seems to have been made. */
  readonly ageMs: number;
}

/** An older order was made well before the first start, and well within what Temporal remembers. */
const OLDER_MS = 2 * 24 * 60 * 60 * 1_000;
const NAMES = ['Robin Sample', 'Kim Muster', 'Alex Specimen', 'Sam Placeholder', "Jo O'Example", 'Zoë Prøve'];

/** The first orders of a seed; twenty of them hold every story. */
export function planOrders(seed: number, count: number): readonly PlannedOrder[] {
  return Array.from({ length: count }, (_, index) => planOrder(seed, index));
}

/** One order, the same for the same seed and place, so that a restart can go on counting. */
export function planOrder(seed: number, index: number): PlannedOrder {
  const story = storyAt(seed, index);
  const random = createRandom(mixed(seed, index));
  const plan: OrderPlan = { index, story, fate: drawFate(story, { seed, index, random }) };
  const order: NewHouzzOrder = {
    lines: linesOf(story, random),
    ...chargesOf(story, random),
    customerName: pick(NAMES, random),
    address: houseOf(index),
    shippingMethod: story === 'expedited' || story === 'everything at once' ? 'Expedited' : 'Standard',
    status: story === 'not importable' ? 'Processing' : 'Charged',
    plan,
  };
  return { plan, order, ageMs: story === 'older than the start' ? OLDER_MS : 0 };
}

/** Each order comes from a house of its own: two of one buyer in the same second would look like parts of one order. */
const houseOf = (index: number): NonNullable<NewHouzzOrder['address']> => ({
  address1: `${index + 1} Sample Way`,
  city: 'Testville',
  state: 'CA',
  zip: '90000',
  phone: '5550100',
});

/** Each run of twenty is another shuffle of all stories. */
function storyAt(seed: number, index: number): Story {
  const run = Math.floor(index / STORIES.length);
  const random = createRandom(mixed(seed, -1 - run));
  const drawn = STORIES.map((story) => ({ story, lot: random() })).sort((one, other) => one.lot - other.lot);
  return drawn[index % STORIES.length]?.story ?? 'one parcel';
}

/** Neighbouring seeds and places must not give neighbouring streams. */
const mixed = (seed: number, place: number): number => Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(place, 0x85ebca6b);

type Line = NewHouzzOrder['lines'][number];

const LINES: Partial<Record<Story, (random: Random) => readonly Line[]>> = {
  alias: (random) => [priced('LAMP-BRASS-HZ', upTo(random, 2))],
  kit: (random) => [priced('DINING-SET', upTo(random, 2))],
  'several units': (random) => [priced(pick(GOODS, random).sku, 1 + upTo(random, 3))],
  'two parcels': (random) => [priced(pick(GOODS, random).sku, 1 + upTo(random, 3))],
  'several lines': () => [priced('CUSHION-RED', 4), priced('RUG-BLUE', 1), priced('SHELF-PINE', 2)],
  'shipping by line': (random) => [
    { ...priced('MIRROR-ROUND', 1), shipping: amount(random, 2_500) },
    priced('CUSHION-RED', 2),
  ],
  tax: (random) => [
    { ...priced('SHELF-PINE', 2), tax: amount(random, 3_000) },
    { ...priced('CLOCK-WALL', 1), tax: amount(random, 900) },
  ],
  'everything at once': (random) => [
    { ...priced('DINING-SET', 1), tax: amount(random, 6_000), shipping: amount(random, 9_000) },
    { ...priced('LAMP-BRASS-HZ', 2), tax: amount(random, 1_000) },
    { ...priced('CUSHION-RED', 3), shipping: amount(random, 500) },
  ],
};

function linesOf(story: Story, random: Random): readonly Line[] {
  return LINES[story]?.(random) ?? [priced(pick(GOODS, random).sku, 1)];
}

function priced(sku: string, quantity: number): Line {
  return { sku, quantity, price: channelPrice(sku) };
}

type Charges = Pick<NewHouzzOrder, 'coupon' | 'flatShipping' | 'flatShippingTax'>;

function chargesOf(story: Story, random: Random): Charges {
  const hasAll = story === 'everything at once';
  const coupon = { coupon: { code: 'DEMO-COUPON', amount: amount(random, 900) } };
  const flat = { flatShipping: amount(random, 4_000), flatShippingTax: amount(random, 400) };
  return {
    ...(hasAll || story === 'coupon' ? coupon : {}),
    ...(hasAll || story === 'flat shipping' ? flat : {}),
  };
}

const upTo = (random: Random, most: number): number => 1 + Math.floor(random() * most);

/** An amount of at least one cent. */
function amount(random: Random, centsMax: number): string {
  const cents = upTo(random, centsMax);
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

function pick<T>(list: readonly T[], random: Random): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new RangeError('Nothing can be picked from an empty list.');
  return found;
}
