import { performance } from 'node:perf_hooks';
import type { temporal } from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import { retryNowSignal } from '../../src/messages/order-messages.js';
import { loadWorkflows } from '../../src/worker/bundle.js';
import { sizeOf, type Bench, type BenchSettings } from './bench.js';
import {
  awaitQuiet,
  beginSweep,
  countOrders,
  IS_COMPLETED,
  IS_WAITING,
  placeOrders,
  shipAll,
  waitUntil,
} from './deeds.js';
import { openStack, type Stack } from './stack.js';

type History = temporal.api.history.v1.IHistory;

/** Just below what makes an order go on in a new run. */
const MESSAGES = 450;
const REPLAYS = 20;
const WITHIN_MS = 60_000;

/** How long a worker takes to bring an order back into its memory. */
export const REPLAY_BENCH: Bench = {
  name: 'replay',
  about:
    'bringing an order back from its history, as after a restart of the worker: a plain one at its end, and one that ' +
    `took ${MESSAGES} messages, near the length at which an order goes on in a new run`,
  async measure(settings) {
    settings.say('Recording two histories on a server, both services and a worker.');
    const { plain, long } = await record(settings);
    // Replays name each run that is still open; that is no news here.
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const bundle = await loadWorkflows();
    settings.say(`Replaying each ${REPLAYS} times.`);
    return [
      { name: lengthOf('a plain order', plain), unit: 'ms', values: await replays(bundle, plain) },
      { name: lengthOf('an order with many messages', long), unit: 'ms', values: await replays(bundle, long) },
    ];
  },
};

const lengthOf = (what: string, { events }: History): string => `replay of ${what}, ${events?.length ?? 0} events`;

async function record(settings: BenchSettings): Promise<{ readonly plain: History; readonly long: History }> {
  const stack = await openStack(settings);
  try {
    await Promise.all([awaitQuiet(stack, 'pollOrders'), awaitQuiet(stack, 'pollShipments')]);
    const plain = await deliverOne(stack);
    await shipAll(stack);
    await beginSweep(stack, 'pollShipments');
    await waitUntil('it is completed', async () => (await countOrders(stack, IS_COMPLETED)) === 1, WITHIN_MS);
    const long = await deliverOne(stack);
    for (let sent = 0; sent < sizeOf(MESSAGES, settings); sent += 1) await long.signal(retryNowSignal);
    // A worker that answers has taken all that was sent before.
    await long.query('status');
    return { plain: await plain.fetchHistory(), long: await long.fetchHistory() };
  } finally {
    await stack.close();
  }
}

async function deliverOne(stack: Stack): Promise<WorkflowHandle> {
  await placeOrders(stack, 1);
  await beginSweep(stack, 'pollOrders');
  await waitUntil('an order waits for shipment', async () => (await countOrders(stack, IS_WAITING)) === 1, WITHIN_MS);
  for await (const { workflowId } of stack.client.workflow.list({ query: IS_WAITING })) {
    return stack.client.workflow.getHandle(workflowId);
  }
  throw new Error('The order that waits for shipment is not listed.');
}

/** One worker replays all of them, one after the other; the first, which pays for its start, is not counted. */
async function replays(bundle: WorkflowBundle, history: History): Promise<readonly number[]> {
  const values: number[] = [];
  const copies = Array.from({ length: REPLAYS + 1 }, (_, turn) => ({ workflowId: `order/main/${turn}`, history }));
  let lastMs = performance.now();
  let isFirst = true;
  for await (const { error } of Worker.runReplayHistories({ workflowBundle: bundle }, copies)) {
    if (error !== undefined) throw error;
    const nowMs = performance.now();
    if (!isFirst) values.push(nowMs - lastMs);
    isFirst = false;
    lastMs = nowMs;
  }
  return values;
}
