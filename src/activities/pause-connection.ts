import { Context, log } from '@temporalio/activity';
import { ScheduleNotFoundError, type Client } from '@temporalio/client';
import type { ConnectionId } from '../domain/ids.js';
import { SCHEDULED_WORKFLOWS, scheduleId } from '../messages/workflow-ids.js';
import { ApiError } from '../ports/api-error.js';
import type { CallOptions } from '../ports/call.js';
import { runActivity } from './run-activity.js';

/**
 * Runs a sweep. When a service refuses the credentials, the connection's schedules are paused: each further run would
 * fail alike, and some services lock out who keeps trying.
 */
export function runSweep<T>(connection: ConnectionId, work: (call: CallOptions) => Promise<T>): Promise<T> {
  return runActivity('any-cancel', async (call) => {
    try {
      return await work(call);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'unauthorised') await pauseConnection(connection, error);
      throw error;
    }
  });
}

/** Pauses what runs and says so once: a run that finds everything paused stays silent. */
async function pauseConnection(connection: ConnectionId, { details }: ApiError): Promise<void> {
  const note =
    `Paused at ${new Date().toISOString()}: ${details.service} refused the credentials. ` +
    'Renew them, restart the worker, then run "orderbridge start".';
  const { client } = Context.current();
  const paused = await Promise.all(
    SCHEDULED_WORKFLOWS.map((workflow) => pause(client, scheduleId(workflow, connection), note)),
  );
  if (paused.includes(true)) log.error(`Connection ${connection}: ${note}`);
}

async function pause(client: Client, id: string, note: string): Promise<boolean> {
  const handle = client.schedule.getHandle(id);
  try {
    const { state } = await handle.describe();
    // Its first note says why it stands.
    if (state.paused) return false;
    await handle.pause(note);
    return true;
  } catch (error) {
    // A connection that was never started, or a sweep that somebody runs by hand.
    if (error instanceof ScheduleNotFoundError) return false;
    throw error;
  }
}
