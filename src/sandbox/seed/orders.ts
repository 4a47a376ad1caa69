import type { HouzzStatus, NewHouzzOrder } from '../houzz/order-document.js';
import { createRandom, mixSeed, pick, type Random } from '../random.js';
import { drawGood } from './goods.js';

/** What became of a seeded order beside its status: how far it went in TradeGecko, and its parcel. */
export interface SeedOrder {
  readonly order: NewHouzzOrder;
  /** Where it stands; a shipped one is placed as charged and then shipped. */
  readonly status: HouzzStatus;
  /** How long before the seeded world's end it was placed. */
  readonly ageMs: number;
  /** What TradeGecko has of it, as if another hub had delivered it. */
  readonly salesOrder: 'none' | 'open' | 'packed' | 'shipped' | 'void';
  /** Whether a shipped one was paid back; it keeps its status over that. */
  readonly isRefunded: boolean;
  readonly parcel: { readonly carrier: string; readonly shippingMethod: string; readonly trackingNumber: string };
}

/** What orders are drawn from. */
export interface OrderDraw {
  readonly seed: number;
  readonly skus: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OLDEST_DAYS = 120;

const NAMES = ['Robin Sample', 'Kim Muster', 'Alex Specimen', 'Sam Placeholder', "Jo O'Example", 'Zoë Prøve'] as const;
const STREETS = ['Sample Way', 'Example Street', 'Placeholder Lane', 'Specimen Road'] as const;
const PLACES = [
  { city: 'Testville', state: 'CA', zip: '90000' },
  { city: 'Demo Springs', state: 'TX', zip: '73301' },
  { city: 'Mock Harbor', state: 'NY', zip: '10001' },
] as const;
const CARRIERS = [
  { carrier: 'UPS', shippingMethod: 'UPS Ground' },
  { carrier: 'FedEx', shippingMethod: 'FedEx Home Delivery' },
] as const;

/** One of each first, so that even a small world shows them all. */
const FIRST_STATUSES = ['Charged', 'Shipped', 'Placed', 'Canceled', 'Processing', 'FailedToCharge'] as const;

/** Places of a seed's orders stand apart from those of its goods. */
const ORDER_PLACES = 0x40000000;

/** The order with this place in the seeded world; the same for the same seed, size and place. */
export function drawOrder({ seed, skus }: OrderDraw, index: number): SeedOrder {
  const random = createRandom(mixSeed(seed, ORDER_PLACES + index));
  const drawnAgeMs = HOUR_MS + Math.floor(random() ** 2 * OLDEST_DAYS * DAY_MS);
  const first = FIRST_STATUSES[index];
  const ageMs = first === undefined ? drawnAgeMs : (index + 1) * HOUR_MS;
  const status = first ?? drawStatus(ageMs, random);
  return {
    status,
    ageMs: status === 'Shipped' ? ageMs + DAY_MS : ageMs,
    salesOrder: drawSalesOrder(status, random),
    isRefunded: random() < 0.04,
    parcel: { ...pick(CARRIERS, random), trackingNumber: `DEMO${seed}T${String(index).padStart(6, '0')}` },
    order: {
      lines: drawLines({ seed, skus }, index, random),
      ...drawCharges(index, random),
      customerName: pick(NAMES, random),
      address: { address1: `${1 + Math.floor(random() * 999)} ${pick(STREETS, random)}`, ...pick(PLACES, random) },
      shippingMethod: index % 5 === 4 ? 'Expedited' : 'Standard',
      status: status === 'Shipped' ? 'Charged' : status,
    },
  };
}

/** Young orders wait, old ones are done. */
function drawStatus(ageMs: number, random: Random): HouzzStatus {
  const chance = random();
  if (chance < 0.07) return 'Canceled';
  if (ageMs > 6 * DAY_MS) return 'Shipped';
  if (ageMs > DAY_MS) return chance < 0.5 ? 'Charged' : 'Shipped';
  if (chance < 0.75) return 'Charged';
  return chance < 0.85 ? 'Placed' : chance < 0.95 ? 'Processing' : 'FailedToCharge';
}

function drawSalesOrder(status: HouzzStatus, random: Random): SeedOrder['salesOrder'] {
  const chance = random();
  if (status === 'Shipped') return 'shipped';
  if (status === 'Canceled') return chance < 0.5 ? 'void' : 'none';
  if (status !== 'Charged') return 'none';
  return chance < 0.5 ? 'none' : chance < 0.8 ? 'open' : 'packed';
}

type Line = NewHouzzOrder['lines'][number];

function drawLines({ seed, skus }: OrderDraw, index: number, random: Random): readonly Line[] {
  const count = Math.min(skus, index % 3 === 2 ? 2 : 1);
  const first = Math.floor(random() * skus);
  return Array.from({ length: count }, (_, place) => {
    const { sku, title, price } = drawGood(seed, (first + place) % skus);
    const quantity = 1 + Math.floor(random() ** 2 * 3);
    return { sku, title, price, quantity, ...(random() < 0.3 ? { tax: amount(random, 2_000) } : {}) };
  });
}

type Charges = Pick<NewHouzzOrder, 'coupon' | 'flatShipping' | 'flatShippingTax'>;

function drawCharges(index: number, random: Random): Charges {
  return {
    ...(index % 7 === 1 ? { coupon: { code: 'DEMO-COUPON', amount: amount(random, 450) } } : {}),
    ...(index % 4 === 3 ? { flatShipping: amount(random, 3_000), flatShippingTax: amount(random, 300) } : {}),
  };
}

/** An amount of at least one cent. */
function amount(random: Random, centsMax: number): string {
  const cents = 1 + Math.floor(random() * centsMax);
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
