import type { ConnectionId } from '../domain/ids.js';
import { CommandError } from './command-error.js';
import { rendered, type Command } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { renderPoll } from './output/poll.js';
import type { Progress } from './output/progress.js';
import { counted } from './output/text.js';
import { connectionMeant } from './pick-connection.js';
import type { PolledSweep, PollReport } from './reports.js';
import { beginRun } from './runs/begin-run.js';
import { CALL_LIMIT_MS } from './runs/pace.js';
import { stillWords } from './runs/trouble.js';
import { waitForEnd } from './runs/wait-for-end.js';
import { readSchedule, readSchedules, type ScheduleState } from './schedules.js';
import { readSweep } from './sweeps-told.js';
import type { TemporalLink } from './temporal-connection.js';

/** What `poll` works with. */
export interface PollWith {
  readonly link: TemporalLink;
  readonly progress: Progress;
  /** The longest that all sweeps together may take. */
  readonly waitMs: number;
}

/** The sweeps that orders and shipments come by; stock has a command of its own. */
const POLLED: readonly ScheduleState['workflow'][] = ['pollOrders', 'pollShipments'];

/** Runs the sweeps of orders and shipments now, one after the other, and waits for what they found. */
export async function pollNow(connection: ConnectionId, { link, progress, waitMs }: PollWith): Promise<PollReport> {
  const all = await link.within(CALL_LIMIT_MS, () => readSchedules(link.client, connection));
  const schedules = all.filter(({ workflow }) => POLLED.includes(workflow));
  if (schedules.every(({ state }) => state === 'absent')) throw neverStarted(connection);
  const sweeps: PolledSweep[] = [];
  const until = performance.now() + waitMs;
  for (const schedule of schedules) {
    const { id, state, note } = schedule;
    if (state === 'running') {
      const left = schedules.length - sweeps.length;
      const show = (leftMs: number): void => {
        progress.show(`${id}: under way; ${counted(left, 'sweep')} left, at most ${Math.ceil(leftMs / 1_000)}s`);
      };
      sweeps.push(await pollOne(schedule, { link, show, waitMs: until - performance.now() }));
    } else {
      sweeps.push({ id, outcome: state, what: state === 'paused' ? note : 'It was never started.', result: null });
    }
  }
  return { connection, sweeps };
}

interface PollOneWith {
  readonly link: TemporalLink;
  readonly show: (leftMs: number) => void;
  readonly waitMs: number;
}

async function pollOne(schedule: ScheduleState, { link, show, waitMs }: PollOneWith): Promise<PolledSweep> {
  const { id, workflow } = schedule;
  const until = performance.now() + waitMs;
  show(waitMs);
  const begun = await beginRun(link, schedule, waitMs);
  const onLook = ({ leftMs }: { readonly leftMs: number }): void => {
    show(leftMs);
  };
  if (begun !== undefined) await waitForEnd(begun, { link, waitMs: until - performance.now(), onLook });
  const report = await link.within(CALL_LIMIT_MS, async () => {
    // A run that is under way holds back the one that was asked for: it knows what keeps both.
    const run = begun ?? (await readSchedule(link.client, id, workflow)).lastRun;
    return run === null ? undefined : readSweep(link.client, workflow, run);
  });
  if (begun === undefined || report === undefined || report.kind === 'running') {
    const why = stillWords(report?.trouble ?? null);
    return { id, outcome: 'undecided', what: `It did not end in time. ${why}`, result: null };
  }
  return { id, outcome: report.kind, what: report.what, result: report.result };
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
    const link = await collaborators.connectTemporal();
    const data = await pollNow(connection, { link, progress: collaborators.progress, waitMs });
    return rendered({ exitCode: exitCodeOf(data), data, render: renderPoll });
  },
};
