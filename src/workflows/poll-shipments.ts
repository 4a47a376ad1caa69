import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ShipmentSweepActivities } from '../activities/sweep-shipments.js';
import { orderSystemQueue } from '../messages/queues.js';
import type { PollShipmentsInput, PollShipmentsResult } from '../messages/sweeps.js';
import { SWEEP_OPTIONS } from './sweep-options.js';

/** One sweep of the order system: parcels that left since the last one are told to their orders. */
export async function pollShipments(input: PollShipmentsInput): Promise<PollShipmentsResult> {
  const last = workflowInfo().lastResult as PollShipmentsResult | undefined;
  const { sweepShipments } = proxyActivities<ShipmentSweepActivities>({
    ...SWEEP_OPTIONS,
    taskQueue: orderSystemQueue(input.connection),
  });
  return sweepShipments.executeWithOptions({ summary: 'Read the fulfilments that changed in TradeGecko' }, [
    { ...input, last: last ?? null },
  ]);
}
