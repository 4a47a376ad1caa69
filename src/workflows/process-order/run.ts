import type { FlagReason } from '../../domain/attention.js';
import type { ProcessOrderInput } from '../../messages/order-input.js';
import type { ResolveCancellation } from '../../messages/order-messages.js';
import type { OrderActivities } from './activities.js';
import type { Inbox } from './inbox.js';

/** What every phase of one order's run may use. */
export interface OrderRun {
  readonly input: ProcessOrderInput;
  readonly inbox: Inbox;
  readonly activities: OrderActivities;
  readonly flags: Set<FlagReason>;
  /** What a person decided about a cancel that could not be done; set by the update. */
  decision: ResolveCancellation | undefined;
}
