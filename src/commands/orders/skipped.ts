import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { readAllOrders } from '../../activities/channel-readings.js';
import { inBatches } from '../../activities/in-batches.js';
import type { ConnectionConfig } from '../../config/config.js';
import { channelStatusWord, type ChannelOrder } from '../../domain/channel-order.js';
import {
  NOT_IMPORTED_REASONS,
  whyNotImported,
  type ImportRule,
  type NotImportedReason,
} from '../../domain/import-rule.js';
import type { ConnectionId } from '../../domain/ids.js';
import { orderWorkflowId } from '../../messages/workflow-ids.js';
import type { ChannelReading, Marketplace } from '../../ports/marketplace.js';
import { CommandError } from '../command-error.js';
import { EXIT } from '../exit-codes.js';
import type { SkippedOrder, SkippedReport } from '../reports.js';
import { readSchedules, storedAgeMaxMs, storedStart } from '../schedules.js';

/** What the list of skipped orders works with. */
export interface SkippedWith {
  readonly client: Client;
  readonly marketplace: Marketplace;
  readonly now: () => number;
  readonly limit: number;
}

/** Runs described at the same time. */
const PARALLEL = 10;

/** Reasons behind which a person has to act, or the order is never delivered. */
export const REASONS_OF_PERSONS: readonly NotImportedReason[] = ['too-old', 'unreadable', 'closed-here'];

/**
 * Lists the orders that are open in the channel and not imported. Nothing is stored about them: the channel is read,
 * and judged by the rule of the sweep.
 */
export async function listSkipped(
  { id }: Pick<ConnectionConfig, 'id'>,
  { client, marketplace, now, limit }: SkippedWith,
): Promise<SkippedReport> {
  const { rule, from } = await readRule(client, id, { marketplace, now });
  const readings = await readAllOrders((cursor) => marketplace.listOpen(cursor, {}));
  const judged = readings.map((reading) => ({ reading, reason: reasonOf(reading, rule) }));
  const reasons = await inBatches(judged, PARALLEL, async ({ reading, reason }) =>
    reason === undefined && reading.kind === 'order' ? await closedHere(client, id, reading.order) : reason,
  );
  const skipped = readings.flatMap((reading, index): SkippedOrder[] => {
    const reason = reasons[index];
    return reason === undefined ? [] : [rowOf(reading, reason)];
  });
  const count = (reason: NotImportedReason): number => skipped.filter((order) => order.reason === reason).length;
  return {
    kind: 'skipped',
    connection: id,
    from,
    counts: NOT_IMPORTED_REASONS.map((reason) => ({ reason, count: count(reason) })).filter((one) => one.count > 0),
    orders: skipped.sort(byReasonThenAge).slice(0, limit),
    total: skipped.length,
  };
}

async function readRule(
  client: Client,
  connection: ConnectionId,
  { marketplace, now }: Pick<SkippedWith, 'marketplace' | 'now'>,
): Promise<{ readonly rule: ImportRule; readonly from: string }> {
  const schedules = await readSchedules(client, connection);
  const start = storedStart(schedules);
  const ageMaxMs = storedAgeMaxMs(schedules);
  if (start === undefined || ageMaxMs === undefined) {
    throw new CommandError(EXIT.notFound, {
      what: `${connection} is not started.`,
      why: 'Only a start says from when on orders are imported.',
      next: `Run "orderbridge start --connection ${connection}": it shows the open orders first.`,
    });
  }
  const rule = {
    isImportable: (status: ChannelOrder['status']) => marketplace.isImportable(status),
    skippedIds: new Set(start.skippedIds),
    oldestMs: now() - ageMaxMs,
  };
  return { rule, from: start.from };
}

function reasonOf(reading: ChannelReading, rule: ImportRule): NotImportedReason | undefined {
  if (reading.kind === 'order') return whyNotImported(reading.order, rule);
  return reading.orderId !== null && rule.skippedIds.has(reading.orderId) ? 'before-start' : 'unreadable';
}

/** An order without a run is on its way here, one with a running run has arrived. */
async function closedHere(
  client: Client,
  connection: ConnectionId,
  { orderId }: ChannelOrder,
): Promise<'closed-here' | undefined> {
  try {
    const { status } = await client.workflow.getHandle(orderWorkflowId(connection, orderId)).describe();
    return status.name === 'RUNNING' ? undefined : 'closed-here';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function rowOf(reading: ChannelReading, reason: NotImportedReason): SkippedOrder {
  if (reading.kind === 'unreadable') {
    return { orderId: reading.orderId, createdAt: null, channelStatus: null, reason, what: reading.what };
  }
  const { orderId, createdAt, status } = reading.order;
  return { orderId, createdAt, channelStatus: channelStatusWord(status), reason, what: null };
}

function byReasonThenAge(one: SkippedOrder, other: SkippedOrder): number {
  const rank = (reason: NotImportedReason): number => NOT_IMPORTED_REASONS.indexOf(reason);
  return rank(one.reason) - rank(other.reason) || (one.createdAt ?? '').localeCompare(other.createdAt ?? '');
}
