import { nextStepOf } from '../domain/attention.js';
import type { OrderReport } from './reports.js';
import { rendered, type Command } from './command.js';
import { CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT } from './exit-codes.js';
import { findOrder, type OrderRequest } from './orders/find.js';
import { nextCommandOf } from './next-commands.js';
import { ORDER, readOrderRequest } from './orders/arguments.js';
import { askStatus } from './orders/ask-status.js';
import { STAGES_OF_PERSONS } from './orders/rows.js';
import { readStory } from './order/story.js';
import { renderOrder } from './output/order.js';
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
  const { row, runId, trouble } = await findOrder(link.client, request);
  const [status, story] = await Promise.all([
    link.within(answerLimitMs, () => askStatus(link.client, row.workflowId, runId)),
    readStory(link.client, row.workflowId, runId),
  ]);
  const stage = status?.stage ?? row.stage;
  const attentionReason = status?.problem?.reason ?? row.attentionReason;
  const nextStep = status === null ? nextStepOf(row.attentionReason) : status.nextStep;
  const isAsked = STAGES_OF_PERSONS.includes(stage) || stage === 'held';
  return {
    order: row,
    status,
    trouble,
    nextStep,
    command: isAsked ? nextCommandOf({ channelOrderId: row.channelOrderId, stage, attentionReason }) : null,
    story: story.entries,
    timers: story.timers,
    uiLink: orderLink(env, link, row.workflowId),
  };
}

const LIMIT_MS = 30_000;
const ANSWER_LIMIT_MS = 5_000;

/** `orderbridge order` */
export const orderCommand: Command = {
  summary: 'tell the whole story of one order',
  description:
    'Shows where one order stands, what happened to it and when, what it waits for and what to do next with the ' +
    'command for it. Needs Temporal only. When no worker answers within five seconds, what Temporal itself knows is ' +
    'shown. Ends with 1 when the order waits for a person.',
  examples: ['orderbridge order 1234-5678-9012-3456', 'orderbridge order HZ-GFTK6Z2WRK', 'orderbridge order 42 --json'],
  args: {
    ...ORDER,
    ...CONNECTION,
    ...EVERY_COMMAND,
  },
  run: async (args, { connectTemporal, env }) => {
    const request = readOrderRequest(args);
    const link = await connectTemporal();
    const data = await link.within(LIMIT_MS, () => showOrder(request, { link, env, answerLimitMs: ANSWER_LIMIT_MS }));
    const stage = data.status?.stage ?? data.order.stage;
    const exitCode = STAGES_OF_PERSONS.includes(stage) ? EXIT.needsPerson : EXIT.fine;
    return rendered({ exitCode, data, render: renderOrder });
  },
};
