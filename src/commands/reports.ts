import type { NotImportedReason } from '../domain/import-rule.js';
import type { ConnectionId } from '../domain/ids.js';
import type { GuardFinding } from '../domain/stock/guard.js';
import type { SkuInspection, StockDifferences } from '../messages/stock-inspection.js';
import type { SyncInventoryResult } from '../messages/sweeps.js';
import type { OrderStatus } from '../messages/order-messages.js';
import type { QuotaLeft } from '../messages/sweeps.js';
import type { TestOrderResult } from '../messages/test-order.js';
import type { CheckRow } from './checks/row.js';
import type { ListedStage, OrderRow } from './orders/rows.js';
import type { OpenTimer, StoryEntry } from './order/story.js';
import type { Trouble } from './runs/trouble.js';
import type { ScheduleState } from './schedules.js';
import type { OpenOrder } from './start/import-start.js';
import type { SweepReport } from './sweeps-told.js';
import type { UiListName } from './ui-links.js';

// What commands return: plain JSON, which `--json` prints as it stands and `output/` puts into words.

/** Everything that was checked. */
export interface CheckReport {
  readonly rows: readonly CheckRow[];
  readonly ok: number;
  readonly warnings: number;
  readonly failed: number;
}

/** What `start` did, or what it needs to know first. */
export type StartReport = StartedReport | NeedsFromReport;

export interface StartedReport {
  readonly kind: 'started';
  readonly connection: string;
  /** Null when orders are switched off. `kept` says that the line was drawn by an earlier start. */
  readonly start: { readonly from: string; readonly skipped: number; readonly kept: boolean } | null;
  /** What stood open when the line was drawn; null when it was not drawn now. */
  readonly open: { readonly imported: number; readonly skipped: number; readonly unreadable: number } | null;
  readonly schedules: readonly StartedSchedule[];
  readonly registered: readonly string[];
  readonly warnings: readonly string[];
}

export interface StartedSchedule {
  readonly id: string;
  readonly state: 'created' | 'updated' | 'off';
  readonly everyMs: number;
}

export interface NeedsFromReport {
  readonly kind: 'needs-from';
  readonly connection: string;
  /** Oldest first. */
  readonly open: readonly OpenOrder[];
  readonly unreadable: number;
}

/** What `stop` found and did. */
export interface StopReport {
  readonly connection: string;
  readonly schedules: readonly { readonly id: string; readonly state: 'paused' | 'was-paused' | 'absent' }[];
  /** Orders that go on by themselves. */
  readonly inFlight: number;
}

/** What `status` found: one screen about everything. */
export interface StatusReport {
  /** ISO 8601 in UTC; ages are told from then. */
  readonly readAt: string;
  readonly temporal: { readonly address: string; readonly namespace: string; readonly serverVersion: string };
  readonly connections: readonly ConnectionStatus[];
  /** Orders of each stage; those without any are left out. */
  readonly counts: OrdersReport['counts'];
  /** The newest orders that a person should look at, each with the command to type. */
  readonly waiting: readonly (OrderRow & { readonly command: string })[];
  readonly waitingTotal: number;
  /** Lists in Temporal's Web UI; empty when its address is not known. */
  readonly links: readonly { readonly list: UiListName; readonly title: string; readonly url: string }[];
}

export interface ConnectionStatus {
  readonly id: string;
  /** From when on orders are imported, ISO 8601 in UTC; null when it was never started. */
  readonly importsFrom: string | null;
  readonly schedules: readonly SweepStatus[];
  /** Where TradeGecko's quota stood when it was last told; null when it never was. */
  readonly quota: QuotaLeft | null;
}

export interface SweepStatus {
  readonly id: string;
  readonly state: ScheduleState['state'];
  /** Why it is paused; empty when it is not. */
  readonly note: string;
  /** The latest run; null before the first, and when the server has forgotten it. */
  readonly last: SweepReport | null;
  /** ISO 8601 in UTC; null when it does not run again by itself. */
  readonly nextAt: string | null;
}

/** What `poll` ran. */
export interface PollReport {
  readonly connection: string;
  readonly sweeps: readonly PolledSweep[];
}

export interface PolledSweep {
  readonly id: string;
  /** `paused` and `absent`: it was not run. `undecided`: the wait was over first. */
  readonly outcome: 'ok' | 'failed' | 'paused' | 'absent' | 'undecided';
  /** One sentence without personal data. */
  readonly what: string;
  /** What it returned, plain JSON. */
  readonly result: Readonly<Record<string, unknown>> | null;
}

/** What `orders` found: counts of everything, and the first orders of the list. */
export interface OrdersReport {
  /** Null for all connections. */
  readonly connection: string | null;
  /** Null for all stages. */
  readonly stage: ListedStage | null;
  /** Orders of each stage; those without any are left out. */
  readonly counts: readonly { readonly stage: ListedStage; readonly count: number }[];
  readonly orders: readonly OrderRow[];
  /** How many orders the list would have without its limit. */
  readonly total: number;
  /** Connections that keep stock in step and read no orders. */
  readonly unread: readonly string[];
  /** Which page of the list this is, from 1. */
  readonly page: number;
}

/** What `orders --skipped` found: orders that are open in the channel and not imported. No personal data. */
export interface SkippedReport {
  readonly kind: 'skipped';
  readonly connection: string;
  /** From when on orders are imported, ISO 8601 in UTC. */
  readonly from: string;
  /** Reasons without any order are left out. */
  readonly counts: readonly { readonly reason: NotImportedReason; readonly count: number }[];
  readonly orders: readonly SkippedOrder[];
  /** How many orders the list would have without its limit. */
  readonly total: number;
}

export interface SkippedOrder {
  /** Null where the order has no legible id. */
  readonly orderId: string | null;
  /** ISO 8601 in UTC; null where the order cannot be read. */
  readonly createdAt: string | null;
  readonly channelStatus: string | null;
  readonly reason: NotImportedReason;
  /** What of an unreadable order is not as expected; null for others. */
  readonly what: string | null;
}

/** What `order` found. */
export interface OrderReport {
  /** What Temporal itself knows. */
  readonly order: OrderRow;
  /** What the workflow says; null when no worker answered in time. */
  readonly status: OrderStatus | null;
  /** What it does and has to try again; null for nothing. */
  readonly trouble: Trouble | null;
  /** Times that it waits for. */
  readonly timers: readonly OpenTimer[];
  /** The one next step for a person; empty when there is none. */
  readonly nextStep: string;
  /** What to type for it; null when nobody is waited for. */
  readonly command: string | null;
  /** What happened, oldest first. */
  readonly story: readonly StoryEntry[];
  /** Temporal's Web UI; null when its address is not known. */
  readonly uiLink: string | null;
}

/** What became of a cancel. */
export interface CancelReport {
  readonly connection: string;
  readonly channelOrderId: string;
  /**
   * `asked`: told and not waited for. `was-closed`: it had ended before. `cancelled`, `completed`, `failed`: how it
   * ended. `unresolved`: a person must decide. `undecided`: the wait was over first.
   */
  readonly outcome: 'asked' | 'was-closed' | 'cancelled' | 'completed' | 'failed' | 'unresolved' | 'undecided';
  /** Where the order stood when last looked at. */
  readonly stage: ListedStage;
  readonly trouble: Trouble | null;
}

/** What `sync` did. */
export interface SyncReport {
  readonly connection: ConnectionId;
  /** The comparison in Temporal; null when it has not begun. */
  readonly workflowId: string | null;
  /** What the guard had found and a person has accepted by this; null for nothing. */
  readonly accepted: GuardFinding | null;
  /**
   * `queued`: an earlier comparison is still under way. `begun`: not waited for. `compared`, `failed`: how it ended.
   * `undecided`: the wait was over first.
   */
  readonly outcome: 'queued' | 'begun' | 'compared' | 'failed' | 'undecided';
  /** Null unless it failed. */
  readonly why: string | null;
  /** What it found and wrote; null when that is not known. */
  readonly result: SyncInventoryResult | null;
}

/** One figure behind what is shown of a SKU. */
export interface StockFigure {
  readonly name: string;
  /** Units, or a percentage with its sign; null for no limit. */
  readonly value: number | string | null;
  /** The service and its call, the worker's memory, or the key of the configuration. */
  readonly source: string;
}

/** What `inventory SKU` found. */
export interface SkuReport extends SkuInspection {
  readonly connection: ConnectionId;
  /** In the order in which they are applied. */
  readonly figures: readonly StockFigure[];
  /** What the next comparison does with it, and why. */
  readonly next: string;
}

/** What `inventory --differences` and `sync --dry-run` found. */
export interface DifferencesReport extends StockDifferences {
  readonly connection: ConnectionId;
}

/** What became of `retry` and `release`. */
export interface SignalReport {
  readonly connection: string;
  readonly channelOrderId: string;
  /**
   * `asked`: told and not waited for. `went-on`: it has left its stage. `stands-again`: it took the word and stands
   * there once more. `undecided`: the wait was over first.
   * `was-closed` and `not-waiting`: nothing was sent, because it would mean nothing to the order.
   */
  readonly outcome: 'asked' | 'went-on' | 'stands-again' | 'undecided' | 'was-closed' | 'not-waiting';
  /** Where the order stood when last looked at. */
  readonly stage: ListedStage;
  readonly attentionReason: string | null;
  readonly trouble: Trouble | null;
}

/** What became of `resolve`. */
export interface ResolveReport {
  readonly connection: string;
  readonly channelOrderId: string;
  /** What was changed or decided, without personal data. */
  readonly what: string;
  /** Where the order stood when last looked at. */
  readonly stage: ListedStage;
  readonly attentionReason: string | null;
  /** Whether the order was looked at again after it took the word. */
  readonly isWaitedFor: boolean;
  readonly nextStep: string;
}

/** What became of `test-order`. */
export interface TestOrderReport extends TestOrderResult {
  readonly connection: string;
  readonly tags: readonly string[];
  /** `undecided`: the wait was over first, and the test order was called off. */
  readonly outcome: 'ended' | 'undecided';
}

/** What `setup` found and did. */
export interface SetupReport {
  readonly address: string;
  readonly namespace: string;
  readonly isCloud: boolean;
  readonly steps: readonly SetupStep[];
}

export interface SetupStep {
  readonly what: string;
  /** `needed`: this login may not do it; `commands` say who can. */
  readonly outcome: 'was there' | 'done' | 'needed';
  readonly detail: string;
  readonly commands: readonly string[];
}

/** What `init` wrote, and what `check` says of it. */
export interface InitReport {
  readonly connection: string;
  readonly files: readonly string[];
  readonly check: CheckReport;
}
