import type { Client } from '@temporalio/client';
import type { ConnectionConfig } from '../config/config.js';
import type { ConnectionId } from '../domain/ids.js';
import type { GuardFinding } from '../domain/stock/guard.js';
import type { SyncInventoryResult } from '../messages/sweeps.js';
import type { ReadArguments } from './arguments.js';
import { CommandError, usageError } from './command-error.js';
import { rendered, type Collaborators, type Command, type RenderedOutcome } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { exitCodeOfDifferences } from './inventory.js';
import { inspectDifferences } from './inventory/ask-worker.js';
import { renderDifferences } from './output/inventory-differences.js';
import type { Progress } from './output/progress.js';
import { renderSync } from './output/sync.js';
import { pickConnection } from './pick-connection.js';
import type { SyncReport } from './reports.js';
import { beginRun } from './runs/begin-run.js';
import { followStock } from './runs/follow-stock.js';
import { changeArgument, readSchedules, type ScheduleState } from './schedules.js';
import { refuseStockOff } from './switched-on.js';
import { readLastComparison } from '../activities/stock/last-comparison.js';
import type { TemporalLink } from './temporal-connection.js';

/** What `sync` is asked to do. */
export interface SyncRequest {
  readonly connection: ConnectionConfig;
  /** Whether a person accepts what the guard found last time. */
  readonly accepts: boolean;
  /** How long to wait for the end; null for not at all. */
  readonly waitMs: number | null;
}

/** What `sync` works with. */
export interface SyncWith {
  readonly link: TemporalLink;
  readonly progress: Progress;
}

/** Has the stock of a connection compared now. */
export async function syncNow(
  { connection: { id, ...config }, accepts, waitMs }: SyncRequest,
  { link, progress }: SyncWith,
): Promise<SyncReport> {
  refuseStockOff(id, config);
  const { client } = link;
  const schedule = runnable(id, await readSchedules(client, id));
  const accepted = accepts ? await acceptFinding(client, id, schedule.id) : null;
  progress.show(`Waiting for the comparison to begin, at most ${BEGIN_LIMIT_MS / 1_000}s`);
  const run = await beginRun(link, schedule, BEGIN_LIMIT_MS);
  const workflowId = run?.workflowId;
  const about = { connection: id, accepted, workflowId: workflowId ?? null, result: null, why: null };
  if (workflowId === undefined) return { ...about, outcome: 'queued' };
  if (waitMs === null) return { ...about, outcome: 'begun' };
  const { kind, ...end } = await followStock<SyncInventoryResult>(workflowId, { link, progress, waitMs });
  return { ...about, ...end, outcome: kind === 'done' ? 'compared' : kind };
}

/** The schedule whose run is wanted; a paused one is not worked around, because its note says why it stands. */
function runnable(connection: string, schedules: readonly ScheduleState[]): ScheduleState {
  const schedule = schedules.find(({ workflow }) => workflow === 'syncInventory');
  if (schedule?.state === 'running') return schedule;
  const isPaused = schedule?.state === 'paused';
  throw new CommandError(isPaused ? EXIT.needsPerson : EXIT.notFound, {
    what: `The stock of ${connection} is not compared: its schedule ${isPaused ? 'is paused' : 'was never started'}.`,
    why: isPaused ? `It says: ${schedule.note}` : 'Only a start makes it.',
    next: `Run "orderbridge start --connection ${connection}"; "sync --dry-run" shows what would be written.`,
  });
}

/** Tells the next run which finding a person has looked at; any other stops it again. */
async function acceptFinding(client: Client, connection: ConnectionId, schedule: string): Promise<GuardFinding> {
  const finding = (await readLastComparison(client, connection))?.guard ?? null;
  if (finding === null) {
    throw new CommandError(EXIT.notFound, {
      what: 'There is nothing to accept.',
      why: `The guard did not stop the last comparison of ${connection}.`,
      next: 'Run "orderbridge sync" without --accept.',
    });
  }
  await changeArgument(client, schedule, { accept: { at: finding.at } });
  return finding;
}

function exitCodeOf({ outcome, result }: SyncReport): ExitCode {
  if (outcome === 'failed') return EXIT.needsPerson;
  if (outcome === 'undecided' || outcome === 'queued') return EXIT.undecided;
  return result !== null && (result.guard !== null || result.problems.length > 0) ? EXIT.needsPerson : EXIT.fine;
}

const WAIT_MS = 3_600_000;
/** A run that is under way may take longer; the one that was asked for then follows by itself. */
const BEGIN_LIMIT_MS = 60_000;

/** `orderbridge sync` */
export const syncCommand: Command = {
  summary: 'compare the stock now',
  description:
    'Has the worker compare the stock of a connection now and write what differs, and waits for the result. With ' +
    '--dry-run nothing is written: it shows what would be. When the guard has stopped a comparison, look at its ' +
    'figures and run it with --accept: that covers this very finding and no other. Ends with 1 when the guard stopped ' +
    'it or a SKU has a problem.',
  examples: [
    'orderbridge sync',
    'orderbridge sync --dry-run',
    'orderbridge sync --accept',
    'orderbridge sync --no-wait',
  ],
  args: {
    'dry-run': { type: 'boolean', description: 'write nothing; show what would be written' },
    accept: { type: 'boolean', description: 'go on although the guard stopped the last comparison' },
    wait: { type: 'boolean', default: true, description: 'end at once; the comparison goes on in the worker' },
    ...CONNECTION,
    ...CONFIG,
    ...EVERY_COMMAND,
  },
  run: async (args, collaborators) => {
    if (args.flag('dry-run')) return dryRun(args, collaborators);
    const connection = pickConnection(collaborators.loadConfig(args.text('config')), args.text('connection'));
    const request = { connection, accepts: args.flag('accept'), waitMs: args.flag('wait') ? WAIT_MS : null };
    const link = await collaborators.connectTemporal();
    const data = await syncNow(request, { link, progress: collaborators.progress });
    return rendered({ exitCode: exitCodeOf(data), data, render: renderSync });
  },
};

async function dryRun(args: ReadArguments, collaborators: Collaborators): Promise<RenderedOutcome> {
  if (args.flag('accept')) {
    const why = 'A dry run writes nothing, so there is nothing to accept.';
    throw usageError('--dry-run and --accept cannot be used together.', why, 'Leave one of them out.');
  }
  const connection = pickConnection(collaborators.loadConfig(args.text('config')), args.text('connection'));
  const link = await collaborators.connectTemporal();
  const data = await inspectDifferences(connection, { link, progress: collaborators.progress, now: collaborators.now });
  return rendered({ exitCode: exitCodeOfDifferences(data), data, render: renderDifferences });
}
