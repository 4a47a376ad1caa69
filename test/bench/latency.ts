import { setTimeout as pause } from 'node:timers/promises';
import { orderOfWorkflowId } from '../../src/messages/workflow-ids.js';
import { joinRounds, middleOf, shareOf, sizeOf, type Bench, type Figure } from './bench.js';
import { awaitQuiet, countOrders, followLedger, IS_WAITING, waitUntil } from './deeds.js';
import { openStack, plainOrder, type Stack } from './stack.js';

const ORDERS = 40;
const ROUNDS_MAX = 3;
const EVERY_MS = 250;
const SWEEP_EVERY_S = 5;
const ALL_WITHIN_MS = 120_000;

/** Orders that come one by one: how long each takes, and which part of that is the wait for the next sweep. */
export const LATENCY_BENCH: Bench = {
  name: 'latency',
  about:
    `${ORDERS} orders a round, one every ${EVERY_MS} ms, from placed and charged in Houzz to its sales order in ` +
    `TradeGecko; a sweep every ${SWEEP_EVERY_S} s (two minutes is the default)`,
  async measure(settings) {
    settings.say('Starting a server, both services and a worker.');
    const stack = await openStack(settings, { pollEvery: `${SWEEP_EVERY_S}s` });
    const wanted = Math.min(settings.rounds, ROUNDS_MAX);
    const rounds: (readonly Figure[])[] = [];
    try {
      await awaitQuiet(stack, 'pollOrders');
      for (let round = 1; round <= wanted; round += 1) {
        settings.say(`Round ${round} of ${wanted}: orders come in at a fixed rate.`);
        rounds.push(await measureRound(stack, sizeOf(ORDERS, settings)));
      }
    } finally {
      await stack.close();
    }
    return joinRounds(rounds);
  },
};

/** When an order was placed, when its workflow started, and when its sales order stood; milliseconds since 1970. */
interface Passage {
  readonly placedMs: number;
  startedMs?: number;
  deliveredMs?: number;
}

async function measureRound(stack: Stack, count: number): Promise<readonly Figure[]> {
  const { control } = stack;
  const readLedger = await followLedger(stack);
  const standing = await countOrders(stack, IS_WAITING);
  const passages = await placeOneByOne(stack, count);
  await waitUntil(
    'all orders of the round are delivered',
    async () => (await countOrders(stack, IS_WAITING)) === standing + count,
    ALL_WITHIN_MS,
  );
  const orderOfSale = new Map(
    (await control.tradegecko.orders()).map((order) => [String(order.id), String(order.reference_number)]),
  );
  for (const entry of await readLedger()) {
    if (entry.kind !== 'effect' || entry.effect !== 'order.created') continue;
    const passage = passages.get(orderOfSale.get(entry.subject) ?? '');
    if (passage !== undefined) passage.deliveredMs = Date.parse(entry.at);
  }
  await readStarts(stack, passages);
  return figuresOf([...passages.values()]);
}

/** At moments that are fixed beforehand: a slow answer must not slow down what comes after it. */
async function placeOneByOne({ control }: Stack, count: number): Promise<Map<string, Passage>> {
  const passages = new Map<string, Passage>();
  const beganMs = Date.now();
  for (let turn = 0; turn < count; turn += 1) {
    await pause(Math.max(0, beganMs + turn * EVERY_MS - Date.now()));
    const [order] = await control.houzz.placeOrders(plainOrder());
    if (order === undefined) throw new Error('No order was placed.');
    passages.set(order.orderId, { placedMs: Date.parse(order.createdAt) });
  }
  return passages;
}

async function readStarts({ client }: Stack, passages: ReadonlyMap<string, Passage>): Promise<void> {
  for await (const run of client.workflow.list({ query: 'WorkflowType = "processOrder"', pageSize: 1_000 })) {
    const passage = passages.get(orderOfWorkflowId(run.workflowId)?.orderId ?? '');
    if (passage !== undefined) passage.startedMs = run.startTime.getTime();
  }
}

function figuresOf(passages: readonly Passage[]): readonly Figure[] {
  const times = passages.map(({ placedMs, startedMs, deliveredMs }) => {
    if (startedMs === undefined || deliveredMs === undefined) throw new Error('An order has no end of its way.');
    return { whole: deliveredMs - placedMs, wait: startedMs - placedMs, rest: deliveredMs - startedMs };
  });
  const shares = (name: string, values: readonly number[]): readonly Figure[] => [
    { name: `${name}, the middle one`, unit: 'ms', values: [middleOf(values)] },
    { name: `${name}, the slowest in a hundred`, unit: 'ms', values: [shareOf(values, 0.99)] },
  ];
  return [
    ...shares(
      'placed to delivered',
      times.map(({ whole }) => whole),
    ),
    ...shares(
      'of it, the wait for the sweep and its reading',
      times.map(({ wait }) => wait),
    ),
    ...shares(
      'of it, import and delivery',
      times.map(({ rest }) => rest),
    ),
  ];
}
