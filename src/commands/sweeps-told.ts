import { WorkflowFailedError, type Client } from '@temporalio/client';
import { rootCause, WorkflowNotFoundError } from '@temporalio/common';
import { describeFinding, type GuardFinding } from '../domain/stock/guard.js';
import {
  ORDER_SWEEP_FIGURES,
  SHIPMENT_SWEEP_FIGURES,
  STOCK_SYNC_FIGURES,
  type SweepFigure,
} from '../messages/sweep-words.js';
import type { QuotaLeft } from '../messages/sweeps.js';
import type { ScheduledWorkflow } from '../messages/workflow-ids.js';
import { troubleOf, troubleWords, type Trouble } from './runs/trouble.js';
import type { ScheduleRun } from './schedules.js';

/** How the latest run of a sweep went. */
export interface SweepReport {
  /** `failed` also where the guard of the stock held everything back. */
  readonly kind: 'running' | 'ok' | 'failed';
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Null while it runs. */
  readonly endedAt: string | null;
  /** What it found, or why it failed, as one sentence without personal data. */
  readonly what: string;
  /** What it returned, plain JSON; null for a run that returned nothing. */
  readonly result: Readonly<Record<string, unknown>> | null;
  /** What it has to try again, while it runs; null for nothing. */
  readonly trouble: Trouble | null;
  /** Where the order system's quota stood at its end, as far as it said. */
  readonly quota: QuotaLeft | null;
}

/** Reads how a run went; undefined when the server has forgotten it. */
export async function readSweep(
  client: Client,
  workflow: ScheduledWorkflow,
  { workflowId, runId }: ScheduleRun,
): Promise<SweepReport | undefined> {
  const handle = client.workflow.getHandle<() => Promise<unknown>>(workflowId, runId);
  const description = await handle.describe().catch(undefinedWhenForgotten);
  if (description === undefined) return undefined;
  const { startTime, closeTime } = description;
  const trouble = troubleOf(description);
  const times = { startedAt: startTime.toISOString(), endedAt: closeTime?.toISOString() ?? null };
  if (closeTime === undefined) {
    const what = trouble === null ? 'It is running.' : `It is running. ${troubleWords(trouble)}`;
    return { ...times, kind: 'running', what, result: null, quota: null, trouble };
  }
  try {
    const result = recordOf(await handle.result());
    const finding = findingIn(result);
    if (finding !== null) {
      const what = `Nothing was written: ${describeFinding(finding)}`;
      return { ...times, kind: 'failed', what, result, quota: null, trouble };
    }
    return { ...times, kind: 'ok', what: wordsOf(workflow, result), result, quota: quotaIn(result), trouble };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const what = rootCause(error.cause) ?? 'It ended without a result.';
    return { ...times, kind: 'failed', what, result: null, quota: null, trouble };
  }
}

function undefinedWhenForgotten(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

/** What each figure of a result means, in the words of the Web UI. */
const FIGURES: Readonly<Record<ScheduledWorkflow, readonly SweepFigure[]>> = {
  pollOrders: ORDER_SWEEP_FIGURES,
  pollShipments: SHIPMENT_SWEEP_FIGURES,
  syncInventory: STOCK_SYNC_FIGURES,
};

function wordsOf(workflow: ScheduledWorkflow, result: SweepReport['result']): string {
  const told = FIGURES[workflow].flatMap(({ figure, words, isAlwaysTold }) => {
    const count = result?.[figure];
    return typeof count === 'number' && (count > 0 || isAlwaysTold) ? [`${count} ${words}`] : [];
  });
  return told.length === 0 ? 'It ended well.' : `${told.join(', ')}.`;
}

/** Read with care: an older or newer version of this program may have written the result. */
function recordOf(value: unknown): SweepReport['result'] {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
}

/** What the guard of the stock held back; the next step is told by `sync`. */
function findingIn(result: SweepReport['result']): GuardFinding | null {
  const found = recordOf(result?.['guard']);
  const { kind, at, zeroes, listings, items, itemsBefore } = { ...found };
  if (typeof at !== 'string') return null;
  if (kind === 'zeroes' && typeof zeroes === 'number' && typeof listings === 'number')
    return { kind, zeroes, listings, at };
  if (kind === 'fewer-items' && typeof items === 'number' && typeof itemsBefore === 'number')
    return { kind, items, itemsBefore, at };
  return null;
}

function quotaIn(result: SweepReport['result']): QuotaLeft | null {
  const quota = recordOf(result?.['quota']);
  const { remaining, limit, readAt, resetsAt } = { ...quota };
  if (typeof remaining !== 'number' || typeof readAt !== 'string' || typeof resetsAt !== 'string') return null;
  return { remaining, limit: typeof limit === 'number' ? limit : null, readAt, resetsAt };
}
