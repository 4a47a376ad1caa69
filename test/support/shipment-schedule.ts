import { putSchedule } from '../../src/commands/schedules.js';
import type { PollShipmentsInput, PollShipmentsResult } from '../../src/messages/sweeps.js';
import { scheduleId } from '../../src/messages/workflow-ids.js';
import type { pollShipments } from '../../src/workflows/index.js';
import type { Bridge } from './bridge.js';
import { testTemporal } from './temporal.js';
import { until } from './until.js';

/** Runs the shipment sweep under its schedule, as the start command does: only so does a run see the last one's result. */
export async function withShipmentSchedule(
  bridge: Bridge,
  changes: Partial<PollShipmentsInput>,
  act: (run: () => Promise<PollShipmentsResult>) => Promise<void>,
): Promise<void> {
  const { client } = await testTemporal();
  const argument: PollShipmentsInput = {
    connection: bridge.id,
    from: new Date(Date.now() - 3_600_000).toISOString(),
    overlapMs: 900_000,
    slowPaceMs: 3_600_000,
    referencePrefix: 'HZ-',
    overdueAfterMs: 432_000_000,
    ...changes,
  };
  const schedule = client.schedule.getHandle(scheduleId('pollShipments', bridge.id));
  let runs = 0;
  try {
    await act(async () => {
      runs += 1;
      await putSchedule(client, { workflow: 'pollShipments', connection: bridge.id, everyMs: 86_400_000, argument });
      const action = await until(`run ${runs} ends`, async () => {
        const { info } = await schedule.describe();
        return info.runningActions.length === 0 && info.recentActions[runs - 1];
      });
      return client.workflow.getHandle<typeof pollShipments>(action.action.workflow.workflowId).result();
    });
  } finally {
    if (runs > 0) await schedule.delete();
  }
}
