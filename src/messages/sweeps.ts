import type { ConnectionId } from '../domain/ids.js';
import type { OrderPolicy } from './order-input.js';

/** Where a connection's first start drew the line. */
export interface ImportStart {
  /** Orders created before are skipped when they stood open at the first start. ISO 8601 in UTC. */
  readonly from: string;
  /** Ids of the older orders that were importable at that moment. */
  readonly skippedIds: readonly string[];
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
}

export interface SyncInventoryInput {
  readonly connection: ConnectionId;
  /** A higher figure is written only after it has stood this long. */
  readonly raiseAfterMs: number;
}

/** What one comparison of stock did. */
export interface SyncInventoryResult {
  readonly listings: number;
  readonly lowered: number;
  readonly raised: number;
  /** Higher figures that have not stood long enough yet. */
  readonly waiting: number;
  readonly unmatched: number;
  readonly refused: number;
  /** SKUs without a match or refused, cut at 50. */
  readonly problemSkus: readonly string[];
}
