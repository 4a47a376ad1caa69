import type { ImportStart } from '../../messages/sweeps.js';
import type { Marketplace } from '../../ports/marketplace.js';
import { CommandError, usageError } from '../command-error.js';
import { EXIT } from '../exit-codes.js';
import { parseInstant } from '../instants.js';

/** An order that stands open in the channel. No personal data. */
export interface OpenOrder {
  readonly orderId: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** All that could be imported at this moment. */
export interface OpenOrders {
  /** Oldest first. */
  readonly orders: readonly OpenOrder[];
  /** Those that could not be understood, as far as their ids could. */
  readonly unreadableIds: readonly string[];
  readonly unreadable: number;
}

const PAGES_MAX = 200;
// The ids travel with every run of the sweep, so a shop's whole history must not become part of it.
const SKIPPED_MAX = 5_000;

/** Reads `now`, a date (its midnight in UTC) or an instant with zone, as ISO 8601 in UTC. */
export function readFrom(text: string, nowMs: number): string {
  if (text === 'now') return new Date(nowMs).toISOString();
  const ms = parseInstant(text);
  const next = 'Give --from now, --from 2026-11-20, or --from 2026-11-20T08:00:00Z.';
  if (ms === undefined) throw usageError(`"${text}" is no date.`, 'Orders are imported from a date on.', next);
  if (ms > nowMs) throw usageError(`${text} has not come yet.`, 'Orders are imported from a past date on.', next);
  return new Date(ms).toISOString();
}

/** Reads all orders that the channel offers for import; `onRead` is told how many were read so far. */
export async function readOpenOrders(
  marketplace: Marketplace,
  onRead: (count: number) => void = () => undefined,
): Promise<OpenOrders> {
  const orders = new Map<string, OpenOrder>();
  const unreadableIds = new Set<string>();
  let unreadable = 0;
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { rows, nextCursor } = await marketplace.listImportable(cursor, {});
    for (const row of rows) {
      if (row.kind === 'order') {
        const { orderId, createdAt } = row.order;
        orders.set(orderId, { orderId, createdAt });
      } else {
        unreadable += 1;
        if (row.orderId !== null) unreadableIds.add(row.orderId);
      }
    }
    onRead(orders.size + unreadable);
    cursor = nextCursor;
    if (cursor === null) {
      const sorted = [...orders.values()].sort((one, other) => one.createdAt.localeCompare(other.createdAt));
      return { orders: sorted, unreadableIds: [...unreadableIds], unreadable };
    }
  }
  throw tooMany(marketplace.name, `more than ${PAGES_MAX} pages of orders`);
}

/** Draws the line between what is imported and what is skipped. */
export function drawLine(from: string, open: OpenOrders, isNow: boolean): ImportStart {
  const older = open.orders.filter(({ createdAt }) => createdAt < from).map(({ orderId }) => orderId);
  // From now on means nothing that stands there today, whether it can be understood or not.
  const skippedIds = [...new Set(isNow ? [...older, ...open.unreadableIds] : older)];
  if (skippedIds.length > SKIPPED_MAX) throw tooMany('The channel', `more than ${SKIPPED_MAX} orders to skip`);
  return { from, skippedIds };
}

function tooMany(name: string, what: string): CommandError {
  return new CommandError(EXIT.needsPerson, {
    what: 'There are too many open orders to start with.',
    why: `${name} holds ${what}.`,
    next: 'Ship or cancel old orders in Houzz, or begin with an earlier date.',
  });
}
