import type { temporal } from '@temporalio/proto';
import type { LedgerCall } from '../../src/sandbox/ledger.js';
import { billableActions } from '../support/billing.js';
import { joinRounds, sizeOf, type Bench, type Figure } from './bench.js';
import {
  awaitQuiet,
  beginSweep,
  countOrders,
  followLedger,
  IS_COMPLETED,
  IS_WAITING,
  momentsOf,
  placeOrders,
  shipAll,
  waitUntil,
} from './deeds.js';
import { usageOf, type Usage } from './processes.js';
import { openStack, type Stack } from './stack.js';

const ORDERS = 100;
const ROUNDS_MAX = 3;
const ALL_WITHIN_MS = 180_000;
/** Histories looked into; all must be alike, as all orders are. */
const LOOKED_INTO = 20;
const ACTIONS_PROMISED = 6;
const EVENTS_PROMISED = 25;

/** The whole life of a plain order: what it costs in events, actions, calls and processor time. */
export const LIFE_BENCH: Bench = {
  name: 'life',
  about: `${ORDERS} plain orders a round, imported, delivered, shipped in one parcel, reported and ended`,
  async measure(settings) {
    settings.say('Starting a server, both services and a worker.');
    const stack = await openStack(settings);
    const wanted = Math.min(settings.rounds, ROUNDS_MAX);
    const rounds: (readonly Figure[])[] = [];
    try {
      await Promise.all([awaitQuiet(stack, 'pollOrders'), awaitQuiet(stack, 'pollShipments')]);
      for (let round = 1; round <= wanted; round += 1) {
        settings.say(`Round ${round} of ${wanted}: orders from their placement to their end.`);
        rounds.push(await measureRound(stack, sizeOf(ORDERS, settings)));
      }
      return [...(await historyFigures(stack)), ...joinRounds(rounds)];
    } finally {
      await stack.close();
    }
  },
};

async function measureRound(stack: Stack, count: number): Promise<readonly Figure[]> {
  const completed = await countOrders(stack, IS_COMPLETED);
  await placeOrders(stack, count);
  const readLedger = await followLedger(stack);
  const before = { worker: usageOf(stack.worker.pid), server: stack.usage() };
  await beginSweep(stack, 'pollOrders');
  await waitUntil('all are delivered', async () => (await countOrders(stack, IS_WAITING)) === count, ALL_WITHIN_MS);
  await shipAll(stack);
  const beganMs = await beginSweep(stack, 'pollShipments');
  const isDone = async (): Promise<boolean> => (await countOrders(stack, IS_COMPLETED)) === completed + count;
  await waitUntil('all are completed', isDone, ALL_WITHIN_MS);
  const after = { worker: usageOf(stack.worker.pid), server: stack.usage() };
  const entries = await readLedger();
  const calls = entries.filter((entry): entry is LedgerCall => entry.kind === 'call');
  const reported = momentsOf('order.shipped', entries);
  return [
    ...callFigures(calls, count),
    { name: 'shipments reported', unit: 'orders/s', values: [(count * 1_000) / (Math.max(...reported) - beganMs)] },
    ...cpuFigures('worker', { before: before.worker, after: after.worker, count }),
    ...cpuFigures("Temporal's server", { before: before.server, after: after.server, count }),
  ];
}

/** One order's calls are those that grow with the orders; what a sweep reads for all of them is told apart. */
function callFigures(calls: readonly LedgerCall[], count: number): readonly Figure[] {
  const ofOrders = (operation: string): number => calls.filter((call) => call.operation === operation).length / count;
  const all = (service: LedgerCall['service']): number =>
    calls.filter((call) => call.service === service).length / count;
  return [
    { name: 'calls to TradeGecko to deliver', unit: 'calls', values: [ofOrders(DELIVER)], promise: { atMost: 1 } },
    { name: 'calls to Houzz to report', unit: 'calls', values: [ofOrders(REPORT)], promise: { atMost: 1 } },
    { name: 'all calls to TradeGecko, sweeps too', unit: 'calls', values: [all('tradegecko')] },
    { name: 'all calls to Houzz, sweeps too', unit: 'calls', values: [all('houzz')] },
  ];
}

const DELIVER = 'POST /orders';
const REPORT = 'POST updateOrder Ship';

interface Span {
  readonly before: Usage | undefined;
  readonly after: Usage | undefined;
  readonly count: number;
}

/** Known on Linux only; elsewhere these figures are left out. */
function cpuFigures(who: string, { before, after, count }: Span): readonly Figure[] {
  if (before === undefined || after === undefined) return [];
  const cpuMs = (after.cpuMs - before.cpuMs) / count;
  return [{ name: `processor time of ${who} for a whole order`, unit: 'ms', values: [cpuMs] }];
}

async function historyFigures(stack: Stack): Promise<readonly Figure[]> {
  const histories: temporal.api.history.v1.IHistory[] = [];
  for await (const { workflowId } of stack.client.workflow.list({ query: 'WorkflowType = "processOrder"' })) {
    histories.push(await stack.client.workflow.getHandle(workflowId).fetchHistory());
    if (histories.length >= LOOKED_INTO) break;
  }
  return [
    {
      name: 'events of an order',
      unit: 'events',
      values: histories.map(({ events }) => events?.length ?? 0),
      promise: { atMost: EVENTS_PROMISED },
    },
    {
      name: 'billable actions of an order',
      unit: 'actions',
      values: histories.map(billableActions),
      promise: { atMost: ACTIONS_PROMISED },
    },
  ];
}
