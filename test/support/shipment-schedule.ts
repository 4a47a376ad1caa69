import type { PollShipmentsInput, PollShipmentsResult } from '../../src/messages/sweeps.js';
import type { Bridge } from './bridge.js';
import { withSchedule } from './schedule.js';

/** Runs the shipment sweep under its schedule. */
export async function withShipmentSchedule(
  bridge: Bridge,
  changes: Partial<PollShipmentsInput>,
  act: (run: () => Promise<PollShipmentsResult>) => Promise<void>,
): Promise<void> {
  const argument: PollShipmentsInput = {
    connection: bridge.id,
    from: new Date(Date.now() - 3_600_000).toISOString(),
    overlapMs: 900_000,
    slowPaceMs: 3_600_000,
    referencePrefix: 'HZ-',
    overdueAfterMs: 432_000_000,
    ...changes,
  };
  await withSchedule(bridge, { workflow: 'pollShipments', argument }, act);
}
