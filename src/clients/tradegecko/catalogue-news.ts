import type { CallOptions } from '../../ports/call.js';
import { callName, readBy, type Query, type TradegeckoCalls } from './calls.js';
import { PAGE_SIZE_MAX } from './pages.js';
import { variantsAnswer, type WireVariant } from './schemas.js';

/** After this long the changes of the catalogue are read before it is trusted again. */
export const NEWS_AFTER_MS = 5 * 60 * 1000;
/** How far before the last look changes are read again: clocks differ, and a change may be seen late. */
const OVERLAP_MS = 15 * 60 * 1000;

const PATH = '/variants';

/** What changed in the account's catalogue since it was last in step with the one in memory. */
export interface CatalogueNews {
  /** Notes that all that is in memory was read at `sinceMs` or later (epoch milliseconds). */
  inStep(sinceMs: number): void;
  /** Notes that something was read into an empty catalogue. */
  begun(sinceMs: number): void;
  /** The variants that changed, archived ones too; null when the last look is recent enough: then nobody is called. */
  read(options: CallOptions): Promise<readonly WireVariant[] | null>;
}

/**
 * Makes the reading of changes: one call at most, and none while the last look is younger than `afterMs`. It reads the
 * latest page only; what a larger change leaves over is seen by the next walk of the stock comparison.
 */
export function createCatalogueNews(calls: TradegeckoCalls, afterMs: number): CatalogueNews {
  let inStepMs: number | undefined;
  const inStep = (sinceMs: number): void => {
    inStepMs = Math.max(inStepMs ?? sinceMs, sinceMs);
  };
  return {
    inStep,
    begun: (sinceMs) => {
      inStepMs ??= sinceMs;
    },
    async read(options) {
      const nowMs = Date.now();
      if (inStepMs === undefined || nowMs - inStepMs < afterMs) return null;
      const before = inStepMs;
      // Taken before the answer comes, so that orders delivered at the same time do not all ask.
      inStepMs = nowMs;
      try {
        const answer = await calls.get({ path: PATH, query: queryOf(before - OVERLAP_MS) }, options);
        return readBy(variantsAnswer, answer.json, callName('GET', PATH)).variants;
      } catch (error) {
        inStepMs = before;
        throw error;
      }
    },
  };
}

function queryOf(sinceMs: number): Query {
  return [
    ['updated_at_min', new Date(sinceMs).toISOString()],
    // Archived ones are listed only when asked for, and they are the news that matters most.
    ['status[]', 'active'],
    ['status[]', 'archived'],
    ['order', 'updated_at desc'],
    ['limit', String(PAGE_SIZE_MAX)],
  ];
}
