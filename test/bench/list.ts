import type { Client } from '@temporalio/client';
import {
  channelOrderIdKey,
  connectionKey,
  orderStageKey,
  salesOrderIdKey,
  salesOrderReferenceKey,
} from '../../src/messages/search-attributes.js';
import type { OrderMemo } from '../../src/messages/order-input.js';
import { orderWorkflowId } from '../../src/messages/workflow-ids.js';
import { channelOrderId } from '../../src/domain/ids.js';
import { middleOf, sizeOf, type Bench, type BenchSettings, type Figure } from './bench.js';
import { waitUntil } from './deeds.js';
import { temporaryFolder } from './folders.js';
import { build, commandLines, nodeStartMs, repeat, runWell } from './programs.js';
import { SHOP, startServer, type Server } from './stack.js';

const ORDERS = 10_000;
const STARTS_IN_PARALLEL = 100;
const SAID_EVERY = 1_000;
const LISTED_WITHIN_MS = 60_000;
const BEYOND_NODE_MS_MAX = 1_000;

/** Lists of an operator while many orders are open. */
export const LIST_BENCH: Bench = {
  name: 'list',
  about: `lists while ${ORDERS} orders are open, from the command to its end, beyond what Node itself takes to start`,
  async measure(settings) {
    const { folder, remove } = temporaryFolder();
    const server = await startServer(settings);
    try {
      settings.say('Building the program.');
      const { built, sources } = commandLines(await build(folder));
      await openMany(server, sizeOf(ORDERS, settings), settings);
      const node = middleOf(await repeat(settings.rounds, nodeStartMs));
      const figures: Figure[] = [];
      for (const { name, args, isPromised } of listsOf(built, sources)) {
        settings.say(`Measuring ${name}.`);
        const values = await repeat(settings.rounds, async () => {
          const { tookMs } = await runWell(args, { TEMPORAL_ADDRESS: server.address }, FINE);
          return tookMs - node;
        });
        const promise = isPromised ? { promise: { atMost: BEYOND_NODE_MS_MAX } } : {};
        figures.push({ name, unit: 'ms', values, ...promise });
      }
      return figures;
    } finally {
      await server.close();
      remove();
    }
  },
};

/** 1 says that an order of the list waits for a person: some of ours do. */
const FINE = [0, 1];

interface List {
  readonly name: string;
  readonly args: readonly string[];
  readonly isPromised: boolean;
}

function listsOf(built: readonly string[], sources: readonly string[]): readonly List[] {
  return [
    { name: 'orderbridge orders', args: [...built, 'orders'], isPromised: true },
    { name: 'orderbridge orders, from sources', args: [...sources, 'orders'], isPromised: false },
    {
      name: 'orderbridge orders --stage needs-attention',
      args: [...built, 'orders', '--stage', 'needs-attention'],
      isPromised: true,
    },
    { name: 'orderbridge orders --page 100', args: [...built, 'orders', '--page', '100'], isPromised: false },
    {
      name: 'orderbridge orders --limit 10000 --json',
      args: [...built, 'orders', '--limit', '10000', '--json'],
      isPromised: false,
    },
  ];
}

/** Opens runs that nobody works on: a list shows only what stands beside a run, which is the same as for real ones. */
async function openMany({ client }: Server, count: number, { say }: BenchSettings): Promise<void> {
  let opened = 0;
  const open = async (): Promise<void> => {
    while (opened < count) {
      opened += 1;
      const number = opened;
      if (number % SAID_EVERY === 0) say(`${number} of ${count} orders opened.`);
      await openOne(client, number);
    }
  };
  await Promise.all(Array.from({ length: STARTS_IN_PARALLEL }, open));
  const isListed = async (): Promise<boolean> => (await client.workflow.count()).count === count;
  await waitUntil('all orders are listed', isListed, LISTED_WITHIN_MS);
}

/** Of a hundred orders, ninety wait for shipment and one for a person. */
function stageOf(number: number): string {
  const place = number % 100;
  if (place === 0) return 'needs-attention';
  return place < 10 ? 'delivering' : 'awaiting-shipment';
}

async function openOne(client: Client, number: number): Promise<void> {
  const orderId = channelOrderId(String(1_669_585_069_790_000 + number).replace(/(\d{4})(?=\d)/g, '$1-'));
  const memo: OrderMemo = {
    createdAt: new Date().toISOString(),
    lines: [{ sku: 'LAMP-1', quantity: 1 }],
    channelTotal: 2_500,
  };
  await client.workflow.start('processOrder', {
    taskQueue: 'nobody-works-here',
    // A task that is due tomorrow keeps the server from looking for a worker now.
    startDelay: '1d',
    workflowId: orderWorkflowId(SHOP, orderId),
    memo: { ...memo },
    staticSummary: `Houzz order ${orderId}: 1 x LAMP-1, 25.00 in all`,
    typedSearchAttributes: [
      { key: connectionKey, value: SHOP },
      { key: channelOrderIdKey, value: orderId },
      { key: salesOrderReferenceKey, value: `HZ-${number.toString(36)}` },
      { key: salesOrderIdKey, value: String(number) },
      { key: orderStageKey, value: stageOf(number) },
    ],
  });
}
