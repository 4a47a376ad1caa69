import type { StockedItem } from '../../domain/stock/item.js';
import { ApiError } from '../../ports/api-error.js';
import type { CallOptions } from '../../ports/call.js';
import type { OrderSystem } from '../../ports/order-system.js';

/** What one share of a walk through all items has read. */
export interface WalkedShare {
  readonly items: readonly StockedItem[];
  readonly isEnd: boolean;
  /** Where the next share goes on; null at the beginning, where no call was free, and of no meaning at the end. */
  readonly nextCursor: string | null;
  /** When it may go on. */
  readonly resumeAfterMs: number;
  /** How many items the order system says there are; null where it does not say, or where nothing was read. */
  readonly total: number | null;
}

/** Pages of one share, also where the quota would allow more: what is read is kept in memory until it is compared. */
const PAGES_MAX = 60;
/** How long an answer without a time of its own asks us to wait. */
export const PAUSE_MS = 1_000;

/** Walks on from a cursor until the end, or until the share is full or the walk's part of the quota spent. */
export async function walkShare(
  orderSystem: Pick<OrderSystem, 'listItems'>,
  from: string | null,
  call: CallOptions,
): Promise<WalkedShare> {
  const items: StockedItem[] = [];
  let total: number | null = null;
  let cursor = from;
  try {
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      const page = await orderSystem.listItems(cursor, call);
      items.push(...page.rows);
      total ??= page.total;
      cursor = page.nextCursor;
      if (cursor === null) return { items, isEnd: true, nextCursor: null, resumeAfterMs: 0, total };
    }
    return { items, isEnd: false, nextCursor: cursor, resumeAfterMs: 0, total };
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'rate-limited')) throw error;
    return { items, isEnd: false, nextCursor: cursor, resumeAfterMs: error.details.retryAfterMs ?? PAUSE_MS, total };
  }
}
