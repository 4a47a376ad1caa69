import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, type SignalDefinition } from '@temporalio/common';
import { EXIT, type ExitCode } from './exit-codes.js';
import { askStatus } from './orders/ask-status.js';
import { describeOrder, findOrder, watchOrder, type FoundOrder, type OrderRequest } from './orders/find.js';
import type { ListedStage } from './orders/rows.js';
import type { SignalReport } from './reports.js';

/** A signal that only means something to an order at certain stages. */
export interface StageSignal {
  readonly signal: SignalDefinition;
  readonly stages: readonly ListedStage[];
  /** How long to wait until the order has left these stages; not at all when absent. */
  readonly waitMs?: number;
}

/** Sends a signal to an order that waits for it; one at another stage is left alone, because it would mean nothing. */
export async function signalOrder(client: Client, request: OrderRequest, told: StageSignal): Promise<SignalReport> {
  const found = await findOrder(client, request);
  if (!found.isOpen) return reportOf(found, 'was-closed');
  if (!told.stages.includes(found.row.stage)) return reportOf(found, 'not-waiting');
  try {
    await client.workflow.getHandle(found.row.workflowId).signal(told.signal);
  } catch (error) {
    // It may have ended between the look and the signal.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return reportOf((await describeOrder(client, found.row.workflowId)) ?? found, 'was-closed');
  }
  return told.waitMs === undefined ? reportOf(found, 'asked') : waitUntilLeft(client, found, told);
}

async function waitUntilLeft(
  client: Client,
  found: FoundOrder,
  { stages, waitMs = 0 }: StageSignal,
): Promise<SignalReport> {
  const hasLeft = ({ isOpen, row }: FoundOrder): boolean => !isOpen || !stages.includes(row.stage);
  const standsAgain = async ({ row, runId, isIdle }: FoundOrder): Promise<boolean> => {
    // Lists are not told of stages that an order passes within moments, so only the order itself knows.
    const status = isIdle ? await askStatus(client, row.workflowId, runId) : null;
    return status !== null && stages.includes(status.stage);
  };
  const isThere = async (order: FoundOrder): Promise<boolean> => hasLeft(order) || (await standsAgain(order));
  const last = await watchOrder(client, found, { waitMs, isThere });
  if (hasLeft(last)) return reportOf(last, 'went-on');
  return reportOf(last, (await standsAgain(last)) ? 'stands-again' : 'undecided');
}

const reportOf = ({ row, trouble }: FoundOrder, outcome: SignalReport['outcome']): SignalReport => ({
  connection: row.connection,
  channelOrderId: row.channelOrderId,
  outcome,
  stage: row.stage,
  attentionReason: row.attentionReason,
  trouble,
});

/** What a command that signals an order ends with. */
export function signalExitCode({ outcome }: SignalReport): ExitCode {
  if (outcome === 'undecided') return EXIT.undecided;
  return outcome === 'asked' || outcome === 'went-on' ? EXIT.fine : EXIT.needsPerson;
}
