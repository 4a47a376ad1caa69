import type { Client } from '@temporalio/client';
import type { ConnectionId } from '../domain/ids.js';
import type { OrdersReport } from './reports.js';
import type { ReadArguments } from './arguments.js';
import { usageError } from './command-error.js';
import { rendered, type Collaborators, type Command, type RenderedOutcome } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT } from './exit-codes.js';
import {
  LISTED_STAGES,
  orderRowOf,
  ordersQuery,
  stageCondition,
  STAGES_OF_PERSONS,
  type ListedStage,
  type OrderRow,
} from './order-rows.js';
import { renderSkipped } from './output/orders-skipped.js';
import { renderOrders } from './output/orders.js';
import { listSkipped, REASONS_OF_PERSONS } from './orders-skipped.js';
import { pickConnection, readConnectionId } from './pick-connection.js';
import { connectionsWithoutOrders } from './schedules.js';

/** Which orders to list. */
export interface OrdersRequest {
  readonly connection?: ConnectionId;
  readonly stage?: ListedStage;
  readonly limit: number;
}

/** Lists and counts orders from visibility; no workflow is asked. */
export async function listOrders(client: Client, { connection, stage, limit }: OrdersRequest): Promise<OrdersReport> {
  const all = ordersQuery(connection);
  const query = stage === undefined ? all : `${all} AND ${stageCondition(stage)}`;
  const counts = await Promise.all(
    LISTED_STAGES.map(async (counted) => {
      const { count } = await client.workflow.count(`${all} AND ${stageCondition(counted)}`);
      return { stage: counted, count };
    }),
  );
  const orders: OrderRow[] = [];
  for await (const run of client.workflow.list({ query, pageSize: Math.min(limit, 200) })) {
    const row = orderRowOf(run);
    if (row !== undefined) orders.push(row);
    if (orders.length >= limit) break;
  }
  const total = counts
    .filter((one) => stage === undefined || one.stage === stage)
    .reduce((sum, { count }) => sum + count, 0);
  return {
    connection: connection ?? null,
    stage: stage ?? null,
    counts: counts.filter(({ count }) => count > 0),
    orders,
    total,
    unread: (await connectionsWithoutOrders(client)).filter((id) => connection === undefined || id === connection),
  };
}

const LIMIT_MS = 30_000;
const ROWS_DEFAULT = 50;
const ROWS_MAX = 10_000;

/** `orderbridge orders` */
export const ordersCommand: Command = {
  summary: 'list orders and count them by stage',
  description:
    'Counts orders by stage and lists the newest, of all connections unless one is named. Needs Temporal only, no ' +
    'configuration. With --skipped it reads one connection in Houzz instead and lists the orders that are open there ' +
    'and not imported, with the reason. Ends with 1 when an order waits for a person.',
  examples: [
    'orderbridge orders',
    'orderbridge orders --stage needs-attention',
    'orderbridge orders --limit 500 --json',
    'orderbridge orders --skipped',
  ],
  args: {
    stage: { type: 'string', valueHint: 'STAGE', description: `one of: ${LISTED_STAGES.join(', ')}` },
    skipped: { type: 'boolean', description: 'list what is open in Houzz and not imported, and why' },
    limit: { type: 'string', valueHint: 'N', description: `how many to list; ${ROWS_DEFAULT} when left out` },
    ...CONNECTION,
    ...CONFIG,
    ...EVERY_COMMAND,
    connection: { ...CONNECTION.connection, description: 'only this connection; all when left out' },
  },
  run: async (args, collaborators) => {
    if (args.flag('skipped')) return runSkipped(args, collaborators);
    const name = args.text('connection');
    const stage = args.choice('stage', LISTED_STAGES);
    const request = {
      limit: args.whole('limit', { min: 1, max: ROWS_MAX }) ?? ROWS_DEFAULT,
      ...(name === undefined ? {} : { connection: readConnectionId(name) }),
      ...(stage === undefined ? {} : { stage }),
    };
    const { client, within } = await collaborators.connectTemporal();
    const data = await within(LIMIT_MS, () => listOrders(client, request));
    const needsPerson = data.counts.some((one) => STAGES_OF_PERSONS.includes(one.stage));
    return rendered({ exitCode: needsPerson ? EXIT.needsPerson : EXIT.fine, data, render: renderOrders });
  },
};

/** Reading all open orders of a shop takes longer than a list. */
const SKIPPED_LIMIT_MS = 120_000;

async function runSkipped(args: ReadArguments, collaborators: Collaborators): Promise<RenderedOutcome> {
  if (args.text('stage') !== undefined) {
    const why = 'Skipped orders have no stage: they are not here.';
    throw usageError('--stage and --skipped cannot be used together.', why, 'Leave one of them out.');
  }
  const limit = args.whole('limit', { min: 1, max: ROWS_MAX }) ?? ROWS_DEFAULT;
  const connection = pickConnection(collaborators.loadConfig(args.text('config')), args.text('connection'));
  const { client, within } = await collaborators.connectTemporal();
  const { marketplace } = collaborators.openServices(connection);
  const request = { client, marketplace, limit, now: collaborators.now };
  const data = await within(SKIPPED_LIMIT_MS, () => listSkipped(connection, request));
  const needsPerson = data.counts.some(({ reason }) => REASONS_OF_PERSONS.includes(reason));
  return rendered({ exitCode: needsPerson ? EXIT.needsPerson : EXIT.fine, data, render: renderSkipped });
}
