import type { ConnectionId } from '../domain/ids.js';
import type { GuardFinding, StockGuardRules } from '../domain/stock/guard.js';
import type { MemoryEntry } from '../domain/stock/memory.js';
import type { StockProblemReason } from '../domain/stock/targets.js';
import type { OrderPolicy } from './order-input.js';

/** Where a connection's first start drew the line. */
export interface ImportStart {
  /** Orders created before are skipped when they stood open at the first start. ISO 8601 in UTC. */
  readonly from: string;
  /** Ids of the older orders that were importable at that moment. */
  readonly skippedIds: readonly string[];
  /** When that was done, ISO 8601 in UTC: what delivered orders before may have had any of them. Older starts lack it. */
  readonly drawnAt?: string;
}

export interface PollOrdersInput {
  readonly connection: ConnectionId;
  readonly start: ImportStart;
  readonly policy: OrderPolicy;
  /** Pace at which orders already known to have changed in the channel are read again. */
  readonly slowPaceMs: number;
  /** Orders older than this are never started without a person: closed runs may be forgotten by then. */
  readonly ageMaxMs: number;
}

/** What one sweep of the channel found. Lists are cut at 50 ids; the counts are whole. */
export interface PollOrdersResult {
  readonly importable: number;
  readonly started: number;
  readonly told: number;
  /** Closed here, still importable there. */
  readonly openInChannel: number;
  readonly openInChannelIds: readonly string[];
  readonly skipped: number;
  readonly tooOld: number;
  readonly tooOldIds: readonly string[];
  readonly unreadable: number;
  readonly unreadableIds: readonly string[];
  /** When known changes were last read again, ISO 8601 in UTC. */
  readonly slowReadAt: string;
}

export interface PollShipmentsInput {
  readonly connection: ConnectionId;
  /** Look-back of the first sweep, ISO 8601 in UTC. */
  readonly from: string;
  /** How far before its cursor a sweep reads again, as changes may be seen late. */
  readonly overlapMs: number;
  /** Pace at which all open sales orders are read. */
  readonly slowPaceMs: number;
  readonly referencePrefix: string;
  /** An order that is this old and has not shipped is flagged. */
  readonly overdueAfterMs: number;
}

export interface PollShipmentsResult {
  /** The latest change seen, ISO 8601 in UTC. */
  readonly cursor: string;
  /** Shipments told within the overlap: id -> change. Keeps a sweep over nothing new silent. */
  readonly told: Readonly<Record<string, string>>;
  readonly read: number;
  readonly signalled: number;
  /** Parcels that changed after their order had ended here, such as a mended number: the channel takes no correction. */
  readonly changedAfterEnd: number;
  /** The channel orders of those parcels, cut at 50. */
  readonly changedAfterEndIds: readonly string[];
  readonly slowReadAt: string;
  /** Where the order system's quota stood at the end; absent where it has none, or nothing is known of it. */
  readonly quota?: QuotaLeft;
}

/** Calls that the order system still gives in its window. */
export interface QuotaLeft {
  readonly remaining: number;
  readonly limit: number | null;
  /** When this was so, and when the window ends; ISO 8601 in UTC. */
  readonly readAt: string;
  readonly resetsAt: string;
}

export interface SyncInventoryInput {
  readonly connection: ConnectionId;
  /** A higher figure is written only after it has stood this long. */
  readonly raiseAfterMs: number;
  /** Whether orders are swept at all; where they are, nothing is raised while their sweep fails. */
  readonly processesOrders: boolean;
  /** Whether orders are delivered as drafts, which commit no stock. */
  readonly createsDrafts: boolean;
  readonly guard: StockGuardRules;
  /** The finding of the guard that a person accepts, by its instant; null for none. */
  readonly accept: { readonly at: string } | null;
}

/** Why nothing was written for a SKU. */
export type UnwrittenReason = StockProblemReason | 'listed-twice' | 'refused' | 'failed';

/** A SKU of the channel for which nothing was written. */
export interface StockProblem {
  readonly sku: string;
  readonly reason: UnwrittenReason;
  /** What is wrong, as a sentence. */
  readonly what: string;
}

/** What a comparison has done so far. */
export interface StockTallies {
  /** Listings of the channel. */
  readonly listings: number;
  /** Items of the order system that were read. */
  readonly items: number;
  readonly compared: number;
  readonly lowered: number;
  readonly raised: number;
  /** Higher figures that have not stood long enough yet. */
  readonly waiting: number;
  /** Listings with a reason why nothing was written. */
  readonly unwritten: number;
  readonly problemsByReason: Readonly<Partial<Record<UnwrittenReason, number>>>;
  /** Cut at 50; the counts are whole. */
  readonly problems: readonly StockProblem[];
}

/** A comparison before its first share. */
export const NO_TALLIES: StockTallies = {
  listings: 0,
  items: 0,
  compared: 0,
  lowered: 0,
  raised: 0,
  waiting: 0,
  unwritten: 0,
  problemsByReason: {},
  problems: [],
};

/** What one comparison of stock leaves to the next, and one share of it to the next share. */
export interface StockBookmark {
  /** Names the memory of the worker that compared: it holds more than travels here, and counts while nobody else compared. */
  readonly tag: string;
  /** The latest start or end of an order that was counted, on the server's clock. */
  readonly since: string;
  /** What is remembered of listings that moved, cut at 200. */
  readonly moved: readonly MemoryEntry[];
  /** Items of the order system at the last good comparison; null before the first. */
  readonly items: number | null;
}

/** What one comparison of stock did. */
export interface SyncInventoryResult extends StockTallies {
  readonly comparedAt: string;
  /** What stopped it; null when nothing did. */
  readonly guard: GuardFinding | null;
  readonly bookmark: StockBookmark;
}
