import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { ChannelOrderActivities } from '../../activities/channel-order.js';
import type { DeliveryActivities } from '../../activities/deliver-order.js';
import type { ImportActivities } from '../../activities/import-order.js';
import type { ReportActivities } from '../../activities/report-shipment.js';
import type { VoidActivities } from '../../activities/void-sales-order.js';
import type { ProcessOrderInput } from '../../messages/order-input.js';
import { channelQueue, orderSystemQueue } from '../../messages/queues.js';

/** The longest that one try of an activity may take: at most three calls of half a minute, and some air. */
const START_TO_CLOSE = '2m';

/** All effects of an order on the outside world, each on the queue of the service it calls. */
export type OrderActivities = ReturnType<typeof openActivities>;

/** Makes the proxies with the order's own waits. There is no limit on tries: an outage may last, the order waits visibly. */
export function openActivities({ connection, policy }: ProcessOrderInput) {
  const options: ActivityOptions = {
    startToCloseTimeout: START_TO_CLOSE,
    heartbeatTimeout: policy.heartbeatTimeoutMs,
    // A withdrawn activity that is under way is awaited: only its end says what it did.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: policy.retryInitialMs, maximumInterval: policy.retryMaximumMs },
  };
  return {
    local: proxyLocalActivities<ImportActivities>({
      startToCloseTimeout: '10s',
      retry: { initialInterval: '10s', maximumInterval: '1m' },
    }),
    orderSystem: proxyActivities<DeliveryActivities & VoidActivities>({
      ...options,
      taskQueue: orderSystemQueue(connection),
    }),
    channel: proxyActivities<ReportActivities & ChannelOrderActivities>({
      ...options,
      taskQueue: channelQueue(connection),
    }),
  };
}
