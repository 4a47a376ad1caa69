import type { ListingMemory } from '../../domain/stock/memory.js';
import type { StockBookmark } from '../../messages/sweeps.js';
import type { ReadListings } from './listings.js';

/** What a comparison goes on with. */
export interface OpenedMemory {
  readonly memory: Map<string, ListingMemory>;
  /** The latest start or end of an order that the memory counts, on the server's clock. */
  readonly since: string;
}

/** The listings of the channel as this process knows them during one run. */
export interface RunListings extends ReadListings {
  readonly runId: string;
  /** What was compared in this run. */
  readonly compared: Set<string>;
  /** Whether this process has read every item of the run, so that what was not compared has no item. */
  readonly isWhole: boolean;
}

/** What one worker remembers of a connection's stock between two shares and two runs. All of it is safe to lose. */
export interface StockKeeper {
  /** A copy to work on: this worker's own memory where nobody else compared since, else the part that travelled. */
  open(bookmark: StockBookmark | null): OpenedMemory;
  /**
   * Takes a worked-on memory over. `tags` are those it counts under: its own, and the one it was opened by, under which
   * the same share is tried again when it fails or its result is lost.
   */
  keep(opened: OpenedMemory, tags: readonly string[]): void;
  listings(runId: string): RunListings | undefined;
  keepListings(listings: RunListings): void;
}

/** Makes the memory of one connection in one process. */
export function createStockKeeper(): StockKeeper {
  let kept: (OpenedMemory & { readonly tags: readonly string[] }) | undefined;
  let listings: RunListings | undefined;
  return {
    open(bookmark) {
      if (bookmark === null) return { memory: new Map(), since: new Date().toISOString() };
      if (kept?.tags.includes(bookmark.tag) === true) return { memory: new Map(kept.memory), since: kept.since };
      return { memory: new Map(bookmark.moved), since: bookmark.since };
    },
    keep(opened, tags) {
      kept = { ...opened, tags };
    },
    listings: (runId) => (listings?.runId === runId ? listings : undefined),
    keepListings(read) {
      listings = read;
    },
  };
}
