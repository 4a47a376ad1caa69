import type { Client } from '@temporalio/client';
import { nextStepOf } from '../domain/attention.js';
import { statusQuery, type OrderStatus } from '../messages/order-messages.js';
import type { OrderReport } from './reports.js';
import { rendered, type Command } from './command.js';
import { CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT } from './exit-codes.js';
import { findOrder, type OrderRequest } from './find-order.js';
import { STAGES_OF_PERSONS } from './order-rows.js';
import { renderOrder } from './output/order.js';
import { readConnectionId } from './pick-connection.js';
import type { TemporalLink } from './temporal-connection.js';
import { orderLink } from './ui-links.js';

/** What `order` works with. */
export interface OrderWith {
  readonly link: TemporalLink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long a worker may take to answer. */
  readonly answerLimitMs: number;
}

/** Shows where one order stands. */
export async function showOrder(request: OrderRequest, { link, env, answerLimitMs }: OrderWith): Promise<OrderReport> {
  const { row, runId } = await findOrder(link.client, request);
  const status = await link.within(answerLimitMs, () => askStatus(link.client, row.workflowId, runId));
  return {
    order: row,
    status,
    nextStep: status === null ? nextStepOf(row.attentionReason) : status.nextStep,
    uiLink: orderLink(env, link, row.workflowId),
  };
}

/** Without a worker there is no answer, or a refusal: what visibility knows must do then. */
async function askStatus(client: Client, workflowId: string, runId: string): Promise<OrderStatus | null> {
  try {
    return await client.workflow.getHandle(workflowId, runId).query(statusQuery);
  } catch {
    return null;
  }
}

const LIMIT_MS = 30_000;
const ANSWER_LIMIT_MS = 5_000;

/** `orderbridge order` */
export const orderCommand: Command = {
  summary: 'show where one order stands',
  description:
    'Shows where one order stands, what it waits for and what to do next. Needs Temporal only. When no worker ' +
    'answers within five seconds, what Temporal itself knows is shown. Ends with 1 when the order waits for a person.',
  examples: ['orderbridge order 1234-5678-9012-3456', 'orderbridge order HZ-GFTK6Z2WRK', 'orderbridge order 42 --json'],
  args: {
    id: { type: 'positional', description: 'the Houzz id, our reference, or the id in TradeGecko' },
    ...CONNECTION,
    ...EVERY_COMMAND,
  },
  run: async (args, { connectTemporal, env }) => {
    const name = args.text('connection');
    const request = { id: args.required('id'), ...(name === undefined ? {} : { connection: readConnectionId(name) }) };
    const link = await connectTemporal();
    const data = await link.within(LIMIT_MS, () => showOrder(request, { link, env, answerLimitMs: ANSWER_LIMIT_MS }));
    const stage = data.status?.stage ?? data.order.stage;
    const exitCode = STAGES_OF_PERSONS.includes(stage) ? EXIT.needsPerson : EXIT.fine;
    return rendered({ exitCode, data, render: renderOrder });
  },
};
