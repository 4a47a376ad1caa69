import type { ListingMemory } from '../../domain/stock/memory.js';
import type { StockBookmark } from '../../messages/sweeps.js';
import type { ReadListings } from './listings.js';

/** What a comparison goes on with. */
export interface OpenedMemory {
  readonly memory: Map<string, ListingMemory>;
  /** The latest start or end of an order that the memory counts, on the server's clock. */
  readonly since: string;
  /**
   * The bookmarks that it goes on from, the latest last. More than one, because a share that fails is tried again from
   * its own, and after a run that failed the next begins with that of the last good one.
   */
  readonly tags: readonly string[];
}

/** Two runs of the most shares that one may take. */
const TAGS_MAX = 200;

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
  /** Takes a worked-on memory over, under its tags. */
  keep(opened: OpenedMemory): void;
  listings(runId: string): RunListings | undefined;
  keepListings(listings: RunListings): void;
}

/** Makes the memory of one connection in one process. */
export function createStockKeeper(): StockKeeper {
  let kept: OpenedMemory | undefined;
  let listings: RunListings | undefined;
  return {
    open(bookmark) {
      if (bookmark === null) return { memory: new Map(), since: new Date().toISOString(), tags: [] };
      if (kept?.tags.includes(bookmark.tag) === true) return { ...kept, memory: new Map(kept.memory) };
      return { memory: new Map(bookmark.moved), since: bookmark.since, tags: [bookmark.tag] };
    },
    keep(opened) {
      kept = { ...opened, tags: opened.tags.slice(-TAGS_MAX) };
    },
    listings: (runId) => (listings?.runId === runId ? listings : undefined),
    keepListings(read) {
      listings = read;
    },
  };
}
