import { settleOrders, unitsByChannelSku, unitsBySku, type StockOrders } from '../../src/activities/stock/in-flight.js';
import type { ListedOrder } from '../../src/activities/open-orders.js';
import { channelOrderId, itemId, salesOrderId } from '../../src/domain/ids.js';
import type { StockedItem } from '../../src/domain/stock/item.js';
import type { StockRulebook } from '../../src/domain/stock/rules.js';
import type { StockClock } from '../../src/domain/stock/clock.js';
import { decideStock } from '../../src/domain/stock/decision.js';
import {
  firstSight,
  forgetOldFalls,
  hiddenBySku,
  movedPart,
  noteShown,
  noteWritten,
  type ListingMemory,
} from '../../src/domain/stock/memory.js';
import { stockRulebook } from '../../src/domain/stock/rules.js';
import { targetsOf, type StockTargets } from '../../src/domain/stock/targets.js';
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

/** One comparison as the activity makes it, every reading at a moment of its own. */
export async function compareStock(world: World, worker: Worker): Promise<void> {
  const knownAt = world.minute;
  const trustedMs = msOf(world.sweptAt);
  const before = listOrders(world, worker.since);
  takeTime(world, worker);
  const items = readItems(world);
  takeTime(world, worker);
  const orders = await settleOrders(
    before,
    () => {
      takeTime(world, worker);
      return Promise.resolve(listOrders(world, worker.since));
    },
    (_now, left) => {
      if (left.length === 0) return Promise.resolve(false);
      takeTime(world, worker);
      const fresh = readItems(world);
      for (const sku of unitsBySku(left, SKU_RULES).keys()) items.set(sku, fresh.get(sku) ?? NO_ITEM);
      return Promise.resolve(true);
    },
  );
  worker.since = orders.latest;
  takeTime(world, worker);
  const clockAt = (): StockClock => ({
    nowMs: msOf(world.minute),
    trustedMs,
    raiseAfterMs: msOf(world.plan.raiseAfter),
  });
  const figures = { items: items.values(), inFlight: unitsBySku(orders.inFlight, SKU_RULES), skuRules: SKU_RULES };
  const hidden = worker.isNaive ? () => 0 : hiddenBySku(worker.memory, SKU_RULES);
  const targets = targetsOf({ ...figures, hidden, rulebook: worker.rulebook });
  if (worker.isNaive) writeNaively(world, worker, targets);
  else {
    noteReadings(world, worker, {
      imported: unitsByChannelSku(orders.imported),
      cancelled: unitsByChannelSku(orders.cancelled),
      targets,
      clock: clockAt(),
    });
    writeOurs(world, worker, { targets, clockAt });
  }
  for (const sku of world.listings) world.decidedOn.set(sku, knownAt);
}

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
function listOrders({ orders, active }: World, since: string): StockOrders {
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

interface Reading {
  readonly imported: ReadonlyMap<string, number>;
  readonly cancelled: ReadonlyMap<string, number>;
  readonly targets: StockTargets;
  readonly clock: StockClock;
}

/** All listings are read and noted before the first is decided: a fall of one hides the goods of others. */
function noteReadings(world: World, { memory }: Worker, { imported, cancelled, targets, clock }: Reading): void {
  const { nowMs } = clock;
  for (const sku of world.listings) {
    const known = memory.get(sku);
    const shown = world.shown.get(sku) ?? 0;
    const target = targets(sku);
    const sellable = target.kind === 'target' ? target.quantityWithoutHidden : 0;
    const noted =
      known === undefined
        ? firstSight({ shown, sellable, nowMs })
        : noteShown(known, { shown, imported: imported.get(sku) ?? 0, cancelled: cancelled.get(sku) ?? 0, nowMs });
    memory.set(sku, forgetOldFalls(noted, clock));
  }
}

interface Deciding {
  readonly targets: StockTargets;
  readonly clockAt: () => StockClock;
}

function writeOurs(world: World, worker: Worker, { targets, clockAt }: Deciding): void {
  const { memory } = worker;
  const decide = (sku: string, listing: ListingMemory) => {
    const target = targets(sku);
    if (target.kind !== 'target') throw new Error(`${sku} has no target.`);
    const { quantity, quantityWithoutHidden } = target;
    const { shown, raise } = listing;
    return decideStock({ quantity, quantityWithoutHidden, shown, raise, clock: clockAt() });
  };
  for (const sku of world.listings) {
    const listing = memory.get(sku);
    if (listing === undefined) continue;
    const decision = decide(sku, listing);
    if (decision.kind === 'keep') {
      memory.set(sku, { ...listing, raise: decision.raise });
      continue;
    }
    takeTime(world, worker);
    const fresh = noteShown(listing, {
      shown: world.shown.get(sku) ?? 0,
      imported: 0,
      cancelled: 0,
      nowMs: msOf(world.minute),
    });
    memory.set(sku, fresh);
    const again = decide(sku, fresh);
    if (again.kind !== 'keep') world.shown.set(sku, again.write);
    const written = again.kind === 'keep' ? fresh : noteWritten(fresh, again.write);
    memory.set(sku, { ...written, raise: again.raise });
  }
}

function writeNaively(world: World, worker: Worker, targets: StockTargets): void {
  for (const sku of world.listings) {
    const target = targets(sku);
    if (target.kind !== 'target' || target.quantity === world.shown.get(sku)) continue;
    takeTime(world, worker);
    world.shown.set(sku, target.quantity);
  }
}
