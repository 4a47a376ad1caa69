import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ShipmentSweepActivities } from '../activities/sweep-shipments.js';
import { orderSystemQueue } from '../messages/queues.js';
import type { PollShipmentsInput, PollShipmentsResult } from '../messages/sweeps.js';
import { SHIPMENT_SWEEP_FIGURES } from '../messages/sweep-words.js';
import { showSweep } from './sweep-details.js';
import { SWEEP_OPTIONS } from './sweep-options.js';

/** One sweep of the order system: parcels that left since the last one are told to their orders. */
export async function pollShipments(input: PollShipmentsInput): Promise<PollShipmentsResult> {
  const last = workflowInfo().lastResult as PollShipmentsResult | undefined;
  const { sweepShipments } = proxyActivities<ShipmentSweepActivities>({
    ...SWEEP_OPTIONS,
    taskQueue: orderSystemQueue(input.connection),
  });
  return showSweep(SHIPMENT_SWEEP_FIGURES, () =>
    sweepShipments.executeWithOptions(
      { summary: 'Read the parcels that changed in TradeGecko and tell their orders' },
      [{ ...input, last: last ?? null }],
    ),
  );
}
