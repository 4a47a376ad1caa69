import type { StockedItem } from '../domain/rules.js';
import { ApiError } from '../ports/api-error.js';
import type { CallOptions } from '../ports/call.js';
import type { OrderSystem } from '../ports/order-system.js';

/** A walk through all items, kept in the worker between two shares of the quota. */
export interface StockWalk {
  readonly startedAt: string;
  readonly items: Map<string, StockedItem>;
  cursor: string | null;
}

/** A walk older than this starts anew: its first figures are of no use any more. */
const WALK_AGE_MAX_MS = 60 * 60 * 1000;

/** Goes on with `walk`, or begins one when there is none that is fresh enough. */
export function resumeWalk(walk: StockWalk | undefined): StockWalk {
  if (walk !== undefined && Date.now() - Date.parse(walk.startedAt) < WALK_AGE_MAX_MS) return walk;
  return { startedAt: new Date().toISOString(), items: new Map(), cursor: null };
}

/** How long an answer without a time of its own asks us to wait. */
const PAUSE_MS = 1_000;

/** Walks until the end (null), or until the quota's share is spent: then the milliseconds until there is more. */
export async function walkOn(walk: StockWalk, orderSystem: OrderSystem, call: CallOptions): Promise<number | null> {
  try {
    // The adapter bounds the number of its pages.
    do {
      const page = await orderSystem.listItems(walk.cursor, call);
      for (const item of page.rows) walk.items.set(item.id, item);
      walk.cursor = page.nextCursor;
    } while (walk.cursor !== null);
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'rate-limited') return error.details.retryAfterMs ?? PAUSE_MS;
    throw error;
  }
}
