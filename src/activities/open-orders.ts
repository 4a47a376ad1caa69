import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { orderOfWorkflowId } from '../messages/workflow-ids.js';
import { attentionReasonKey, channelStatusKey, orderStageKey, salesOrderIdKey } from '../messages/search-attributes.js';
import type { OrderMemo } from '../messages/order-input.js';
import { salesOrderId, type ChannelOrderId, type ConnectionId, type SalesOrderId } from '../domain/ids.js';

/** An order workflow as visibility lists it. */
export interface ListedOrder {
  readonly workflowId: string;
  readonly orderId: ChannelOrderId;
  readonly salesOrderId: SalesOrderId | null;
  /** The channel's status where it is another than the imported one; null otherwise. */
  readonly channelStatus: string | null;
  /** Empty where the run shows none. */
  readonly stage: string;
  readonly attentionReason: string;
  /** When the run started, on the server's clock: ISO 8601 in UTC. */
  readonly startedAt: string;
  /** When the run ended, ISO 8601 in UTC; null while it is open. */
  readonly closedAt: string | null;
  readonly memo: OrderMemo;
}

/** More open orders than this are a sign of something wrong; a sweep then says so instead of running for ever. */
const OPEN_ORDERS_MAX = 200_000;

/** Lists the connection's order workflows that match a filter (Temporal's list filter, joined with AND). */
export async function listOrders(client: Client, connection: ConnectionId, filter: string): Promise<ListedOrder[]> {
  const query = `Connection="${connection}" AND WorkflowType="processOrder" AND ${filter}`;
  const listed: ListedOrder[] = [];
  for await (const run of client.workflow.list({ query, pageSize: 1_000 })) {
    const order = toListedOrder(run);
    if (order !== undefined) listed.push(order);
    if (listed.length > OPEN_ORDERS_MAX) {
      throw new Error(`More than ${OPEN_ORDERS_MAX} order workflows match ${query}; look at them in the Web UI.`);
    }
  }
  return listed;
}

function toListedOrder(run: WorkflowExecutionInfo): ListedOrder | undefined {
  const order = orderOfWorkflowId(run.workflowId);
  if (order === undefined) return undefined;
  const sales = run.typedSearchAttributes.get(salesOrderIdKey);
  return {
    workflowId: run.workflowId,
    orderId: order.orderId,
    salesOrderId: sales === undefined ? null : salesOrderId(sales),
    channelStatus: run.typedSearchAttributes.get(channelStatusKey) ?? null,
    stage: run.typedSearchAttributes.get(orderStageKey) ?? '',
    attentionReason: run.typedSearchAttributes.get(attentionReasonKey) ?? '',
    startedAt: run.startTime.toISOString(),
    closedAt: run.closeTime?.toISOString() ?? null,
    memo: readMemo(run.memo),
  };
}

/** A memo is ours, but a run started by hand may lack it. */
function readMemo(memo: Readonly<Record<string, unknown>> | undefined): OrderMemo {
  const createdAt = memo?.['createdAt'];
  const lines = memo?.['lines'];
  const channelTotal = memo?.['channelTotal'];
  return {
    createdAt: typeof createdAt === 'string' ? createdAt : new Date(0).toISOString(),
    lines: Array.isArray(lines) ? lines.filter(isMemoLine) : [],
    channelTotal: typeof channelTotal === 'number' ? channelTotal : null,
  };
}

function isMemoLine(line: unknown): line is OrderMemo['lines'][number] {
  return typeof line === 'object' && line !== null && 'sku' in line && 'quantity' in line;
}
