import type { ConnectionId, SalesOrderId } from '../domain/ids.js';
import type { SalesOrderDraft } from '../domain/sales-order.js';

/** The argument of `testOrder`. */
export interface TestOrderInput {
  readonly connection: ConnectionId;
  /** The draft to place, without lines. */
  readonly draft: SalesOrderDraft;
  /** The SKU of its one line; null takes the first that the order system lists. */
  readonly sku: string | null;
}

/** What became of a test order. */
export interface TestOrderResult {
  readonly kind: 'done' | 'refused';
  /** Null when none was made. */
  readonly salesOrderId: SalesOrderId | null;
  readonly number: string;
  readonly sku: string | null;
  /** Its status as it was read back; null when it was not found again. */
  readonly readBack: string | null;
  readonly isRemoved: boolean;
  /** What went wrong, as one sentence without personal data; null for nothing. */
  readonly what: string | null;
}

/** One test order at a time for a connection. */
export const testOrderWorkflowId = (connection: ConnectionId): string => `test-order/${connection}`;
