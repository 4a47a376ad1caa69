import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/common';
import { channelStatusWord, type ChannelOrder } from '../domain/channel-order.js';
import type { ChannelOrderId, OrderReference } from '../domain/ids.js';
import { referenceOf } from '../domain/reference.js';
import { channelChangedSignal, type ChannelChanged } from '../messages/order-messages.js';
import type { OrderMemo, ProcessOrderInput } from '../messages/order-input.js';
import { ORDER_QUEUE } from '../messages/queues.js';
import {
  channelOrderIdKey,
  connectionKey,
  orderStageKey,
  salesOrderReferenceKey,
} from '../messages/search-attributes.js';
import type { PollOrdersInput, PollOrdersResult } from '../messages/sweeps.js';
import { orderWorkflowId } from '../messages/workflow-ids.js';
import type { CallOptions } from '../ports/call.js';
import type { ChannelReading, Marketplace, OrderLookup } from '../ports/marketplace.js';
import { inBatches } from './in-batches.js';
import { listOrders, type ListedOrder } from './open-orders.js';
import { runActivity } from './run-activity.js';

export interface SweepOrdersInput extends PollOrdersInput {
  /** When known changes were last read again, ISO 8601 in UTC; null before the first sweep. */
  readonly slowReadAt: string | null;
}

export interface OrderSweepActivities {
  sweepOrders(input: SweepOrdersInput): Promise<PollOrdersResult>;
}

/** Starts and signals in parallel; ten keep the server busy without flooding it. */
const PARALLEL = 10;
/** Ids named in a result; the counts are whole. */
const NAMED_MAX = 50;
/** Orders older than this may have been delivered by a run that is forgotten, or by a person. */
const LOOK_UP_AFTER_MS = 24 * 60 * 60 * 1000;

/** Makes the sweep of the channel: all importable orders against the order workflows that are open here. */
export function createOrderSweep(marketplace: Marketplace, referencePrefix: string): OrderSweepActivities {
  return {
    sweepOrders: (input) =>
      runActivity('any-cancel', async (call) => {
        const { client } = Context.current();
        // Read before the open ones are listed: an order started meanwhile would otherwise look as if it had left.
        const readings = await readImportable(marketplace, call);
        const open = await listOrders(client, input.connection, 'ExecutionStatus="Running"');
        const sorted = sortReadings(readings, open, input);
        const outcomes = await inBatches(sorted.fresh, PARALLEL, (order) =>
          startOrder(client, { sweep: input, order, reference: referenceOf(order.orderId, referencePrefix) }),
        );
        const openInChannel = sorted.fresh.filter((_, index) => outcomes[index] === 'closed-before');
        const left = open.filter((order) => !sorted.importableIds.has(order.orderId));
        const slow = isDue(input);
        const told = await tellLeft({ client, marketplace, left, slow, call });
        return {
          importable: readings.length,
          started: outcomes.filter((outcome) => outcome === 'started').length,
          told,
          openInChannel: openInChannel.length,
          openInChannelIds: openInChannel.slice(0, NAMED_MAX).map((order) => order.orderId),
          skipped: sorted.skipped,
          tooOld: sorted.tooOld.length,
          tooOldIds: sorted.tooOld.slice(0, NAMED_MAX),
          unreadable: sorted.unreadable.length,
          unreadableIds: sorted.unreadable.slice(0, NAMED_MAX),
          slowReadAt: slow ? new Date().toISOString() : (input.slowReadAt ?? new Date().toISOString()),
        };
      }),
  };
}

async function readImportable(marketplace: Marketplace, call: CallOptions): Promise<ChannelReading[]> {
  const readings = new Map<string, ChannelReading>();
  let cursor: string | null = null;
  // The adapter bounds the number of its pages.
  do {
    const page = await marketplace.listImportable(cursor, call);
    for (const reading of page.rows) {
      // Pages shift while orders come and go, so the same order may be read twice.
      const id = reading.kind === 'order' ? reading.order.orderId : (reading.orderId ?? `?${readings.size}`);
      readings.set(id, reading);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return [...readings.values()];
}

interface SortedReadings {
  readonly importableIds: ReadonlySet<ChannelOrderId>;
  readonly fresh: readonly ChannelOrder[];
  readonly skipped: number;
  readonly tooOld: readonly ChannelOrderId[];
  readonly unreadable: readonly string[];
}

function sortReadings(
  readings: readonly ChannelReading[],
  open: readonly ListedOrder[],
  { start, ageMaxMs }: PollOrdersInput,
): SortedReadings {
  const openIds = new Set(open.map((order) => order.orderId));
  const skippedIds = new Set(start.skippedIds);
  const oldest = Date.now() - ageMaxMs;
  const importableIds = new Set<ChannelOrderId>();
  const fresh: ChannelOrder[] = [];
  const tooOld: ChannelOrderId[] = [];
  const unreadable: string[] = [];
  let skipped = 0;
  for (const reading of readings) {
    if (reading.kind === 'unreadable') {
      unreadable.push(reading.orderId ?? 'an order without a legible id');
      if (reading.orderId !== null) importableIds.add(reading.orderId);
      continue;
    }
    const { order } = reading;
    importableIds.add(order.orderId);
    if (openIds.has(order.orderId)) continue;
    if (skippedIds.has(order.orderId)) skipped += 1;
    else if (Date.parse(order.createdAt) < oldest) tooOld.push(order.orderId);
    else fresh.push(order);
  }
  return { importableIds, fresh, skipped, tooOld, unreadable };
}

interface NewOrder {
  readonly sweep: PollOrdersInput;
  readonly order: ChannelOrder;
  readonly reference: OrderReference;
}

async function startOrder(client: Client, { sweep, order, reference }: NewOrder): Promise<'started' | 'closed-before'> {
  const { connection, policy } = sweep;
  const isOld = Date.parse(order.createdAt) < Date.now() - LOOK_UP_AFTER_MS || order.createdAt < sweep.start.from;
  const argument: ProcessOrderInput = { connection, order, reference, lookUpFirst: isOld, policy };
  try {
    await client.workflow.start('processOrder', {
      taskQueue: ORDER_QUEUE,
      workflowId: orderWorkflowId(connection, order.orderId),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      args: [argument],
      memo: { ...memoOf(order) },
      staticSummary: summaryOf(order),
      typedSearchAttributes: [
        { key: connectionKey, value: connection },
        { key: channelOrderIdKey, value: order.orderId },
        { key: salesOrderReferenceKey, value: reference },
        { key: orderStageKey, value: 'delivering' },
      ],
    });
    return 'started';
  } catch (error) {
    // The id is taken and the run was not among the open ones: it is closed here and still importable there.
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'closed-before';
    throw error;
  }
}

function memoOf(order: ChannelOrder): OrderMemo {
  const lines = order.lines.flatMap((line) =>
    line.kind === 'product' ? [{ sku: line.sku, quantity: line.quantity }] : [],
  );
  return { createdAt: order.createdAt, lines };
}

function summaryOf(order: ChannelOrder): string {
  const lines = memoOf(order).lines.map((line) => `${line.quantity} x ${line.sku}`);
  return `${order.orderId}: ${lines.slice(0, 3).join(', ')}${lines.length > 3 ? ', …' : ''}`;
}

function isDue({ slowReadAt, slowPaceMs }: SweepOrdersInput): boolean {
  return slowReadAt !== null && Date.now() - Date.parse(slowReadAt) >= slowPaceMs;
}

interface LeftOrders {
  readonly client: Client;
  readonly marketplace: Marketplace;
  readonly left: readonly ListedOrder[];
  readonly slow: boolean;
  readonly call: CallOptions;
}

/** Reads the open orders that are importable no longer, and tells those whose status is news to their workflow. */
async function tellLeft({ client, marketplace, left, slow, call }: LeftOrders): Promise<number> {
  const asked = left.filter((order) => slow || order.channelStatus === null);
  if (asked.length === 0) return 0;
  const keys = asked.map((order) => ({ orderId: order.orderId, createdAt: order.memo.createdAt }));
  const lookups = await marketplace.lookUp(keys, call);
  const readAt = new Date().toISOString();
  const news = asked.flatMap((order, index) => {
    const status = statusOf(lookups[index]);
    return status === undefined || wordOf(status) === (order.channelStatus ?? 'charged') ? [] : [{ order, status }];
  });
  const told = await inBatches(news, PARALLEL, ({ order, status }) =>
    tell(client, order.workflowId, { status, readAt }),
  );
  return told.filter(Boolean).length;
}

function statusOf(lookup: OrderLookup | undefined): ChannelChanged['status'] | undefined {
  // An unreadable one says nothing of its status; the next sweep reads it again.
  if (lookup === undefined || lookup.kind === 'unreadable') return undefined;
  return lookup.kind === 'missing' ? { kind: 'missing' } : lookup.order.status;
}

const wordOf = (status: ChannelChanged['status']): string =>
  status.kind === 'missing' ? 'missing' : channelStatusWord(status);

async function tell(client: Client, workflowId: string, change: ChannelChanged): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal(channelChangedSignal, change);
    return true;
  } catch (error) {
    // It ended between the list and the signal; there is nobody left to tell.
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
