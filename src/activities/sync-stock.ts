import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { SkuRule, StockedItem, StockRules } from '../domain/rules.js';
import { isNonEmpty } from '../domain/non-empty.js';
import { partsOf } from '../domain/sku-rules.js';
import { sellable, sellableKit } from '../domain/stock.js';
import { decideStock, type PendingRaise } from '../domain/stock-decision.js';
import type { SyncInventoryInput, SyncInventoryResult } from '../messages/sweeps.js';
import type { CallOptions } from '../ports/call.js';
import type { Listing, Marketplace } from '../ports/marketplace.js';
import type { OrderSystem } from '../ports/order-system.js';
import { listInFlight, listStartedSince, unitsBySku } from './in-flight.js';
import type { ListedOrder } from './open-orders.js';
import { runSweep } from './pause-connection.js';
import { resumeWalk, walkOn, type StockWalk } from './stock-walk.js';

/** One share of a comparison: finished, or to be called again when the quota allows. */
export type StockSyncPart =
  | { readonly kind: 'done'; readonly result: SyncInventoryResult }
  | { readonly kind: 'quota-spent'; readonly resumeAfterMs: number };

export interface StockSyncActivities {
  syncStock(input: SyncInventoryInput): Promise<StockSyncPart>;
}

export interface StockSyncDependencies {
  readonly marketplace: Marketplace;
  readonly orderSystem: OrderSystem;
  readonly skuRules: readonly SkuRule[];
  readonly stockRules: StockRules;
}

const PROBLEMS_NAMED_MAX = 50;

/** Makes the comparison of stock. What it remembers between runs (a walk, waiting raises) is safe to lose. */
export function createStockSync(dependencies: StockSyncDependencies): StockSyncActivities {
  const { marketplace, orderSystem } = dependencies;
  const raises = new Map<string, PendingRaise>();
  let walk: StockWalk | undefined;
  return {
    syncStock: (input) =>
      runSweep(input.connection, async (call) => {
        const { client } = Context.current();
        walk = resumeWalk(walk);
        // Listed before stock is read: an order delivered in between is then subtracted twice for a moment, never not at all.
        const before = await listInFlight(client, input.connection);
        const resumeAfterMs = await walkOn(walk, orderSystem, call);
        if (resumeAfterMs !== null) return { kind: 'quota-spent', resumeAfterMs };
        const { items, startedAt } = walk;
        walk = undefined;
        const after = await listInFlight(client, input.connection);
        const moved = await listMoved(client, { input, startedAt, before, after });
        await readAgain(items, moved, { ...dependencies, call });
        const targets = targetsOf([...items.values()], unitsBySku(after, dependencies.skuRules), dependencies);
        const listings = await readListings(marketplace, call);
        return {
          kind: 'done',
          result: await writeDifferences({ listings, targets, raises, input, marketplace, call }),
        };
      }),
  };
}

interface Moment {
  readonly input: SyncInventoryInput;
  readonly startedAt: string;
  readonly before: readonly ListedOrder[];
  readonly after: readonly ListedOrder[];
}

/** Orders whose stock the order system took over while it was being read: they may be in neither figure, or in both. */
async function listMoved(client: Client, { input, startedAt, before, after }: Moment): Promise<ListedOrder[]> {
  const stillInFlight = new Set(after.map((order) => order.orderId));
  const candidates = [...before, ...(await listStartedSince(client, input.connection, startedAt))];
  return candidates.filter((order) => !stillInFlight.has(order.orderId));
}

async function readAgain(
  items: Map<string, StockedItem>,
  moved: readonly ListedOrder[],
  { orderSystem, skuRules, call }: StockSyncDependencies & { readonly call: CallOptions },
): Promise<void> {
  const skus = new Set(unitsBySku(moved, skuRules).keys());
  const ids = [...items.values()].filter((item) => skus.has(item.sku)).map((item) => item.id);
  if (ids.length === 0) return;
  for (const item of await orderSystem.readItems(ids, call)) items.set(item.id, item);
}

/** What should be shown of a channel SKU; undefined when no single live item stands behind it. */
type Targets = (channelSku: string) => number | undefined;

function targetsOf(
  items: readonly StockedItem[],
  inFlight: ReadonlyMap<string, number>,
  { skuRules, stockRules }: StockSyncDependencies,
): Targets {
  const bySku = new Map<string, StockedItem[]>();
  for (const item of items) bySku.set(item.sku, [...(bySku.get(item.sku) ?? []), item]);
  const quantityOf = (sku: string): number | undefined => {
    const [item, ...others] = bySku.get(sku) ?? [];
    // Two live items with one SKU: never a guess.
    if (item === undefined || others.length > 0) return undefined;
    return sellable(item, stockRules, inFlight.get(sku) ?? 0).quantity;
  };
  return (channelSku) => {
    const parts = partsOf(channelSku, skuRules).map(({ sku, quantity }) => ({
      sku,
      needed: quantity,
      quantity: quantityOf(sku),
    }));
    const known = parts.flatMap(({ quantity, ...part }) => (quantity === undefined ? [] : [{ ...part, quantity }]));
    return known.length === parts.length && isNonEmpty(known) ? sellableKit(known).quantity : undefined;
  };
}

async function readListings(marketplace: Marketplace, call: CallOptions): Promise<Listing[]> {
  const listings = new Map<string, Listing>();
  let cursor: string | null = null;
  do {
    const page = await marketplace.listListings(cursor, call);
    for (const listing of page.rows) listings.set(listing.sku, listing);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return [...listings.values()];
}

interface Comparison {
  readonly listings: readonly Listing[];
  readonly targets: Targets;
  readonly raises: Map<string, PendingRaise>;
  readonly input: SyncInventoryInput;
  readonly marketplace: Marketplace;
  readonly call: CallOptions;
}

/** Decides each listing by itself and writes what differs; one refused SKU never stops the rest. */
async function writeDifferences(comparison: Comparison): Promise<SyncInventoryResult> {
  const { listings, targets, raises, input, marketplace, call } = comparison;
  const writes: (Listing & { readonly kind: 'lower' | 'raise' })[] = [];
  const unmatched: string[] = [];
  let waiting = 0;
  for (const { sku, quantity: shown } of listings) {
    const target = targets(sku);
    if (target === undefined) {
      unmatched.push(sku);
      continue;
    }
    const { raiseAfterMs } = input;
    const raise = raises.get(sku) ?? null;
    const decision = decideStock({ target, shown, raise, nowMs: Date.now(), raiseAfterMs });
    raises.delete(sku);
    if (decision === 'keep') continue;
    if ('wait' in decision) {
      raises.set(sku, decision.wait);
      waiting += 1;
    } else writes.push({ sku, quantity: decision.write, kind: decision.kind });
  }
  const results = await marketplace.setStock(
    writes.map(({ sku, quantity }) => ({ sku, quantity })),
    call,
  );
  const refused = results.flatMap((result) => (result.kind === 'refused' ? [result.sku] : []));
  const written = writes.filter((_, index) => results[index]?.kind === 'written');
  return {
    listings: listings.length,
    lowered: written.filter(({ kind }) => kind === 'lower').length,
    raised: written.filter(({ kind }) => kind === 'raise').length,
    waiting,
    unmatched: unmatched.length,
    refused: refused.length,
    problemSkus: [...unmatched, ...refused].slice(0, PROBLEMS_NAMED_MAX),
  };
}
