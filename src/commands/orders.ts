import type { Client } from '@temporalio/client';
import type { ConnectionId } from '../domain/ids.js';
import type { OrdersReport } from './reports.js';
import { rendered, type Command } from './command.js';
import { CONNECTION, EVERY_COMMAND } from './common-arguments.js';
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
import { renderOrders } from './output/orders.js';
import { readConnectionId } from './pick-connection.js';

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
    'configuration. Ends with 1 when an order waits for a person.',
  examples: [
    'orderbridge orders',
    'orderbridge orders --stage needs-attention',
    'orderbridge orders --limit 500 --json',
  ],
  args: {
    stage: { type: 'string', valueHint: 'STAGE', description: `one of: ${LISTED_STAGES.join(', ')}` },
    limit: { type: 'string', valueHint: 'N', description: `how many to list; ${ROWS_DEFAULT} when left out` },
    ...CONNECTION,
    ...EVERY_COMMAND,
    connection: { ...CONNECTION.connection, description: 'only this connection; all when left out' },
  },
  run: async (args, { connectTemporal }) => {
    const name = args.text('connection');
    const stage = args.choice('stage', LISTED_STAGES);
    const request = {
      limit: args.whole('limit', { min: 1, max: ROWS_MAX }) ?? ROWS_DEFAULT,
      ...(name === undefined ? {} : { connection: readConnectionId(name) }),
      ...(stage === undefined ? {} : { stage }),
    };
    const { client, within } = await connectTemporal();
    const data = await within(LIMIT_MS, () => listOrders(client, request));
    const needsPerson = data.counts.some((one) => STAGES_OF_PERSONS.includes(one.stage));
    return rendered({ exitCode: needsPerson ? EXIT.needsPerson : EXIT.fine, data, render: renderOrders });
  },
};
