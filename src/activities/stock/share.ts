import { Context } from '@temporalio/activity';
import type { GuardFinding } from '../../domain/stock/guard.js';
import type { StockBookmark, StockTallies, SyncInventoryInput } from '../../messages/sweeps.js';
import type { CallOptions } from '../../ports/call.js';
import type { Marketplace } from '../../ports/marketplace.js';
import type { OrderSystem } from '../../ports/order-system.js';
import { noteReadings, type ComparisonRules } from './compare.js';
import { listStockOrders } from './in-flight.js';
import { takePicture, type StockPicture } from './read.js';
import type { OpenedMemory, RunListings, StockKeeper } from './keeper.js';
import { readAllListings } from './listings.js';
import type { SkuIndex } from './skus.js';
import { walkShare, type WalkedShare } from './walk.js';

/** The argument of one share of a comparison. */
export interface StockShareInput extends SyncInventoryInput {
  /** Where the share begins; null at the first. */
  readonly cursor: string | null;
  /** What the shares before have done. */
  readonly tallies: StockTallies;
  /** What the last share left, of this comparison or of the one before; null for the very first. */
  readonly bookmark: StockBookmark | null;
  /** A finding of the guard that a person has accepted, less what was emptied by it in this run; null for none. */
  readonly accepted: GuardFinding | null;
}

/** Everything that one share works with. */
export interface StockShare extends ComparisonRules {
  readonly marketplace: Marketplace;
  readonly orderSystem: OrderSystem;
  readonly skuIndex: SkuIndex;
  readonly keeper: StockKeeper;
  readonly input: StockShareInput;
  readonly call: CallOptions;
}

/** What one share has read. */
export interface ReadShare {
  readonly walked: WalkedShare;
  readonly picture: StockPicture;
  readonly listings: RunListings;
  /** The SKUs of the channel that this share compares. */
  readonly skus: ReadonlySet<string>;
}

/** Reads what one share compares: stock and orders of one moment, then what the channel shows, noted in the memory. */
export async function readShare(share: StockShare, { memory, since }: OpenedMemory): Promise<ReadShare> {
  const { input, orderSystem, skuIndex, call } = share;
  const { client } = Context.current();
  const drafts = input.createsDrafts ? orderSystem : null;
  const listOrders = () => listStockOrders({ client, connection: input.connection, since, drafts }, call);
  const before = await listOrders();
  const walked = await walkShare(orderSystem, input.cursor, call);
  const channelSkus = walked.items.flatMap(({ sku }) => skuIndex.ledBy(sku));
  const sources = { listOrders, orderSystem, skuIndex, call };
  const picture = await takePicture(sources, { before, items: walked.items, channelSkus });
  const listings = await readShown(share, picture, memory);
  const skus = new Set([...channelSkus, ...picture.movedSkus, ...leftOver(walked, listings, channelSkus)]);
  return { walked, picture, listings, skus };
}

/** Reads all listings once in a run and process; after that only those that an imported order may have moved. */
async function readShown(
  { keeper, marketplace, input, call }: StockShare,
  picture: StockPicture,
  memory: OpenedMemory['memory'],
): Promise<RunListings> {
  const runId = Context.current().info.workflowExecution?.runId ?? '';
  const known = keeper.listings(runId);
  if (known !== undefined) {
    const skus = [...picture.movedSkus].filter((sku) => known.shown.has(sku));
    const readings = await marketplace.readListings(skus, call);
    const found: [sku: string, quantity: number][] = [];
    for (const reading of readings) {
      if (reading === null) continue;
      if (reading.quantity === null) known.unreadable.set(reading.sku, reading.what);
      else found.push([reading.sku, reading.quantity]);
    }
    for (const [sku, quantity] of found) known.shown.set(sku, quantity);
    noteReadings(memory, found, picture);
    return known;
  }
  const read = await readAllListings(marketplace, call);
  for (const sku of memory.keys()) if (!read.shown.has(sku) && !read.unreadable.has(sku)) memory.delete(sku);
  noteReadings(memory, read.shown, picture);
  const listings = { ...read, runId, compared: new Set<string>(), isWhole: input.cursor === null };
  keeper.keepListings(listings);
  return listings;
}

/** At the end of a whole walk: the listings behind which no item was found, and those without a readable SKU. */
function leftOver(walked: WalkedShare, listings: RunListings, channelSkus: readonly string[]): readonly string[] {
  if (!walked.isEnd || !listings.isWhole) return [];
  const compared = new Set(channelSkus);
  const listed = [...listings.shown.keys(), ...listings.unreadable.keys()];
  return listed.filter((sku) => !compared.has(sku) && !listings.compared.has(sku));
}
