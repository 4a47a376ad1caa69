import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { channelStatusWord, type ChannelOrder } from '../domain/channel-order.js';
import type { ImportRule } from '../domain/import-rule.js';
import { formatMinorUnits } from '../domain/money.js';
import { referenceOf } from '../domain/reference.js';
import type { OrderMemo, ProcessOrderInput } from '../messages/order-input.js';
import { ORDER_QUEUE } from '../messages/queues.js';
import {
  channelOrderIdKey,
  channelStatusKey,
  connectionKey,
  orderStageKey,
  salesOrderReferenceKey,
} from '../messages/search-attributes.js';
import type { PollOrdersInput, PollOrdersResult } from '../messages/sweeps.js';
import { orderWorkflowId } from '../messages/workflow-ids.js';
import type { Marketplace } from '../ports/marketplace.js';
import { readAllOrders } from './channel-readings.js';
import { inBatches } from './in-batches.js';
import { listOrders } from './open-orders.js';
import { runSweep } from './pause-connection.js';
import { sortReadings } from './sort-readings.js';
import { newsOfKnown, newsOfLeft, tellOrders } from './tell-orders.js';

export interface SweepOrdersInput extends PollOrdersInput {
  /** When known changes were last read again, ISO 8601 in UTC; null before the first sweep. */
  readonly slowReadAt: string | null;
}

export interface OrderSweepActivities {
  sweepOrders(input: SweepOrdersInput): Promise<PollOrdersResult>;
}

/** Starts in parallel; ten keep the server busy without flooding it. */
const PARALLEL = 10;
/** Ids named in a result; the counts are whole. */
const NAMED_MAX = 50;
/** Orders older than this may have been delivered by a run that is forgotten, or by a person. */
const LOOK_UP_AFTER_MS = 24 * 60 * 60 * 1000;

/** Makes the sweep of the channel: all importable orders against the order workflows that are open here. */
export function createOrderSweep(marketplace: Marketplace, referencePrefix: string): OrderSweepActivities {
  return {
    sweepOrders: (input) =>
      runSweep(input.connection, async (call) => {
        const { client } = Context.current();
        const readAt = new Date();
        // Read before the open ones are listed: an order started meanwhile would otherwise look as if it had left.
        const readings = await readAllOrders((cursor) => marketplace.listImportable(cursor, call));
        const open = await listOrders(client, input.connection, 'ExecutionStatus="Running"');
        const sorted = sortReadings(readings, open, ruleOf(input, marketplace));
        const outcomes = await inBatches(sorted.fresh, PARALLEL, (order) =>
          startOrder(client, {
            sweep: input,
            readAt,
            order,
            reference: referenceOf(order.orderId, referencePrefix),
            authoriseFirst: marketplace.needsAuthorisation(order.status),
            looksSplit: sorted.splitIds.has(order.orderId),
          }),
        );
        const openInChannel = sorted.fresh.filter((_, index) => outcomes[index] === 'closed-before');
        const left = open.filter((order) => !sorted.importableIds.has(order.orderId));
        const slow = isDue(input);
        const news = [...newsOfKnown(sorted, marketplace), ...(await newsOfLeft({ marketplace, left, slow }, call))];
        const told = await tellOrders(client, news);
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

function ruleOf({ start, ageMaxMs }: PollOrdersInput, marketplace: Marketplace): ImportRule {
  return {
    isImportable: (status) => marketplace.isImportable(status),
    skippedIds: new Set(start.skippedIds),
    oldestMs: Date.now() - ageMaxMs,
  };
}

type NewOrder = Pick<ProcessOrderInput, 'order' | 'reference' | 'authoriseFirst' | 'looksSplit'> & {
  readonly sweep: PollOrdersInput;
  /** When the channel was asked: it says nothing yet of what ended here since. */
  readonly readAt: Date;
};

type Outcome = 'started' | 'closed-before' | 'known';

async function startOrder(client: Client, { sweep, readAt, ...fresh }: NewOrder): Promise<Outcome> {
  const { connection, policy } = sweep;
  const { order, reference } = fresh;
  const { from, drawnAt = from } = sweep.start;
  const isOld = Date.parse(order.createdAt) < Date.now() - LOOK_UP_AFTER_MS || order.createdAt < drawnAt;
  const argument: ProcessOrderInput = { ...fresh, connection, lookUpFirst: isOld, policy };
  const workflowId = orderWorkflowId(connection, order.orderId);
  try {
    await client.workflow.start('processOrder', {
      taskQueue: ORDER_QUEUE,
      workflowId,
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
        // Written only where it is another than the usual one, so that sweeps can tell what is news.
        ...(order.status.kind === 'charged' ? [] : [{ key: channelStatusKey, value: channelStatusWord(order.status) }]),
      ],
    });
    return 'started';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return outcomeOfTaken(client, workflowId, readAt);
    throw error;
  }
}

/** The id is taken, and the run was not among the open ones: closed, unless it has just begun or just ended. */
async function outcomeOfTaken(client: Client, workflowId: string, readAt: Date): Promise<Outcome> {
  const { closeTime } = await client.workflow.getHandle(workflowId).describe();
  return closeTime !== undefined && closeTime < readAt ? 'closed-before' : 'known';
}

function memoOf(order: ChannelOrder): OrderMemo {
  const lines = order.lines.flatMap((line) =>
    line.kind === 'product' ? [{ sku: line.sku, quantity: line.quantity }] : [],
  );
  return { createdAt: order.createdAt, lines, channelTotal: order.total };
}

/** A summary is a line to read, and Temporal takes 400 bytes. */
const SUMMARY_LENGTH_MAX = 100;

function summaryOf(order: ChannelOrder): string {
  const lines = memoOf(order).lines.map((line) => `${line.quantity} x ${line.sku}`);
  const shown = `${lines.slice(0, 3).join(', ')}${lines.length > 3 ? ', …' : ''}`.slice(0, SUMMARY_LENGTH_MAX);
  return `Houzz order ${order.orderId}: ${shown}, ${formatMinorUnits(order.total)} in all`;
}

function isDue({ slowReadAt, slowPaceMs }: SweepOrdersInput): boolean {
  return slowReadAt !== null && Date.now() - Date.parse(slowReadAt) >= slowPaceMs;
}
