import type { Client } from '@temporalio/client';
import type { OrdersReport } from './reports.js';
import type { ReadArguments } from './arguments.js';
import { usageError } from './command-error.js';
import { rendered, type Collaborators, type Command, type RenderedOutcome } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT } from './exit-codes.js';
import { readMoment } from './instants.js';
import { filterQuery, LISTED_REASONS, listQuery, listRows, type OrderFilter } from './orders/list.js';
import { LISTED_STAGES, stageCondition, STAGES_OF_PERSONS } from './orders/rows.js';
import { renderSkipped } from './output/orders-skipped.js';
import { renderOrders } from './output/orders.js';
import { listSkipped, REASONS_OF_PERSONS } from './orders/skipped.js';
import { pickConnection, readConnectionId } from './pick-connection.js';
import { connectionsWithoutOrders } from './schedules.js';

/** Which orders to list, and which page of them: the first when absent. */
export interface OrdersRequest extends OrderFilter {
  readonly limit: number;
  readonly page?: number;
}

/** Lists and counts orders from visibility; no workflow is asked. */
export async function listOrders(client: Client, { limit, page = 1, ...filter }: OrdersRequest): Promise<OrdersReport> {
  const [counts, orders, blind] = await Promise.all([
    countByStage(client, filterQuery(filter)),
    listRows(client, listQuery(filter), { limit, page }),
    connectionsWithoutOrders(client),
  ]);
  const { connection, stage } = filter;
  const total = counts
    .filter((one) => stage === undefined || one.stage === stage)
    .reduce((sum, { count }) => sum + count, 0);
  const unread = blind.filter((id) => connection === undefined || id === connection);
  return { connection: connection ?? null, stage: stage ?? null, counts, orders, total, page, unread };
}

/** How many orders of a query stand at each stage; stages without any are left out. */
export async function countByStage(client: Client, query: string): Promise<OrdersReport['counts']> {
  const counts = await Promise.all(
    LISTED_STAGES.map(async (stage) => {
      const { count } = await client.workflow.count(`${query} AND ${stageCondition(stage)}`);
      return { stage, count };
    }),
  );
  return counts.filter(({ count }) => count > 0);
}

const LIMIT_MS = 30_000;
const ROWS_DEFAULT = 50;
const ROWS_MAX = 10_000;
/** Beyond this, --since and --until lead to an order sooner than pages do. */
const PAGES_MAX = 1_000;

/** `orderbridge orders` */
export const ordersCommand: Command = {
  summary: 'list orders and count them by stage',
  description:
    'Counts orders by stage and lists the newest, of all connections unless one is named. Needs Temporal only, no ' +
    'configuration. With --skipped it reads one connection in Houzz instead and lists the orders that are open there ' +
    'and not imported, with the reason. Ends with 1 when an order of the list waits for a person.',
  examples: [
    'orderbridge orders',
    'orderbridge orders --stage needs-attention',
    'orderbridge orders --reason unknown-sku --since 7d',
    'orderbridge orders --closed --since 2026-11-01 --until 2026-12-01 --page 2',
    'orderbridge orders --limit 500 --json',
    'orderbridge orders --skipped',
  ],
  args: {
    stage: { type: 'string', valueHint: 'STAGE', description: `one of: ${LISTED_STAGES.join(', ')}` },
    reason: { type: 'string', valueHint: 'REASON', description: `one of: ${LISTED_REASONS.join(', ')}` },
    since: { type: 'string', valueHint: 'WHEN', description: 'imported from then on: a date (UTC), or 7d ago' },
    until: { type: 'string', valueHint: 'WHEN', description: 'imported before then' },
    open: { type: 'boolean', description: 'only orders that are open here' },
    closed: { type: 'boolean', description: 'only orders that have ended here' },
    skipped: { type: 'boolean', description: 'list what is open in Houzz and not imported, and why' },
    limit: { type: 'string', valueHint: 'N', description: `how many to list; ${ROWS_DEFAULT} when left out` },
    page: { type: 'string', valueHint: 'N', description: 'which page of that many; the first when left out' },
    ...CONNECTION,
    ...CONFIG,
    ...EVERY_COMMAND,
    connection: { ...CONNECTION.connection, description: 'only this connection; all when left out' },
  },
  run: async (args, collaborators) => {
    if (args.flag('skipped')) return runSkipped(args, collaborators);
    const request = readRequest(args, collaborators.now());
    const { client, within } = await collaborators.connectTemporal();
    const data = await within(LIMIT_MS, () => listOrders(client, request));
    const needsPerson = data.counts.some(
      ({ stage }) => STAGES_OF_PERSONS.includes(stage) && (request.stage ?? stage) === stage,
    );
    return rendered({ exitCode: needsPerson ? EXIT.needsPerson : EXIT.fine, data, render: renderOrders });
  },
};

function readRequest(args: ReadArguments, nowMs: number): OrdersRequest {
  const name = args.text('connection');
  const stage = args.choice('stage', LISTED_STAGES);
  const reason = args.choice('reason', LISTED_REASONS);
  const [since, until] = [args.text('since'), args.text('until')];
  const [isOpen, isClosed] = [args.flag('open'), args.flag('closed')];
  if (isOpen && isClosed) {
    throw usageError('--open and --closed cannot be used together.', 'Every order is one of both.', 'Leave one out.');
  }
  return {
    limit: args.whole('limit', { min: 1, max: ROWS_MAX }) ?? ROWS_DEFAULT,
    page: args.whole('page', { min: 1, max: PAGES_MAX }) ?? 1,
    ...(name === undefined ? {} : { connection: readConnectionId(name) }),
    ...(stage === undefined ? {} : { stage }),
    ...(reason === undefined ? {} : { reason }),
    ...(since === undefined ? {} : { since: readMoment('since', since, nowMs) }),
    ...(until === undefined ? {} : { until: readMoment('until', until, nowMs) }),
    ...(isOpen || isClosed ? { state: isOpen ? 'open' : 'closed' } : {}),
  };
}

/** What narrows a list of orders that are here. */
const FILTERS = ['stage', 'reason', 'since', 'until', 'page'];

/** Reading all open orders of a shop takes longer than a list. */
const SKIPPED_LIMIT_MS = 120_000;

async function runSkipped(args: ReadArguments, collaborators: Collaborators): Promise<RenderedOutcome> {
  const filter = FILTERS.find((name) => args.text(name) !== undefined);
  if (filter !== undefined || args.flag('open') || args.flag('closed')) {
    const why = 'Skipped orders are not here: they have no stage, no reason and no page.';
    throw usageError(`--${filter ?? 'open'} and --skipped cannot be used together.`, why, 'Leave one of them out.');
  }
  const limit = args.whole('limit', { min: 1, max: ROWS_MAX }) ?? ROWS_DEFAULT;
  const connection = pickConnection(collaborators.loadConfig(args.text('config')), args.text('connection'));
  const { client, within } = await collaborators.connectTemporal();
  const { marketplace } = await collaborators.openServices(connection);
  const request = { client, marketplace, limit, now: collaborators.now };
  const data = await within(SKIPPED_LIMIT_MS, () => listSkipped(connection, request));
  const needsPerson = data.counts.some(({ reason }) => REASONS_OF_PERSONS.includes(reason));
  return rendered({ exitCode: needsPerson ? EXIT.needsPerson : EXIT.fine, data, render: renderSkipped });
}
