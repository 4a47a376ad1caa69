import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { putSchedule } from '../../src/commands/schedules.js';
import type { PollShipmentsInput, PollShipmentsResult } from '../../src/messages/sweeps.js';
import { scheduleId } from '../../src/messages/workflow-ids.js';
import type { pollShipments } from '../../src/workflows/index.js';
import { lamp, withBridge } from '../support/bridge.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';

describe('the shipment sweep under its schedule', () => {
  it('goes on from the last run: a parcel told once is not told again, though its order still waits', () =>
    withBridge(async (bridge) => {
      const { client } = await testTemporal();
      const { id, salesOrder } = await bridge.deliver(
        lamp({ lines: [{ sku: 'LAMP-1', quantity: 2, price: '25.00' }] }),
      );
      const [line] = salesOrder.order_line_items;
      assert.ok(line);
      const lines = [{ orderLineItemId: line.id, quantity: 1 }];
      await bridge.control.tradegecko.shipOrder(salesOrder.id, {
        trackingCompany: 'UPS',
        trackingNumber: '1Z1',
        lines,
      });
      const argument: PollShipmentsInput = {
        connection: bridge.id,
        from: new Date(Date.now() - 3_600_000).toISOString(),
        overlapMs: 900_000,
        slowPaceMs: 3_600_000,
        referencePrefix: 'HZ-',
      };
      const schedule = client.schedule.getHandle(scheduleId('pollShipments', bridge.id));
      const plan = { workflow: 'pollShipments', connection: bridge.id, everyMs: 86_400_000, argument } as const;
      const resultOfRun = async (number: number): Promise<PollShipmentsResult> => {
        const run = await until(`run ${number} ends`, async () => {
          const { info } = await schedule.describe();
          return info.runningActions.length === 0 && info.recentActions[number - 1];
        });
        const { workflowId } = run.action.workflow;
        return client.workflow.getHandle<typeof pollShipments>(workflowId).result();
      };
      try {
        // The start command's own way, twice: a second start must not lose what the first run left.
        await putSchedule(client, plan);
        const first = await resultOfRun(1);
        await putSchedule(client, plan);
        const second = await resultOfRun(2);

        assert.deepEqual([first.signalled, second.signalled], [1, 0]);
        assert.equal(second.cursor, first.cursor);
        assert.equal(second.read, 1, 'the overlap reads it again');
        assert.equal((await bridge.status(id)).stage, 'awaiting-shipment');
      } finally {
        await schedule.delete();
      }
    }));
});
