import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { putSchedule, readSchedules, type ScheduleState } from '../../src/commands/schedules.js';
import { SCHEDULED_WORKFLOWS, scheduleId } from '../../src/messages/workflow-ids.js';
import { withBridge, type Bridge } from '../support/bridge.js';
import { QUICK } from '../support/orders.js';
import { testTemporal } from '../support/temporal.js';

/** The three schedules of a started connection, far from due: only a start lets them run at once. */
async function withSchedules(bridge: Bridge, story: () => Promise<void>): Promise<void> {
  const { client } = await testTemporal();
  try {
    for (const workflow of SCHEDULED_WORKFLOWS) {
      await client.schedule.create({
        scheduleId: scheduleId(workflow, bridge.id),
        spec: { intervals: [{ every: '1 day' }] },
        action: { type: 'startWorkflow', workflowType: workflow, taskQueue: 'nobody', args: [{}] },
      });
    }
    await story();
  } finally {
    for (const workflow of SCHEDULED_WORKFLOWS)
      await client.schedule.getHandle(scheduleId(workflow, bridge.id)).delete();
  }
}

/** Starts the connection again, as the start command does. */
async function start({ id: connection }: Bridge): Promise<void> {
  const { client } = await testTemporal();
  const from = new Date().toISOString();
  const pace = { slowPaceMs: 3_600_000, overlapMs: 900_000, overdueAfterMs: 432_000_000, ageMaxMs: 86_400_000 };
  const ofOrders = { ...pace, connection, policy: QUICK, start: { from, skippedIds: [] } };
  const inputs = {
    pollOrders: ofOrders,
    pollShipments: { ...pace, connection, from, referencePrefix: 'HZ-' },
    syncInventory: {
      connection,
      raiseAfterMs: 0,
      processesOrders: true,
      createsDrafts: false,
      guard: { zeroShare: 100, zeroMin: 0, itemsShare: 0 },
      accept: null,
    },
  };
  for (const workflow of SCHEDULED_WORKFLOWS) {
    await putSchedule(client, { workflow, connection, everyMs: 86_400_000, argument: inputs[workflow] });
  }
}

async function schedules(bridge: Bridge): Promise<readonly ScheduleState[]> {
  return readSchedules((await testTemporal()).client, bridge.id);
}

async function sweepRefused(bridge: Bridge, sweep: () => Promise<unknown>): Promise<void> {
  const services = { houzz: 'GET getOrders', tradegecko: 'GET /fulfillments' } as const;
  const faults = Object.entries(services).map(
    ([service, operation]) =>
      ({ service: service as keyof typeof services, operation, place: 'before', kind: 'status', status: 401 }) as const,
  );
  await bridge.control.addFaults(...faults);
  await assert.rejects(sweep());
  await bridge.control.clearFaults();
}

describe('credentials that were revoked', () => {
  for (const [service, sweep] of [
    ['Houzz', (bridge: Bridge) => bridge.pollOrders()],
    ['TradeGecko', (bridge: Bridge) => bridge.pollShipments()],
  ] as const) {
    it(`of ${service} pause all schedules of the connection with one note, and a start resumes them`, () =>
      withBridge(async (bridge) => {
        await withSchedules(bridge, async () => {
          await sweepRefused(bridge, () => sweep(bridge));

          const paused = await schedules(bridge);
          assert.deepEqual(
            paused.map(({ state }) => state),
            ['paused', 'paused', 'paused'],
          );
          for (const { note } of paused) {
            assert.match(note, new RegExp(`^Paused at \\S+: ${service} refused the credentials\\. Renew them`));
          }

          await sweepRefused(bridge, () => sweep(bridge));
          assert.deepEqual(await schedules(bridge), paused, 'the first note stands');

          await start(bridge);
          assert.deepEqual(
            (await schedules(bridge)).map(({ state }) => state),
            ['running', 'running', 'running'],
          );
        });
      }));
  }

  it('pause no other connection, and any other failure pauses nothing', () =>
    withBridge(async (other) => {
      await withSchedules(other, () =>
        withBridge(async (bridge) => {
          await sweepRefused(bridge, () => bridge.pollOrders());
          const fault = { service: 'houzz', operation: 'GET getOrders', place: 'before', kind: 'status' } as const;
          await other.control.addFaults({ ...fault, status: 400, times: 5 });
          await assert.rejects(other.pollOrders());

          assert.deepEqual(
            (await schedules(other)).map(({ state }) => state),
            ['running', 'running', 'running'],
          );
        }),
      );
    }));
});
