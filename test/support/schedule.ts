import { putSchedule } from '../../src/commands/schedules.js';
import { scheduleId, type ScheduledWorkflow } from '../../src/messages/workflow-ids.js';
import type { Bridge } from './bridge.js';
import { testTemporal } from './temporal.js';
import { until } from './until.js';

/** What a schedule of a test runs. */
export interface ScheduleOfTest<Input extends object> {
  readonly workflow: ScheduledWorkflow;
  readonly argument: Input;
  /** How long one run may take; a minute unless told. */
  readonly timeoutMs?: number;
}

/** Runs the schedule once, with its argument changed when told. */
export type RunSchedule<Input extends object, Result> = (changes?: Partial<Input>) => Promise<Result>;

/** Runs a sweep under its schedule, as the start command does: only so does a run see the last one's result. */
export async function withSchedule<Input extends object, Result>(
  bridge: Bridge,
  { workflow, argument, timeoutMs = 60_000 }: ScheduleOfTest<Input>,
  act: (run: RunSchedule<Input, Result>) => Promise<void>,
): Promise<void> {
  const { client } = await testTemporal();
  const schedule = client.schedule.getHandle(scheduleId(workflow, bridge.id));
  let runs = 0;
  try {
    await act(async (changes = {}) => {
      runs += 1;
      const plan = { workflow, connection: bridge.id, everyMs: 86_400_000, argument: { ...argument, ...changes } };
      await putSchedule(client, plan);
      const action = await until(
        `run ${runs} ends`,
        async () => {
          const { info } = await schedule.describe();
          const isOver = info.runningActions.length === 0 && info.numActionsTaken >= runs;
          return isOver && info.recentActions.at(-1);
        },
        timeoutMs,
      );
      return client.workflow.getHandle<() => Promise<Result>>(action.action.workflow.workflowId).result();
    });
  } finally {
    if (runs > 0) await schedule.delete();
  }
}
