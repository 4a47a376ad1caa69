import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { cancelOrderSignal, type CancelOrder } from '../messages/order-messages.js';
import type { CancelReport } from './reports.js';
import { rendered, type Command } from './command.js';
import { CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { describeOrder, findOrder, watchOrder, type FoundOrder, type OrderRequest } from './orders/find.js';
import { ORDER, ORDER_COMMAND_LIMIT_MS, readOrderRequest, readWait, WAIT } from './orders/arguments.js';
import { renderCancel } from './output/cancel.js';

/** Which order to cancel, and why. */
export interface CancelRequest extends OrderRequest {
  readonly reason: string;
  /** Who asks; `operator` when absent. */
  readonly by?: string;
  /** With a code (1 to 4) the order is cancelled in Houzz too. */
  readonly code?: string;
  /** How long to wait for the outcome; not at all when absent. */
  readonly waitMs?: number;
}

/** Asks an order's workflow to cancel it. */
export async function cancelOrder(
  client: Client,
  { reason, by = 'operator', code, waitMs, ...request }: CancelRequest,
): Promise<CancelReport> {
  const found = await findOrder(client, request);
  if (!found.isOpen) return reportOf(found, 'was-closed');
  const { workflowId } = found.row;
  const cancel: CancelOrder = { reason, by, ...(code === undefined ? {} : { houzzCancelCode: code }) };
  try {
    await client.workflow.getHandle(workflowId).signal(cancelOrderSignal, cancel);
  } catch (error) {
    // It may have ended between the look and the signal.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return reportOf((await describeOrder(client, workflowId)) ?? found, 'was-closed');
  }
  return waitMs === undefined ? reportOf(found, 'asked') : waitForOutcome(client, found, waitMs);
}

async function waitForOutcome(client: Client, found: FoundOrder, waitMs: number): Promise<CancelReport> {
  const last = await watchOrder(client, found, { waitMs, isThere: (order) => outcomeOf(order) !== undefined });
  return reportOf(last, outcomeOf(last) ?? 'undecided');
}

function outcomeOf({ row, isOpen }: FoundOrder): CancelReport['outcome'] | undefined {
  if (row.stage === 'cancel-unresolved') return 'unresolved';
  if (isOpen) return undefined;
  return row.stage === 'cancelled' || row.stage === 'failed' ? row.stage : 'completed';
}

const reportOf = ({ row, trouble }: FoundOrder, outcome: CancelReport['outcome']): CancelReport => ({
  connection: row.connection,
  channelOrderId: row.channelOrderId,
  outcome,
  stage: row.stage,
  trouble,
});

function exitCodeOf({ outcome, stage }: CancelReport): ExitCode {
  if (outcome === 'undecided') return EXIT.undecided;
  const isDone = outcome === 'asked' || outcome === 'cancelled' || stage === 'cancelled';
  return isDone ? EXIT.fine : EXIT.needsPerson;
}

const REASON_MAX = 200;

/** `orderbridge cancel` */
export const cancelCommand: Command = {
  summary: 'cancel one order',
  description:
    'Cancels one order: its sales order in TradeGecko is voided when nothing was packed, shipped or invoiced; else a ' +
    'person must decide. With --code the order is cancelled in Houzz too. Keep names and addresses out of the reason.',
  examples: [
    'orderbridge cancel 1234-5678-9012-3456 --reason "buyer called" --wait',
    'orderbridge cancel HZ-GFTK6Z2WRK --reason "out of stock" --code 1',
  ],
  args: {
    ...ORDER,
    reason: { type: 'string', valueHint: 'TEXT', description: 'why; it stands in the history of the order' },
    code: {
      type: 'string',
      valueHint: '1..4',
      description: 'cancel in Houzz too: 1 out of stock, 2 found cheaper, 3 changed mind, 4 ordered by mistake',
    },
    by: { type: 'string', valueHint: 'NAME', description: 'who asks for it; "operator" when left out' },
    ...WAIT,
    ...CONNECTION,
    ...EVERY_COMMAND,
  },
  run: async (args, { connectTemporal }) => {
    const code = args.choice('code', ['1', '2', '3', '4']);
    const by = args.text('by');
    const request: CancelRequest = {
      ...readOrderRequest(args),
      ...readWait(args),
      reason: args.required('reason').slice(0, REASON_MAX),
      ...(code === undefined ? {} : { code }),
      ...(by === undefined ? {} : { by: by.slice(0, REASON_MAX) }),
    };
    const { client, within } = await connectTemporal();
    const data = await within(ORDER_COMMAND_LIMIT_MS, () => cancelOrder(client, request));
    return rendered({ exitCode: exitCodeOf(data), data, render: renderCancel });
  },
};
