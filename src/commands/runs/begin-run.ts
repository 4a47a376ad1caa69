import { setTimeout as pause } from 'node:timers/promises';
import type { ScheduledWorkflow } from '../../messages/workflow-ids.js';
import { readSchedule, triggerSchedule, type ScheduleRun } from '../schedules.js';
import type { TemporalLink } from '../temporal-connection.js';
import { CALL_LIMIT_MS, LOOK_EVERY_MS } from './pace.js';

/** Has a schedule run now, after any run that is under way; undefined when no new run began in time. */
export async function beginRun(
  { client, within }: TemporalLink,
  { id, workflow }: { readonly id: string; readonly workflow: ScheduledWorkflow },
  waitMs: number,
): Promise<ScheduleRun | undefined> {
  const latest = async (): Promise<ScheduleRun | null> =>
    within(CALL_LIMIT_MS, async () => (await readSchedule(client, id, workflow)).lastRun);
  const before = await latest();
  await within(CALL_LIMIT_MS, () => triggerSchedule(client, id));
  const until = performance.now() + waitMs;
  do {
    // Any run that was not there before began after this was asked for, whoever asked for it.
    const run = await latest();
    if (run !== null && run.runId !== before?.runId) return run;
    await pause(LOOK_EVERY_MS);
  } while (performance.now() < until);
  return undefined;
}
