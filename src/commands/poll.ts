import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { ConnectionId } from '../domain/ids.js';
import { CommandError } from './command-error.js';
import { rendered, type Command } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { renderPoll } from './output/poll.js';
import type { Progress } from './output/progress.js';
import { connectionMeant } from './pick-connection.js';
import type { PolledSweep, PollReport } from './reports.js';
import { readSchedule, readSchedules, type ScheduleState } from './schedules.js';
import { readSweep } from './sweeps-told.js';

/** What `poll` works with. */
export interface PollWith {
  readonly client: Client;
  readonly progress: Progress;
  /** The longest that all sweeps together may take. */
  readonly waitMs: number;
}

/** The sweeps that orders and shipments come by; stock has a command of its own. */
const POLLED: readonly ScheduleState['workflow'][] = ['pollOrders', 'pollShipments'];
const LOOK_EVERY_MS = 250;

/** Runs the sweeps of orders and shipments now, one after the other, and waits for what they found. */
export async function pollNow(connection: ConnectionId, { client, progress, waitMs }: PollWith): Promise<PollReport> {
  const schedules = (await readSchedules(client, connection)).filter(({ workflow }) => POLLED.includes(workflow));
  if (schedules.every(({ state }) => state === 'absent')) throw neverStarted(connection);
  const sweeps: PolledSweep[] = [];
  let leftMs = waitMs;
  for (const schedule of schedules) {
    const { id, state, note } = schedule;
    if (state !== 'running') {
      sweeps.push({ id, outcome: state, what: state === 'paused' ? note : 'It was never started.', result: null });
      continue;
    }
    const { sweep, tookMs } = await runNow(schedule, { client, waitMs: leftMs }, (waited) => {
      const left = counted(schedules.length - sweeps.length);
      progress.show(`${id}: ${Math.round(waited / 1_000)}s; ${left} left, at most ${Math.round(leftMs / 1_000)}s`);
    });
    sweeps.push(sweep);
    leftMs = Math.max(0, leftMs - tookMs);
  }
  return { connection, sweeps };
}

const counted = (count: number): string => `${count} sweep${count === 1 ? '' : 's'}`;

async function runNow(
  { id, workflow, lastRun }: ScheduleState,
  { client, waitMs }: Pick<PollWith, 'client' | 'waitMs'>,
  onWait: (waitedMs: number) => void,
): Promise<{ readonly sweep: PolledSweep; readonly tookMs: number }> {
  // Buffered, because a run without this policy would neither see the last result nor leave one.
  await client.schedule.getHandle(id).trigger('BUFFER_ONE');
  let tookMs = 0;
  for (; tookMs <= waitMs; tookMs += LOOK_EVERY_MS) {
    onWait(tookMs);
    const { lastRun: run } = await readSchedule(client, id, workflow);
    // Any run that was not there before began after this was asked for, whoever asked for it.
    const isNew = run !== null && run.runId !== lastRun?.runId;
    const report = isNew ? await readSweep(client, workflow, run) : undefined;
    if (report !== undefined && report.kind !== 'running') {
      return { sweep: { id, outcome: report.kind, what: report.what, result: report.result }, tookMs };
    }
    await pause(LOOK_EVERY_MS);
  }
  const what = 'It did not end in time; is a worker running? It goes on by itself.';
  return { sweep: { id, outcome: 'undecided', what, result: null }, tookMs };
}

function neverStarted(connection: ConnectionId): CommandError {
  return new CommandError(EXIT.notFound, {
    what: `${connection} was never started: there is nothing to run.`,
    why: 'A sweep runs by its schedule, and Temporal has none for this connection.',
    next: `Run "orderbridge start --connection ${connection}".`,
  });
}

function exitCodeOf({ sweeps }: PollReport): ExitCode {
  if (sweeps.some(({ outcome }) => outcome === 'undecided')) return EXIT.undecided;
  return sweeps.every(({ outcome }) => outcome === 'ok') ? EXIT.fine : EXIT.needsPerson;
}

const WAIT_S_DEFAULT = 120;
const WAIT_S_MAX = 1_800;
/** Added to the wait, for what is read before and after it. */
const CALLS_MS = 30_000;

/** `orderbridge poll` */
export const pollCommand: Command = {
  summary: 'read new orders and shipments now, and wait for what was found',
  description:
    'Runs the sweeps of orders and of shipments now instead of at their next time, and waits until both have ended. ' +
    'The worker does the work, so that no call is made past its quota. A sweep that is paused stays paused and is not ' +
    'run. Ends with 1 when a sweep failed or is paused, with 5 when the time was over first.',
  examples: ['orderbridge poll', 'orderbridge poll --connection main --wait 600'],
  args: {
    wait: {
      type: 'string',
      valueHint: 'SECONDS',
      description: `the longest to wait for both; ${WAIT_S_DEFAULT} when left out`,
    },
    ...CONNECTION,
    ...CONFIG,
    ...EVERY_COMMAND,
  },
  run: async (args, collaborators) => {
    const waitMs = (args.whole('wait', { min: 1, max: WAIT_S_MAX }) ?? WAIT_S_DEFAULT) * 1_000;
    const connection = connectionMeant(collaborators, args.text('connection'), args.text('config'));
    const { client, within } = await collaborators.connectTemporal();
    const { progress } = collaborators;
    const data = await within(waitMs + CALLS_MS, () => pollNow(connection, { client, progress, waitMs }));
    return rendered({ exitCode: exitCodeOf(data), data, render: renderPoll });
  },
};
