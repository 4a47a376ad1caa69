import { itemId, type ItemId } from '../../domain/ids.js';
import type { StockedItem } from '../../domain/stock/item.js';
import type { CallOptions, CountedPage } from '../../ports/call.js';
import type { OrderSystem } from '../../ports/order-system.js';
import type { CallKind } from '../quota.js';
import { assertWithin, foreignCursor, inBatches, type ReadingBound } from '../paginate.js';
import { callName, readBy, type Query, type TradegeckoCalls } from './calls.js';
import type { CatalogueNews } from './catalogue-news.js';
import type { Catalogue, SkuMatch } from './catalogue.js';
import { PAGE_SIZE_MAX, readAllRows } from './pages.js';
import { variantsAnswer, type VariantsAnswer, type WireVariant } from './schemas.js';
import { isLive, readItem } from './translate.js';

const PATH = '/variants';
/** Long lists of ids end in a refused address; a hundred is well below what production clients have sent. */
const BATCH_SIZE = 100;
const CATALOGUE_BOUND: ReadingBound = { pages: 2_500, rows: 500_000 };

/** Everything that reads items; all of it fills the catalogue. */
export interface ItemReads extends Pick<OrderSystem, 'listItems' | 'findItems'> {
  /**
   * What SKUs stand for: from the catalogue; in one call for up to a hundred that it does not know, and in one call
   * where its changes were not read for some time.
   */
  match(skus: readonly string[], options: CallOptions): Promise<ReadonlyMap<string, SkuMatch>>;
}

interface Tools {
  readonly calls: TradegeckoCalls;
  readonly catalogue: Catalogue;
  readonly news: CatalogueNews;
  /** The walk under way, where this process has made it from its first page on. */
  walk: { readonly nextPage: number; readonly startedAtMs: number; readonly dropUnread: () => void } | undefined;
}

/** Makes the reads of items of one account. */
export function createItemReads(calls: TradegeckoCalls, catalogue: Catalogue, news: CatalogueNews): ItemReads {
  const tools: Tools = { calls, catalogue, news, walk: undefined };
  return {
    match: (skus, options) => matchSkus(tools, skus, options),
    findItems: (skus, options) => findItems(tools, skus, options),
    listItems: (cursor, options) => listItems(tools, cursor, options),
  };
}

const VARIANTS = { path: PATH, schema: variantsAnswer, rowsOf: (answer: VariantsAnswer) => answer.variants } as const;

async function matchSkus(
  { calls, catalogue, news }: Tools,
  skus: readonly string[],
  options: CallOptions,
): Promise<ReadonlyMap<string, SkuMatch>> {
  // Kept apart from the catalogue, which another call may change while this one waits.
  const matches = new Map(skus.map((sku) => [sku, catalogue.match(sku)]));
  // Several may be one live item and an archived one that is still remembered, so those are asked for as well.
  const unknown = skus.filter((sku) => matches.get(sku)?.kind !== 'one');
  if (unknown.length === 0) {
    // The news or a look-up, never both: a delivery makes three calls at most. So what the news says stands.
    const changed = await news.read(options);
    if (changed !== null) takeIn(changed, catalogue);
    return changed === null ? matches : new Map(skus.map((sku) => [sku, catalogue.match(sku)]));
  }
  news.begun(Date.now());
  for (const batch of inBatches(unknown, BATCH_SIZE)) {
    await askFor({ calls, catalogue }, { batch, kind: 'ordinary' }, options);
    for (const sku of batch) matches.set(sku, catalogue.match(sku));
  }
  return matches;
}

/** Has the catalogue hold what stands behind some SKUs now, and gives it, with what else the filter found. */
async function askFor(
  { calls, catalogue }: Pick<Tools, 'calls' | 'catalogue'>,
  { batch, kind }: { readonly batch: readonly string[]; readonly kind: CallKind },
  options: CallOptions,
): Promise<readonly StockedItem[]> {
  const query = batch.map((sku) => ['sku[]', sku] as const);
  const variants = await readAllRows(calls, { ...VARIANTS, query, kind }, options);
  const items = variants.filter(isLive).map(readItem);
  // The answer is all there is of these SKUs; what the catalogue knew of them besides is gone or archived.
  catalogue.forget(batch);
  catalogue.put(items);
  return items;
}

async function findItems(tools: Tools, skus: readonly string[], options: CallOptions): Promise<readonly StockedItem[]> {
  const items: StockedItem[] = [];
  for (const batch of inBatches(skus, BATCH_SIZE)) {
    const found = await askFor(tools, { batch, kind: 'walk' }, options);
    // The filter may find SKUs that only hold the one asked for.
    items.push(...found.filter(({ sku }) => batch.includes(sku)));
  }
  return items;
}

/** Oldest first, so that an item made during the walk stands behind it and moves no page. */
async function listItems(tools: Tools, cursor: string | null, options: CallOptions): Promise<CountedPage<StockedItem>> {
  const call = callName('GET', PATH);
  if (cursor !== null && !/^[1-9]\d{0,4}$/.test(cursor)) throw foreignCursor(call);
  const page = Number(cursor ?? '1');
  assertWithin(CATALOGUE_BOUND, { pages: page - 1, rows: (page - 1) * PAGE_SIZE_MAX }, call);
  const query: Query = [
    ['order', 'created_at asc'],
    ['limit', String(PAGE_SIZE_MAX)],
    ['page', String(page)],
  ];
  const walk =
    page === 1 ? { nextPage: 1, startedAtMs: Date.now(), dropUnread: tools.catalogue.beginWalk() } : tools.walk;
  const answer = await tools.calls.get({ path: PATH, query, kind: 'long-walk' }, options);
  const { variants } = readBy(variantsAnswer, answer.json, call);
  const rows = takeIn(variants, tools.catalogue);
  const isEnd = variants.length === 0 || answer.isLastPage === true;
  const isUnbroken = walk?.nextPage === page;
  // Archived items leave the list without a word; only a whole walk shows that they are gone.
  if (isEnd && isUnbroken) {
    walk.dropUnread();
    tools.news.inStep(walk.startedAtMs);
  }
  tools.walk = isEnd || !isUnbroken ? undefined : { ...walk, nextPage: page + 1 };
  return { rows, nextCursor: isEnd ? null : String(page + 1), total: answer.total };
}

/** Reads variants, and keeps the catalogue in step: live ones in, all others out. */
function takeIn(variants: readonly WireVariant[], catalogue: Catalogue): readonly StockedItem[] {
  const items = variants.filter(isLive).map(readItem);
  const gone: readonly ItemId[] = variants.filter((variant) => !isLive(variant)).map((variant) => itemId(variant.id));
  catalogue.put(items);
  catalogue.drop(gone);
  return items;
}
