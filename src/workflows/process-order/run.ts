import type { CancellationScope } from '@temporalio/workflow';
import type { FlagReason } from '../../domain/attention.js';
import type { ChannelOrder } from '../../domain/channel-order.js';
import type { DeliveringState, Next } from '../../domain/order-state.js';
import type { Resolved } from '../../domain/resolution.js';
import type { ProcessOrderInput } from '../../messages/order-input.js';
import type { ResolveCancellation } from '../../messages/order-messages.js';
import { openActivities, type OrderActivities } from './activities.js';
import { newsAtStart, openInbox, type Inbox } from './inbox.js';

/** What every phase of one order's run may use. */
export interface OrderRun {
  readonly input: ProcessOrderInput;
  /** The order as the channel said last. */
  order: ChannelOrder;
  readonly inbox: Inbox;
  readonly activities: OrderActivities;
  readonly flags: Set<FlagReason>;
  /** What persons corrected and decided, oldest first; applied to the order whenever it is imported. */
  resolutions: readonly Resolved[];
  /** Where the latest resolution leads; set by its update while the order stands before a person. */
  resolved: Next<'needs-attention'> | undefined;
  /** The latest delivery, so that one after another import goes on from what it left behind; undefined before the first. */
  delivery: DeliveringState | undefined;
  /** What a person decided about a cancel that could not be done; set by the update. */
  decision: ResolveCancellation | undefined;
}

/** Opens a run: of a new order, or of one that an earlier run left to it. */
export function openRun(input: ProcessOrderInput, root: CancellationScope): OrderRun {
  const { carried, order } = input;
  return {
    input,
    order: carried?.order ?? order,
    inbox: openInbox(root, carried?.news ?? newsAtStart(order.status)),
    activities: openActivities(input),
    flags: new Set(carried?.flags),
    resolutions: carried?.resolutions ?? [],
    resolved: undefined,
    delivery: carried?.delivery,
    decision: undefined,
  };
}
