import { setTimeout as pause } from 'node:timers/promises';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { channelOrderId, type ConnectionId } from '../../domain/ids.js';
import { orderWorkflowId } from '../../messages/workflow-ids.js';
import { CommandError, usageError } from '../command-error.js';
import { EXIT } from '../exit-codes.js';
import { troubleOf, type Trouble } from '../runs/trouble.js';
import { orderRowOf, ordersQuery, quoted, type OrderRow } from './rows.js';

/** An order's workflow with what Temporal knows of it. */
export interface FoundOrder {
  readonly row: OrderRow;
  readonly runId: string;
  readonly isOpen: boolean;
  /** Whether it has nothing under way, in a worker or on its way to one: it waits for time, news or a person. */
  readonly isIdle: boolean;
  readonly trouble: Trouble | null;
}

/** Which order is meant: its full id, our reference, or the sales order's id. */
export interface OrderRequest {
  readonly id: string;
  readonly connection?: ConnectionId;
}

// More than one connection could know an id; more than these would be our own mistake.
const FOUND_MAX = 20;

/** Finds one order's workflow; throws a CommandError when there is none, or more than one. */
export async function findOrder(client: Client, { id, connection }: OrderRequest): Promise<FoundOrder> {
  const anyId = ['ChannelOrderId', 'SalesOrderReference', 'SalesOrderId'].map((key) => `${key} = ${quoted(id)}`);
  const ids = new Set<string>();
  // Visibility lags a moment behind; an order that was started just now is found by its workflow's id.
  if (connection !== undefined) ids.add(orderWorkflowId(connection, channelOrderId(id)));
  for await (const run of client.workflow.list({ query: `${ordersQuery(connection)} AND (${anyId.join(' OR ')})` })) {
    ids.add(run.workflowId);
    if (ids.size >= FOUND_MAX) break;
  }
  const found = (await Promise.all([...ids].map((one) => describeOrder(client, one)))).flatMap((one) => one ?? []);
  const [only, ...more] = found;
  if (only === undefined) throw unknownOrder(id, connection);
  if (more.length === 0) return only;
  const why = `These connections know it: ${found.map(({ row }) => row.connection).join(', ')}.`;
  throw usageError(`"${id}" is not clear.`, why, 'Give one with --connection, or the full Houzz id.');
}

/** Reads an order's workflow by its id, from the server and not from the lagging lists; undefined when unknown. */
export async function describeOrder(client: Client, workflowId: string): Promise<FoundOrder | undefined> {
  const description = await describe(client, workflowId);
  const row = description === undefined ? undefined : orderRowOf(description);
  if (description === undefined || row === undefined) return undefined;
  const { runId, status, raw } = description;
  const isIdle = !raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0;
  return { row, runId, isOpen: status.name === 'RUNNING', isIdle, trouble: troubleOf(description) };
}

const LOOK_EVERY_MS = 250;

/** Looks at an order again and again until it is where it is waited for, or the time is over; gives the last look. */
export async function watchOrder(
  client: Client,
  found: FoundOrder,
  { waitMs, isThere }: { readonly waitMs: number; readonly isThere: (order: FoundOrder) => boolean | Promise<boolean> },
): Promise<FoundOrder> {
  let current = found;
  for (let waited = 0; waited <= waitMs; waited += LOOK_EVERY_MS) {
    current = (await describeOrder(client, found.row.workflowId)) ?? current;
    if (await isThere(current)) break;
    if (waited < waitMs) await pause(Math.min(LOOK_EVERY_MS, waitMs - waited));
  }
  return current;
}

async function describe(client: Client, workflowId: string): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function unknownOrder(id: string, connection: ConnectionId | undefined): CommandError {
  return new CommandError(EXIT.notFound, {
    what: `There is no order "${id}"${connection === undefined ? '' : ` in ${connection}`}.`,
    why: 'No run has it as Houzz id, as reference or as TradeGecko id; it was never imported, or is no longer kept.',
    next: 'Look at "orderbridge orders"; an order older than the first start was skipped.',
  });
}
