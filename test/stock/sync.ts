import { compareListing, noteReadings, prepareComparison } from '../../src/activities/stock/compare.js';
import type { StockOrders } from '../../src/activities/stock/in-flight.js';
import { readAllListings } from '../../src/activities/stock/listings.js';
import { takePicture } from '../../src/activities/stock/read.js';
import { createSkuIndex } from '../../src/activities/stock/skus.js';
import { isCompared } from '../../src/activities/stock/tallies.js';
import { writeStock, type StockWriter } from '../../src/activities/stock/write.js';
import type { ListedOrder } from '../../src/activities/open-orders.js';
import { channelOrderId, itemId, salesOrderId } from '../../src/domain/ids.js';
import type { StockedItem } from '../../src/domain/stock/item.js';
import { movedPart, type ListingMemory } from '../../src/domain/stock/memory.js';
import { stockRulebook, type StockRulebook } from '../../src/domain/stock/rules.js';
import type { StockTargets } from '../../src/domain/stock/targets.js';
import { stockRules } from '../domain/builders.js';
import { SKU_RULES } from './plan.js';
import { pass, type PlacedOrder, type World } from './world.js';

/** Ours, or all that is sellable shown at once; each whole, or less a buffer of one. */
export type Rule = 'ours' | 'naive' | 'naive-less-one' | 'ours-less-one';

/** The worker's side: what it remembers between two comparisons. */
export interface Worker {
  readonly isNaive: boolean;
  readonly rulebook: StockRulebook;
  memory: Map<string, ListingMemory>;
  since: string;
  steps: number;
}

export const newWorker = (rule: Rule): Worker => ({
  isNaive: rule.startsWith('naive'),
  rulebook: stockRulebook(stockRules({ buffer: rule.endsWith('less-one') ? 1 : 0 }), []),
  memory: new Map(),
  since: isoOf(-1),
  steps: 0,
});

const MOVED_MAX = 200;

/** A new process goes on with what the last result carried. */
export function restart(worker: Worker): void {
  worker.memory = new Map(movedPart(worker.memory, MOVED_MAX));
}

const msOf = (minute: number) => minute * 60_000;
const isoOf = (minute: number) => new Date(msOf(minute)).toISOString();

/** The world goes on while a step of the comparison takes its time. */
function takeTime(world: World, worker: Worker): void {
  const { paces } = world.plan;
  pass(world, paces[worker.steps % paces.length] ?? 0);
  worker.steps += 1;
}

/** A comparison that had no time to write all goes on with the rest, as its workflow does. */
const SHARES_MAX = 10;

/** One comparison by the steps of the activity itself, on the clock of the world; nothing in it waits for a real one. */
export async function compareStock(world: World, worker: Worker): Promise<void> {
  const machineNow = Date.now;
  Date.now = () => msOf(world.minute);
  try {
    for (let share = 1; share <= SHARES_MAX; share += 1) if (await compareShare(world, worker)) return;
  } finally {
    Date.now = machineNow;
  }
  throw new Error('The comparison does not end.');
}

const skuIndex = createSkuIndex(SKU_RULES);
const call = {};

/** As `compareShare` of the activity puts its steps together, every reading at a moment of its own. */
async function compareShare(world: World, worker: Worker): Promise<boolean> {
  const knownAt = world.minute;
  const clock = {
    nowMs: msOf(world.minute),
    trustedMs: msOf(world.sweptAt),
    raiseAfterMs: msOf(world.plan.raiseAfter),
  };
  const ports = portsOf(world, worker);
  const before = ordersIn(world, worker.since);
  takeTime(world, worker);
  const items = [...readItems(world).values()];
  const listOrders = async (): Promise<StockOrders> => {
    takeTime(world, worker);
    return ordersIn(world, worker.since);
  };
  const sources = { listOrders, orderSystem: ports.orderSystem, skuIndex, call };
  const picture = await takePicture(sources, { before, items, channelSkus: world.listings });
  takeTime(world, worker);
  const listings = await readAllListings({ listListings: async () => listingsIn(world) }, call);
  const memory = worker.isNaive ? new Map<string, ListingMemory>() : worker.memory;
  noteReadings(memory, listings.shown, picture);
  worker.since = picture.orders.latest;
  const rules = { skuRules: SKU_RULES, rulebook: worker.rulebook };
  const comparison = prepareComparison(picture, rules, { memory, listings, clock });
  let isComplete = true;
  if (worker.isNaive) writeNaively(world, worker, comparison.targets);
  else {
    const rows = world.listings.flatMap((sku) => compareListing(comparison, sku) ?? []).filter(isCompared);
    ({ isComplete } = await writeStock({ ...ports, skuIndex, comparison, call }, rows));
  }
  for (const sku of world.listings) world.decidedOn.set(sku, knownAt);
  return isComplete;
}

/** Both services as the comparison meets them. */
function portsOf(world: World, worker: Worker): Pick<StockWriter, 'marketplace' | 'orderSystem'> {
  return {
    orderSystem: {
      findItems: async (skus) => {
        takeTime(world, worker);
        return [...readItems(world).values()].filter(({ sku }) => skus.includes(sku));
      },
    },
    marketplace: {
      readListings: async (skus) => {
        takeTime(world, worker);
        return skus.map((sku) => ({ sku, quantity: world.shown.get(sku) ?? 0 }));
      },
      setStock: async (list) =>
        list.map(({ sku, quantity }) => {
          world.shown.set(sku, quantity);
          return { kind: 'written', sku };
        }),
    },
  };
}

const listingsIn = ({ listings, shown }: World) => ({
  rows: listings.map((sku) => ({ sku, quantity: shown.get(sku) ?? 0 })),
  nextCursor: null,
});

const NO_ITEM: StockedItem = {
  id: itemId('none'),
  sku: 'none',
  isTracked: true,
  mayOversell: false,
  maxOnline: null,
  locations: [],
};

function readItems({ onHand, committed }: World): Map<string, StockedItem> {
  return new Map(
    [...onHand].map(([sku, units]) => {
      const locations = [{ id: '1', onHand: units, committed: committed.get(sku) ?? 0 }];
      return [sku, { ...NO_ITEM, id: itemId(sku), sku, locations }];
    }),
  );
}

/** What visibility lists: orders in flight, and those started or cancelled since. */
function ordersIn({ orders, active }: World, since: string): StockOrders {
  const sinceMs = Date.parse(since);
  const isNews = (minute: number | null) => minute !== null && msOf(minute) > sinceMs;
  const started = orders.filter(({ importedAt }) => isNews(importedAt));
  const ended = orders.filter(({ closedAt, cancelSeenAt }) => cancelSeenAt !== null && isNews(closedAt));
  const news = [...started.map(({ importedAt }) => importedAt), ...ended.map(({ closedAt }) => closedAt)];
  return {
    inFlight: active.filter(({ importedAt, committedAt }) => importedAt !== null && committedAt === null).map(listed),
    imported: started.map(listed),
    cancelled: ended.map(listed),
    latest: new Date(Math.max(sinceMs, ...news.map((minute) => msOf(minute ?? 0)))).toISOString(),
  };
}

function listed(order: PlacedOrder): ListedOrder {
  return {
    workflowId: order.id,
    orderId: channelOrderId(order.id),
    salesOrderId: order.committedAt === null ? null : salesOrderId(order.id),
    channelStatus: null,
    stage: '',
    attentionReason: '',
    startedAt: isoOf(order.importedAt ?? 0),
    closedAt: order.closedAt === null ? null : isoOf(order.closedAt),
    memo: { createdAt: isoOf(order.at), lines: order.lines, channelTotal: null },
  };
}

function writeNaively(world: World, worker: Worker, targets: StockTargets): void {
  for (const sku of world.listings) {
    const target = targets(sku);
    if (target.kind !== 'target' || target.quantity === world.shown.get(sku)) continue;
    takeTime(world, worker);
    world.shown.set(sku, target.quantity);
  }
}
