import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError, type Client } from '@temporalio/client';
import { rootCause } from '@temporalio/common';
import { nextStepOf } from '../domain/attention.js';
import { DECISIONS } from '../domain/resolution.js';
import {
  CANCEL_DECISIONS,
  resolveAttentionUpdate,
  resolveCancellationUpdate,
  type OrderStatus,
} from '../messages/order-messages.js';
import { CommandError } from './command-error.js';
import { rendered, type Command } from './command.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { findOrder, watchOrder, type FoundOrder, type OrderRequest } from './orders/find.js';
import { ORDER_COMMAND_LIMIT_MS, readOrderRequest, readWait, TELLS_ORDER } from './orders/arguments.js';
import { STAGES_OF_PERSONS } from './orders/rows.js';
import { renderResolve } from './output/resolve.js';
import type { ResolveReport } from './reports.js';
import { ADDRESS_OPTIONS, readResolve, type ResolveRequest } from './resolve/payload.js';

/** What `resolve` works with. */
export interface ResolveWith {
  readonly client: Client;
  /** How long a worker may take to answer the update. */
  readonly answerLimitMs: number;
  /** How long to wait until the order has gone on; not at all when absent. */
  readonly waitMs?: number;
  readonly within: <Result>(limitMs: number, calls: () => Promise<Result>) => Promise<Result>;
}

/** Tells an order's workflow a person's word; a refusal of it becomes a CommandError with the workflow's own words. */
export async function resolveOrder(
  order: OrderRequest,
  said: ResolveRequest,
  { client, answerLimitMs, waitMs, within }: ResolveWith,
): Promise<ResolveReport> {
  const found = await findOrder(client, order);
  if (!found.isOpen) throw refused(found, `It had ended before (${found.row.stage}).`);
  const status = await within(answerLimitMs, () => update(client, found, said));
  const hasLeft = ({ isOpen, row }: FoundOrder): boolean => !isOpen || !STAGES_OF_PERSONS.includes(row.stage);
  const after = waitMs === undefined ? found : await watchOrder(client, found, { waitMs, isThere: hasLeft });
  const { stage, attentionReason } = after.row;
  return {
    connection: found.row.connection,
    channelOrderId: found.row.channelOrderId,
    what: said.kind === 'attention' ? (status.resolutions.at(-1)?.what ?? '') : `decided: ${said.payload.decision}`,
    stage,
    attentionReason,
    isWaitedFor: waitMs !== undefined,
    nextStep: STAGES_OF_PERSONS.includes(stage) ? nextStepOf(attentionReason) : '',
  };
}

async function update(client: Client, found: FoundOrder, said: ResolveRequest): Promise<OrderStatus> {
  const handle = client.workflow.getHandle(found.row.workflowId, found.runId);
  try {
    return said.kind === 'attention'
      ? await handle.executeUpdate(resolveAttentionUpdate, { args: [said.payload] })
      : await handle.executeUpdate(resolveCancellationUpdate, { args: [said.payload] });
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) throw unanswered(found, error);
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    throw refused(found, rootCause(error.cause) ?? 'It gave no reason.', error);
  }
}

function refused({ row }: FoundOrder, why: string, cause?: unknown): CommandError {
  const next = `Run "orderbridge order ${row.channelOrderId}": it says what the order waits for.`;
  return new CommandError(
    EXIT.needsPerson,
    { what: `Order ${row.channelOrderId} does not take this.`, why, next },
    cause,
  );
}

/** Without a worker an update is not kept by the server either. */
function unanswered({ row }: FoundOrder, cause: unknown): CommandError {
  const explanation = {
    what: `Order ${row.channelOrderId} did not answer.`,
    why: 'No worker took the question in time, so nothing was changed.',
    next: 'Start a worker, then run the same command again.',
  };
  return new CommandError(EXIT.undecided, explanation, cause);
}

function exitCodeOf({ stage, isWaitedFor }: ResolveReport): ExitCode {
  return isWaitedFor && STAGES_OF_PERSONS.includes(stage) ? EXIT.undecided : EXIT.fine;
}

const ANSWER_LIMIT_MS = 15_000;
const text = (description: string, valueHint: string) => ({ type: 'string', valueHint, description }) as const;

/** `orderbridge resolve` */
export const resolveCommand: Command = {
  summary: 'correct or decide what an order waits for',
  description:
    'Says a word on an order that needs attention, or whose cancel is unresolved: the right parts of its address, one ' +
    'line as it should be, or a decision. The order itself judges whether the word fits, and refuses it in words. What ' +
    'was said, by whom and why, stays in its history; keep names and addresses out of --why.',
  examples: [
    'orderbridge resolve 42 --sku LAMP-I --new-sku LAMP-1 --why "typing error"',
    'orderbridge resolve 42 --city Austin --postal-code 78701 --why "buyer wrote"',
    'orderbridge resolve 42 --decision deliver-again --why "voided by mistake"',
    'orderbridge resolve HZ-GFTK6Z2WRK --decision voided-by-hand --wait',
  ],
  args: {
    ...TELLS_ORDER,
    decision: text(`one of: ${[...Object.keys(DECISIONS), ...CANCEL_DECISIONS].join(', ')}`, 'WORD'),
    line: text('the line to correct, by its number in the order, from 1', 'N'),
    sku: text('the line to correct, by the SKU that it has now', 'SKU'),
    'new-sku': text('the SKU that the line should have', 'SKU'),
    quantity: text('the quantity that the line should have', 'N'),
    price: text('the price of one unit that the line should have, such as 25.00', 'AMOUNT'),
    ...Object.fromEntries(
      ADDRESS_OPTIONS.map(({ option, what }) => [option, text(`the ${what} as it should be`, 'TEXT')]),
    ),
    by: text('who decides this; "operator" when left out', 'NAME'),
    why: text('why; needed for everything but an unresolved cancel', 'TEXT'),
  },
  run: async (args, { connectTemporal }) => {
    const [order, said] = [readOrderRequest(args), readResolve(args)];
    const { client, within } = await connectTemporal();
    const data = await within(ORDER_COMMAND_LIMIT_MS, () =>
      resolveOrder(order, said, { client, within, answerLimitMs: ANSWER_LIMIT_MS, ...readWait(args) }),
    );
    return rendered({ exitCode: exitCodeOf(data), data, render: renderResolve });
  },
};
