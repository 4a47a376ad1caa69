import { Context } from '@temporalio/activity';
import type { ListingMemory } from '../../domain/stock/memory.js';
import type {
  InspectedShare,
  InspectShareInput,
  InspectSkuInput,
  SkuInspection,
  StockDifferences,
} from '../../messages/stock-inspection.js';
import { NO_TALLIES } from '../../messages/sweeps.js';
import type { CallOptions } from '../../ports/call.js';
import { compareListing, noteReadings, prepareComparison, type ListingRow } from './compare.js';
import { countPlans, describeSku, differenceOf } from './describe.js';
import { listStockOrders } from './in-flight.js';
import { readLastComparison } from './last-comparison.js';
import { takePicture } from './read.js';
import { runActivity } from '../run-activity.js';
import { readClock } from './clock.js';
import { createStockKeeper } from './keeper.js';
import type { ReadListings } from './listings.js';
import { readShare, type StockShare } from './share.js';
import { createSkuIndex } from './skus.js';
import { isCompared } from './tallies.js';
import { findGuarded } from './sync.js';

/** Looks at the stock that write nothing and keep nothing, on the code of the comparison itself. */
export interface StockInspectionActivities {
  inspectSku(input: InspectSkuInput): Promise<SkuInspection>;
  inspectShare(input: InspectShareInput): Promise<InspectedShare>;
}

type Tools = Omit<StockShare, 'input' | 'keeper' | 'call'>;

/** Makes the looks at the stock of one connection. */
export function createStockInspection(dependencies: Omit<Tools, 'skuIndex'>): StockInspectionActivities {
  const tools = { ...dependencies, skuIndex: createSkuIndex(dependencies.skuRules) };
  // Never the comparison's own: what a look reads must not pass for what a comparison has seen.
  let keeper = createStockKeeper();
  return {
    inspectSku: (input) => runActivity('any-cancel', (call) => inspectSku(input, tools, call)),
    inspectShare: (input) =>
      runActivity('any-cancel', (call) => {
        if (input.cursor === null) keeper = createStockKeeper();
        return inspectShare(input, { ...tools, keeper, call });
      }),
  };
}

async function inspectSku(
  { comparison: input, sku }: InspectSkuInput,
  tools: Tools,
  call: CallOptions,
): Promise<SkuInspection> {
  const { client } = Context.current();
  const { marketplace, orderSystem, skuIndex } = tools;
  const { connection, createsDrafts } = input;
  const last = await readLastComparison(client, connection);
  const clock = await readClock(client, input);
  const { memory, since } = createStockKeeper().open(last?.bookmark ?? null);
  const drafts = createsDrafts ? orderSystem : null;
  const listOrders = () => listStockOrders({ client, connection, since, drafts }, call);
  const beginning = { before: await listOrders(), items: [], channelSkus: [sku] };
  const picture = await takePicture({ listOrders, orderSystem, skuIndex, call }, beginning);
  const [listing] = await marketplace.readListings([sku], call);
  const shown = new Map<string, number>();
  const unreadable = new Map<string, string>();
  if (listing?.quantity === null) unreadable.set(sku, listing.what);
  else if (listing !== null && listing !== undefined) shown.set(sku, listing.quantity);
  noteReadings(memory, shown, picture);
  if (last !== undefined) assumeUnmoved(memory, shown);
  const listings = { shown, listedTwice: new Set<string>(), unreadable };
  const comparison = prepareComparison(picture, tools, { memory, listings, clock });
  const row = compareListing(comparison, sku);
  return describeSku({ sku, row, comparison, picture, skuIndex, skuRules: tools.skuRules, last });
}

/** What a comparison left out of its result has not moved: only the first comparison of all sees listings anew. */
function assumeUnmoved(memory: Map<string, ListingMemory>, shown: ReadonlyMap<string, number>): void {
  for (const [sku, quantity] of shown) {
    if (!memory.has(sku)) memory.set(sku, { shown: quantity, gap: null, falls: [], raise: null });
  }
}

async function inspectShare(
  { comparison: asked, cursor, itemsBefore, rowsMax }: InspectShareInput,
  tools: Omit<StockShare, 'input'>,
): Promise<InspectedShare> {
  const { client } = Context.current();
  const last = await readLastComparison(client, asked.connection);
  const bookmark = last?.bookmark ?? null;
  const tallies = { ...NO_TALLIES, items: itemsBefore };
  const share: StockShare = { ...tools, input: { ...asked, cursor, bookmark, tallies, accepted: null } };
  const clock = await readClock(client, asked);
  const opened = tools.keeper.open(bookmark);
  const read = await readShare(share, opened);
  if (last !== undefined) assumeUnmoved(opened.memory, read.listings.shown);
  const since = read.picture.orders.latest;
  if (bookmark !== null) tools.keeper.keep({ ...opened, since });
  const comparison = prepareComparison(read.picture, tools, { ...opened, listings: read.listings, clock });
  const rows = [...read.skus].flatMap((sku) => compareListing(comparison, sku) ?? []);
  for (const sku of read.skus) read.listings.compared.add(sku);
  const { walked } = read;
  return {
    differences: {
      ...listed(rows, read.listings, rowsMax),
      kind: 'differences',
      listings: read.listings.shown.size,
      items: walked.items.length,
      isWhole: read.listings.isWhole,
      guard: findGuarded(share, read, rows.filter(isCompared)),
      readAt: new Date(clock.nowMs).toISOString(),
    },
    isEnd: walked.isEnd,
    cursor: walked.nextCursor,
    resumeAfterMs: walked.resumeAfterMs,
    itemsTotal: walked.total,
  };
}

function listed(
  rows: readonly ListingRow[],
  listings: ReadListings,
  max: number,
): Pick<StockDifferences, 'counts' | 'rows' | 'left'> {
  const differing = rows.flatMap((row) => differenceOf(row, listings) ?? []);
  return { counts: countPlans(rows), rows: differing.slice(0, max), left: Math.max(0, differing.length - max) };
}
