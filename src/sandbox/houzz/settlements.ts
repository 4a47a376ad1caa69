import type { HouzzDesk } from './desk.js';
import type { HouzzOrderDocument, HouzzRefund } from './order-document.js';
import { cents, sumsOf, type Sums } from './order-total.js';
import { instantOfPacific, pacificWallTime } from './pacific-time.js';

/** One payment to the seller: what was shipped and refunded in its days. */
export interface Settlement {
  readonly paymentId: string;
  /** The first and the last day, `YYYY-MM-DD` in Houzz's zone. */
  readonly fromDate: string;
  readonly toDate: string;
  /** When the last day began. */
  readonly lastDayMs: number;
  readonly sums: Sums;
}

const DAY_MS = 86_400_000;
const DAYS = 7;
/** The first day of 1970 was a Thursday; weeks are counted from a Monday. */
const MONDAY_OFFSET = 3;

/**
 * The payments for all weeks that are over and in which money moved, newest first. That a period is a week is this
 * sandbox's choice: how often Houzz paid is not known.
 */
export function settle(desk: HouzzDesk): Settlement[] {
  const weeks = new Map<number, Sums>();
  const add = (instant: string, sums: Sums): void => {
    const week = weekOf(Date.parse(instant));
    weeks.set(week, added(weeks.get(week), sums));
  };
  for (const order of desk.orders.all()) {
    if (isPaid(order)) add(order.changedAt, sumsOf(desk, order));
    for (const refund of order.refunds) add(refund.createdAt, sumsOfRefund(refund));
  }
  const running = weekOf(desk.world.clock.now());
  return [...weeks]
    .filter(([week]) => week < running)
    .sort(([one], [other]) => other - one)
    .map(([week, sums]) => settlementOf(week, sums));
}

/** The buyer's money is taken when the order ships. */
function isPaid(order: HouzzOrderDocument): boolean {
  return order.status === 'Shipped';
}

function sumsOfRefund({ price, tax, shipping }: HouzzRefund): Sums {
  return { goods: cents(price), tax: cents(tax), shipping: cents(shipping) };
}

function added(one: Sums | undefined, other: Sums): Sums {
  if (one === undefined) return other;
  return { goods: one.goods + other.goods, tax: one.tax + other.tax, shipping: one.shipping + other.shipping };
}

function weekOf(instantMs: number): number {
  const day = Date.parse(`${pacificWallTime(instantMs).slice(0, 10)}T00:00:00Z`) / DAY_MS;
  return Math.floor((day + MONDAY_OFFSET) / DAYS);
}

function settlementOf(week: number, sums: Sums): Settlement {
  const firstDayMs = (week * DAYS - MONDAY_OFFSET) * DAY_MS;
  const lastDayMs = firstDayMs + (DAYS - 1) * DAY_MS;
  const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return {
    paymentId: String(90_000_000 + week),
    fromDate: dayOf(firstDayMs),
    toDate: dayOf(lastDayMs),
    lastDayMs: instantOfPacific(lastDayMs),
    sums,
  };
}
