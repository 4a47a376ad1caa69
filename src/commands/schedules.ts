import { ScheduleAlreadyRunning, ScheduleNotFoundError, type Client, type ScheduleHandle } from '@temporalio/client';
import type { ConnectionId } from '../domain/ids.js';
import { ORDER_QUEUE } from '../messages/queues.js';
import { connectionKey } from '../messages/search-attributes.js';
import { SWEEP_PURPOSE } from '../messages/sweep-words.js';
import type { ImportStart } from '../messages/sweeps.js';
import {
  connectionOfScheduleId,
  SCHEDULED_WORKFLOWS,
  scheduleId,
  type ScheduledWorkflow,
} from '../messages/workflow-ids.js';

/** One schedule of a connection as it stands. */
export interface ScheduleState {
  readonly id: string;
  readonly workflow: ScheduledWorkflow;
  readonly state: 'absent' | 'running' | 'paused';
  /** What was noted when it was paused; empty for none. */
  readonly note: string;
  /** The argument of its runs; undefined when absent. */
  readonly argument: unknown;
  /** The latest run that it began; null before the first. */
  readonly lastRun: ScheduleRun | null;
  /** When it runs next, ISO 8601 in UTC; null when it does not. */
  readonly nextAt: string | null;
}

/** One run that a schedule began. */
export interface ScheduleRun {
  readonly workflowId: string;
  readonly runId: string;
}

/** What a schedule shall run, and how often. */
export interface SchedulePlan {
  readonly workflow: ScheduledWorkflow;
  readonly connection: ConnectionId;
  readonly everyMs: number;
  readonly argument: object;
}

const CATCH_UP_MS = 60_000;
const JITTER_MAX_MS = 30_000;
/** Schedules looked through, whoever made them. */
const SCHEDULES_MAX = 3_000;

/** The note of a schedule that the configuration does not let run. */
export const SWITCHED_OFF = 'Switched off in the configuration.';

/** Reads the three schedules of a connection. */
export async function readSchedules(client: Client, connection: ConnectionId): Promise<readonly ScheduleState[]> {
  return Promise.all(
    SCHEDULED_WORKFLOWS.map((workflow) => readSchedule(client, scheduleId(workflow, connection), workflow)),
  );
}

/** Reads one schedule by its id. */
export async function readSchedule(client: Client, id: string, workflow: ScheduledWorkflow): Promise<ScheduleState> {
  try {
    const { state, action, info } = await client.schedule.getHandle(id).describe();
    const argument: unknown = action.args?.[0];
    const last = info.recentActions.at(-1)?.action.workflow;
    return {
      id,
      workflow,
      state: state.paused ? 'paused' : 'running',
      note: state.note ?? '',
      argument,
      lastRun: last === undefined ? null : { workflowId: last.workflowId, runId: last.firstExecutionRunId },
      nextAt: state.paused ? null : (info.nextActionTimes[0]?.toISOString() ?? null),
    };
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    return { id, workflow, state: 'absent', note: '', argument: undefined, lastRun: null, nextAt: null };
  }
}

/** Connections whose stock is compared while their orders are not read, whoever switched that off. */
export async function connectionsWithoutOrders(client: Client): Promise<readonly ConnectionId[]> {
  const running = new Set<string>();
  for await (const { scheduleId: id, state } of client.schedule.list({ pageSize: 1_000 })) {
    if (!state.paused) running.add(id);
  }
  return [...running].flatMap((id) => {
    const connection = connectionOfScheduleId(id);
    const isBlind =
      connection !== undefined &&
      id === scheduleId('syncInventory', connection) &&
      !running.has(scheduleId('pollOrders', connection));
    return isBlind ? [connection] : [];
  });
}

/** The connections that were ever started, also those that the configuration at hand does not hold. */
export async function startedConnections(client: Client): Promise<readonly ConnectionId[]> {
  const ids = new Set<ConnectionId>();
  let seen = 0;
  for await (const { scheduleId: id } of client.schedule.list()) {
    const connection = connectionOfScheduleId(id);
    if (connection !== undefined) ids.add(connection);
    seen += 1;
    if (seen >= SCHEDULES_MAX) break;
  }
  return [...ids].sort();
}

/** The first start that the order sweep remembers; undefined when there was none. */
export function storedStart(schedules: readonly ScheduleState[]): ImportStart | undefined {
  const argument = schedules.find(({ workflow }) => workflow === 'pollOrders')?.argument;
  const start = propertyOf(argument, 'start');
  const from = propertyOf(start, 'from');
  const skippedIds = propertyOf(start, 'skippedIds');
  if (typeof from !== 'string' || !Array.isArray(skippedIds)) return undefined;
  const drawnAt = propertyOf(start, 'drawnAt');
  return {
    from,
    skippedIds: skippedIds.filter((id): id is string => typeof id === 'string'),
    ...(typeof drawnAt === 'string' ? { drawnAt } : {}),
  };
}

/** How old an order may be that the order sweep imports; undefined when it was never started. */
export function storedAgeMaxMs(schedules: readonly ScheduleState[]): number | undefined {
  const argument = schedules.find(({ workflow }) => workflow === 'pollOrders')?.argument;
  const ageMaxMs = propertyOf(argument, 'ageMaxMs');
  return typeof ageMaxMs === 'number' ? ageMaxMs : undefined;
}

/** The look-back that the shipment sweep remembers; undefined when it never ran. */
export function storedShipmentsFrom(schedules: readonly ScheduleState[]): string | undefined {
  const argument = schedules.find(({ workflow }) => workflow === 'pollShipments')?.argument;
  const from = propertyOf(argument, 'from');
  return typeof from === 'string' ? from : undefined;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/**
 * Creates or updates a schedule and lets it run, now and from now on. One that exists is never deleted: its runs'
 * last result, the cursor of the next run, would be lost.
 */
export async function putSchedule(client: Client, plan: SchedulePlan): Promise<'created' | 'updated'> {
  const id = scheduleId(plan.workflow, plan.connection);
  const options = optionsOf(id, plan);
  const made = await createSchedule(client, id, options);
  if (!made) await client.schedule.getHandle(id).update(() => options);
  await triggerSchedule(client, id);
  return made ? 'created' : 'updated';
}

/** Has a schedule run now, or after the run that is under way. */
export async function triggerSchedule(client: Client, id: string): Promise<void> {
  // Buffered, because a run without this policy would neither see the last result nor leave one.
  await client.schedule.getHandle(id).trigger('BUFFER_ONE');
}

/** Changes single keys of the argument that a schedule gives to its runs. */
export async function changeArgument(client: Client, id: string, change: object): Promise<void> {
  await client.schedule.getHandle(id).update(({ action, ...rest }) => {
    const argument: unknown = action.args?.[0];
    return {
      ...rest,
      action: { ...action, args: [typeof argument === 'object' ? { ...argument, ...change } : change] },
    };
  });
}

async function createSchedule(client: Client, id: string, options: ReturnType<typeof optionsOf>): Promise<boolean> {
  try {
    await client.schedule.create({ ...options, scheduleId: id });
    return true;
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return false;
    throw error;
  }
}

function optionsOf(id: string, { workflow, connection, everyMs, argument }: SchedulePlan) {
  return {
    spec: { intervals: [{ every: everyMs }], jitter: Math.min(JITTER_MAX_MS, Math.floor(everyMs / 10)) },
    policies: { overlap: 'SKIP' as const, catchupWindow: CATCH_UP_MS, pauseOnFailure: false },
    action: {
      type: 'startWorkflow' as const,
      workflowType: workflow,
      // Its runs are named after it, followed by their time.
      workflowId: id,
      taskQueue: ORDER_QUEUE,
      args: [argument],
      // So that one query finds the runs of a connection, whichever schedule started them.
      typedSearchAttributes: [{ key: connectionKey, value: connection }],
      staticSummary: `${connection}: ${SWEEP_PURPOSE[workflow]}`,
    },
    // The note is what the Web UI shows on the schedule's page; a pause writes its reason over it.
    state: { paused: false, note: SWEEP_PURPOSE[workflow] },
  };
}

/** Pauses a schedule with a note; one that is paused already keeps its first note. */
export async function pauseSchedule(client: Client, { id, state }: ScheduleState, note: string): Promise<void> {
  if (state !== 'running') return;
  const handle: ScheduleHandle = client.schedule.getHandle(id);
  await handle.pause(note);
}
