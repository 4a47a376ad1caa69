import { joinRounds, sizeOf, type Bench, type BenchSettings, type Figure } from './bench.js';
import {
  awaitQuiet,
  beginSweep,
  countOrders,
  followLedger,
  IS_WAITING,
  momentsOf,
  placeOrders,
  waitUntil,
} from './deeds.js';
import { usageOf, type Usage } from './processes.js';
import { openStack, type Stack } from './stack.js';

const ORDERS = 1_000;
const ROUND_MAX_MS = 600_000;
const SAID_EVERY_MS = 5_000;

/** What TradeGecko gives an account, and what of it this program leaves unused by default. */
const REAL_QUOTA = { calls: 300, windowS: 300, reserve: 15 };

/** Many orders at once: how fast they are delivered, and what they cost while they are open. */
export const ORDERS_BENCH: Bench = {
  name: 'orders',
  about:
    `${ORDERS} charged orders stand in Houzz when a sweep begins, until a sales order stands for each; a quota so ` +
    'wide that it limits nothing; each round with a server, a worker and services of its own',
  async measure(settings) {
    const rounds: (readonly Figure[])[] = [];
    // A round takes minutes, so there is one fewer than of the others.
    const wanted = Math.max(1, settings.rounds - 1);
    for (let round = 1; round <= wanted; round += 1) {
      settings.say(`Round ${round} of ${wanted}: starting a server, both services and a worker.`);
      const stack = await openStack(settings);
      try {
        rounds.push(await measureRound(stack, settings));
      } finally {
        await stack.close();
      }
    }
    return [...joinRounds(rounds), computedRate()];
  },
};

/** What a real account allows: the quota is far below what a machine can do, so it is computed, not waited for. */
function computedRate(): Figure {
  const { calls, windowS, reserve } = REAL_QUOTA;
  const name = `computed: the same under TradeGecko's quota of ${calls} calls in ${windowS} s, ${reserve} kept back`;
  return { name, unit: 'orders/s', values: [(calls - reserve) / windowS] };
}

async function measureRound(stack: Stack, settings: BenchSettings): Promise<readonly Figure[]> {
  const count = sizeOf(ORDERS, settings);
  await awaitQuiet(stack, 'pollOrders');
  await placeOrders(stack, count);
  const readLedger = await followLedger(stack);
  const before = usages(stack);
  const beganMs = await beginSweep(stack, 'pollOrders');
  let delivered: readonly number[] = [];
  let saidMs = Date.now();
  await waitUntil(
    'all orders are delivered',
    async () => {
      delivered = momentsOf('order.created', await readLedger());
      if (Date.now() - saidMs >= SAID_EVERY_MS) {
        saidMs = Date.now();
        settings.say(`${delivered.length} of ${count} orders delivered.`);
      }
      return delivered.length >= count;
    },
    ROUND_MAX_MS,
  );
  await waitUntil('all wait for shipment', async () => (await countOrders(stack, IS_WAITING)) === count, 60_000);
  const after = usages(stack);
  const rate = (endMs: number): number => (count * 1_000) / (endMs - beganMs);
  return [
    { name: `${count} orders at once, delivered`, unit: 'orders/s', values: [rate(Math.max(...delivered))] },
    { name: 'of it, workflows started by the sweep', unit: 'orders/s', values: [rate(await lastStartMs(stack))] },
    ...costs('worker', { before: before.worker, after: after.worker, count }),
    ...costs("Temporal's server", { before: before.server, after: after.server, count }),
  ];
}

/** When the sweep started its last workflow: the orders it starts first are delivered meanwhile. */
async function lastStartMs({ client }: Stack): Promise<number> {
  let latestMs = 0;
  for await (const { startTime } of client.workflow.list({ query: 'WorkflowType = "processOrder"', pageSize: 1_000 })) {
    latestMs = Math.max(latestMs, startTime.getTime());
  }
  return latestMs;
}

function usages(stack: Stack): Readonly<Record<'worker' | 'server', Usage | undefined>> {
  return { worker: usageOf(stack.worker.pid), server: stack.usage() };
}

interface Span {
  readonly before: Usage | undefined;
  readonly after: Usage | undefined;
  readonly count: number;
}

/** Known on Linux only; elsewhere these figures are left out. */
function costs(who: string, { before, after, count }: Span): readonly Figure[] {
  if (before === undefined || after === undefined) return [];
  const grownMb = after.residentMb - before.residentMb;
  return [
    { name: `processor time of ${who} for a delivery`, unit: 'ms', values: [(after.cpuMs - before.cpuMs) / count] },
    { name: `memory of ${who} before`, unit: 'MB', values: [before.residentMb] },
    { name: `memory of ${who} for 1,000 open orders`, unit: 'MB', values: [(grownMb * 1_000) / count] },
  ];
}
