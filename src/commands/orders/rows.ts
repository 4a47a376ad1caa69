import type { Client, WorkflowExecutionInfo, WorkflowExecutionStatusName } from '@temporalio/client';
import type { ConnectionId } from '../../domain/ids.js';
import type { OrderStage } from '../../domain/order-state.js';
import {
  attentionReasonKey,
  orderStageKey,
  salesOrderIdKey,
  salesOrderReferenceKey,
} from '../../messages/search-attributes.js';
import { orderOfWorkflowId } from '../../messages/workflow-ids.js';
import { usageError } from '../command-error.js';

/** Where an order stands in lists: a stage, or a run that ended in a way no order should. */
export type ListedStage = OrderStage | 'failed';

/** The stages in the order in which an operator reads them. */
export const LISTED_STAGES = [
  'needs-attention',
  'cancel-unresolved',
  'failed',
  'held',
  'importing',
  'authorising',
  'delivering',
  'awaiting-shipment',
  'reporting-shipment',
  'cancelling',
  'completed',
  'cancelled',
] as const satisfies readonly ListedStage[];

/** The stages that wait for a person. */
export const STAGES_OF_PERSONS: readonly ListedStage[] = ['needs-attention', 'cancel-unresolved', 'failed'];

/** One order as lists show it. No personal data. */
export interface OrderRow {
  readonly connection: string;
  readonly channelOrderId: string;
  readonly reference: string | null;
  readonly salesOrderId: string | null;
  readonly stage: ListedStage;
  readonly attentionReason: string | null;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** When the channel says the order was made; null when it is not known. */
  readonly createdAt: string | null;
  readonly startedAt: string;
  readonly closedAt: string | null;
  readonly workflowId: string;
}

/** The visibility query of all order workflows, of one connection when given. */
export function ordersQuery(connection: ConnectionId | undefined): string {
  const ofConnection = connection === undefined ? '' : ` AND Connection = ${quoted(connection)}`;
  // A run that went on in another one is the same order, which is listed once.
  return `WorkflowType = "processOrder" AND ExecutionStatus != "ContinuedAsNew"${ofConnection}`;
}

/** The condition that picks one stage. */
export function stageCondition(stage: ListedStage): string {
  if (stage === 'failed') return 'ExecutionStatus IN ("Failed", "Terminated", "TimedOut")';
  if (stage === 'completed') return '(ExecutionStatus = "Completed" AND OrderStage != "cancelled")';
  if (stage === 'cancelled') {
    return '(ExecutionStatus = "Canceled" OR (ExecutionStatus = "Completed" AND OrderStage = "cancelled"))';
  }
  return `(ExecutionStatus = "Running" AND OrderStage = ${quoted(stage)})`;
}

/** The condition that picks what a person should look at: orders that wait for one, and orders with a flag. */
export const PERSON_CONDITION =
  '(ExecutionStatus IN ("Failed", "Terminated", "TimedOut") OR (ExecutionStatus = "Running" AND ' +
  '(OrderStage IN ("needs-attention", "cancel-unresolved", "held") OR AttentionReason IS NOT NULL)))';

/** A text within a visibility query. Quotes and backslashes never stand in an id of ours, so none are let in. */
export function quoted(text: string): string {
  if (/^[\w .:#/-]{1,128}$/.test(text)) return `"${text}"`;
  const why = 'Ids have letters, digits, blanks and . : # / _ - only, at most 128 of them.';
  throw usageError('This cannot be an id of an order.', why, 'Copy it from the list of "orderbridge orders".');
}

/** How many orders of a connection are in flight. */
export async function countOpenOrders(client: Client, connection: ConnectionId): Promise<number> {
  const { count } = await client.workflow.count(`${ordersQuery(connection)} AND ExecutionStatus = "Running"`);
  return count;
}

/** What is read of a run, whether it was listed or described. */
type OrderRun = Pick<WorkflowExecutionInfo, 'workflowId' | 'status' | 'typedSearchAttributes' | 'startTime'> & {
  readonly memo?: Readonly<Record<string, unknown>> | undefined;
  readonly closeTime?: Date | undefined;
};

/** Reads a listed or described run as an order; undefined when its id is no order's. */
export function orderRowOf(run: OrderRun): OrderRow | undefined {
  const ids = orderOfWorkflowId(run.workflowId);
  if (ids === undefined) return undefined;
  const text = (key: typeof orderStageKey): string | null => run.typedSearchAttributes.get(key) ?? null;
  return {
    connection: ids.connection,
    channelOrderId: ids.orderId,
    reference: text(salesOrderReferenceKey),
    salesOrderId: text(salesOrderIdKey),
    stage: stageOf(run.status.name, text(orderStageKey)),
    attentionReason: text(attentionReasonKey),
    ...memoOf(run.memo),
    startedAt: run.startTime.toISOString(),
    closedAt: run.closeTime?.toISOString() ?? null,
    workflowId: run.workflowId,
  };
}

function stageOf(status: WorkflowExecutionStatusName, attribute: string | null): ListedStage {
  if (status === 'COMPLETED') return attribute === 'cancelled' ? 'cancelled' : 'completed';
  if (status === 'CANCELLED') return 'cancelled';
  if (status !== 'RUNNING' && status !== 'CONTINUED_AS_NEW') return 'failed';
  return LISTED_STAGES.find((stage) => stage === attribute) ?? 'importing';
}

/** Read with care: an older version of this program may have written the memo. */
function memoOf(memo: Readonly<Record<string, unknown>> | undefined): Pick<OrderRow, 'lines' | 'createdAt'> {
  const createdAt = memo?.['createdAt'];
  const lines: readonly unknown[] = Array.isArray(memo?.['lines']) ? memo['lines'] : [];
  return { createdAt: typeof createdAt === 'string' ? createdAt : null, lines: lines.flatMap(lineOf) };
}

function lineOf(line: unknown): OrderRow['lines'] {
  const isLine = typeof line === 'object' && line !== null && 'sku' in line && 'quantity' in line;
  if (!isLine || typeof line.sku !== 'string' || typeof line.quantity !== 'number') return [];
  return [{ sku: line.sku, quantity: line.quantity }];
}
