import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';

const LOOK_EVERY_MS = 500;
const BEGIN_LIMIT_MS = 60_000;

/** Has a schedule run now, after any run that is under way; the new run's workflow id, undefined when none began. */
export async function runNow(client: Client, scheduleId: string): Promise<string | undefined> {
  const handle = client.schedule.getHandle(scheduleId);
  const { info: before } = await handle.describe();
  // Buffered, because a run without this policy would neither see the last result nor leave one.
  await handle.trigger('BUFFER_ONE');
  for (let waited = 0; waited < BEGIN_LIMIT_MS; waited += LOOK_EVERY_MS) {
    const { info } = await handle.describe();
    const latest = info.recentActions.at(-1);
    if (info.numActionsTaken > before.numActionsTaken && latest !== undefined) return latest.action.workflow.workflowId;
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
}
