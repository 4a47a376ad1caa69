import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { channelStatusOf, channelStatusWord } from '../domain/channel-order.js';
import { channelChangedSignal, type ChannelChanged } from '../messages/order-messages.js';
import type { CallOptions } from '../ports/call.js';
import type { Marketplace, OrderLookup } from '../ports/marketplace.js';
import { inBatches } from './in-batches.js';
import type { ListedOrder } from './open-orders.js';
import type { SortedReadings } from './sort-readings.js';

/** Signals in parallel; ten keep the server busy without flooding it. */
const PARALLEL = 10;

type Told = ChannelChanged['status'];

/** What a workflow has to hear. */
export interface News {
  readonly listed: ListedOrder;
  readonly status: Told;
}

/** What an order's workflow knows of the channel: what lists show, and without that the status most are imported in. */
const knownWord = ({ channelStatus }: ListedOrder): string => channelStatus ?? 'charged';

const wordOf = (status: Told): string =>
  status.kind === 'missing' || status.kind === 'split' ? status.kind : channelStatusWord(status);

/** What the list of importable orders itself says that is news: a split, a payment that was mended, an order come back. */
export function newsOfKnown({ known, splitIds }: SortedReadings, marketplace: Marketplace): readonly News[] {
  return known.flatMap(({ listed, order }) => {
    const status: Told = splitIds.has(order.orderId) ? { kind: 'split' } : order.status;
    const before = knownWord(listed);
    if (before === 'split' || before === wordOf(status)) return [];
    // An order that waits for our authorisation is our own doing; its workflow knows, or will when it ships.
    return status.kind !== 'split' && marketplace.needsAuthorisation(status) ? [] : [{ listed, status }];
  });
}

interface LeftOrders {
  readonly marketplace: Marketplace;
  readonly left: readonly ListedOrder[];
  /** Whether orders that are known to have changed are read again. */
  readonly slow: boolean;
}

/** Reads the open orders that are importable no longer; what is news to their workflows. */
export async function newsOfLeft({ marketplace, left, slow }: LeftOrders, call: CallOptions): Promise<readonly News[]> {
  const asked = left.filter((listed) => slow || wasImportable(listed, marketplace));
  if (asked.length === 0) return [];
  const keys = asked.map(({ orderId, memo }) => ({ orderId, createdAt: memo.createdAt }));
  const lookups = await marketplace.lookUp(keys, call);
  return asked.flatMap((listed, index) => {
    const status = statusOf(lookups[index]);
    return status === undefined || wordOf(status) === knownWord(listed) ? [] : [{ listed, status }];
  });
}

function wasImportable(listed: ListedOrder, marketplace: Marketplace): boolean {
  const status = channelStatusOf(knownWord(listed));
  return status !== undefined && marketplace.isImportable(status);
}

function statusOf(lookup: OrderLookup | undefined): Told | undefined {
  // An unreadable one says nothing of its status; the next sweep reads it again.
  if (lookup === undefined || lookup.kind === 'unreadable') return undefined;
  return lookup.kind === 'missing' ? { kind: 'missing' } : lookup.order.status;
}

/** Tells the workflows; how many there were to hear it. */
export async function tellOrders(client: Client, news: readonly News[]): Promise<number> {
  const readAt = new Date().toISOString();
  const told = await inBatches(news, PARALLEL, ({ listed, status }) =>
    tell(client, listed.workflowId, { status, readAt }),
  );
  return told.filter(Boolean).length;
}

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
