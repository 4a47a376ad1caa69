import type { StockedItem } from '../../domain/stock/item.js';
import type { CallOptions } from '../../ports/call.js';
import type { OrderSystem } from '../../ports/order-system.js';
import { settleOrders, type StockOrders } from './in-flight.js';
import type { ListedOrder } from '../open-orders.js';
import type { SkuIndex } from './skus.js';

/** Where stock is read from. */
export interface StockSources {
  /** Lists the orders as they are at the moment of the call. */
  readonly listOrders: () => Promise<StockOrders>;
  readonly orderSystem: Pick<OrderSystem, 'findItems'>;
  readonly skuIndex: SkuIndex;
  readonly call: CallOptions;
}

/** What a picture is made of. */
export interface PictureBeginning {
  /** The orders, listed before any stock was read: whoever left flight since then is read again. */
  readonly before: StockOrders;
  /** The items read so far: of each SKU all or none. */
  readonly items: readonly StockedItem[];
  /** SKUs of the channel that the picture has to show; what stands behind them is read where it was not. */
  readonly channelSkus: readonly string[];
}

/** Stock and orders as they stood at one moment. */
export interface StockPicture {
  readonly orders: StockOrders;
  /** The items that carry a SKU, by SKU; none for one that was asked for and is unknown. */
  readonly itemsBySku: ReadonlyMap<string, readonly StockedItem[]>;
  /** SKUs of the channel whose figure the orders imported or cancelled since the last comparison may have changed. */
  readonly movedSkus: ReadonlySet<string>;
}

/** Completes a picture of stock and orders in which each order is counted once. */
export async function takePicture(sources: StockSources, beginning: PictureBeginning): Promise<StockPicture> {
  const { skuIndex, orderSystem, call } = sources;
  const itemsBySku = bySku(beginning.items);
  const read = async (skus: readonly string[]): Promise<void> => {
    for (const [sku, found] of bySku(await orderSystem.findItems(skus, call), skus)) itemsBySku.set(sku, found);
  };
  const unreadOf = (channelSkus: Iterable<string>): string[] =>
    partsOf(channelSkus, skuIndex).filter((sku) => !itemsBySku.has(sku));

  await read(unreadOf(beginning.channelSkus));
  const orders = await settleOrders(beginning.before, sources.listOrders, async (now, left) => {
    const skus = new Set([...partsOf(left.flatMap(channelSkusIn), skuIndex), ...unreadOf(movedBy(now, skuIndex))]);
    await read([...skus]);
    return skus.size > 0;
  });
  return { orders, itemsBySku, movedSkus: movedBy(orders, skuIndex) };
}

function partsOf(channelSkus: Iterable<string>, skuIndex: SkuIndex): string[] {
  return [...new Set([...channelSkus].flatMap((sku) => skuIndex.partSkusOf(sku)))];
}

function bySku(items: readonly StockedItem[], asked: readonly string[] = []): Map<string, readonly StockedItem[]> {
  const groups = new Map<string, readonly StockedItem[]>(asked.map((sku) => [sku, []]));
  // By id, because a list that moves while it is walked shows the same item on two pages.
  for (const item of new Map(items.map((one) => [one.id, one])).values()) {
    groups.set(item.sku, [...(groups.get(item.sku) ?? []), item]);
  }
  return groups;
}

function channelSkusIn({ memo }: ListedOrder): string[] {
  return memo.lines.map(({ sku }) => sku);
}

/** An order moves its own SKUs, and with them all that share a part with one of them. */
function movedBy({ imported, cancelled }: StockOrders, skuIndex: SkuIndex): ReadonlySet<string> {
  const parts = partsOf([...imported, ...cancelled].flatMap(channelSkusIn), skuIndex);
  return new Set(parts.flatMap((sku) => skuIndex.channelSkusOf(sku)));
}
