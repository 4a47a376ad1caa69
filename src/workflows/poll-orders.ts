import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { OrderSweepActivities } from '../activities/sweep-orders.js';
import { channelQueue } from '../messages/queues.js';
import type { PollOrdersInput, PollOrdersResult } from '../messages/sweeps.js';
import { ORDER_SWEEP_FIGURES } from '../messages/sweep-words.js';
import { showSweep } from './sweep-details.js';
import { SWEEP_OPTIONS } from './sweep-options.js';

/** One sweep of the channel: new orders are started, orders that left the importable ones are told. */
export async function pollOrders(input: PollOrdersInput): Promise<PollOrdersResult> {
  const last = workflowInfo().lastResult as PollOrdersResult | undefined;
  const { sweepOrders } = proxyActivities<OrderSweepActivities>({
    ...SWEEP_OPTIONS,
    taskQueue: channelQueue(input.connection),
  });
  return showSweep(ORDER_SWEEP_FIGURES, () =>
    sweepOrders.executeWithOptions({ summary: 'Compare the orders open in Houzz with those open here' }, [
      { ...input, slowReadAt: last?.slowReadAt ?? null },
    ]),
  );
}
