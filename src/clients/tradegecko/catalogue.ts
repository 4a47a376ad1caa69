import type { ItemId } from '../../domain/ids.js';
import type { StockedItem } from '../../domain/stock/item.js';

/** What a SKU stands for in the catalogue. */
export type SkuMatch =
  | { readonly kind: 'one'; readonly item: StockedItem }
  | { readonly kind: 'several'; readonly items: readonly StockedItem[] }
  | { readonly kind: 'none' };

/** The live items of one account in memory, by SKU; filled by whatever reads items. */
export interface Catalogue {
  match(sku: string): SkuMatch;
  /** A known SKU for each that differs from it only in case, spaces, accents' coding or leading zeros. */
  near(skus: readonly string[]): ReadonlyMap<string, string>;
  /** Takes items in as they are now. */
  put(items: readonly StockedItem[]): void;
  /** Forgets items that are no longer there, or no longer live. */
  drop(ids: readonly ItemId[]): void;
  /** Forgets what SKUs stand for, so that they are asked for again. */
  forget(skus: readonly string[]): void;
  /** Begins a walk over all items; what it returns drops those that nothing has read since. */
  beginWalk(): () => void;
}

/** What people and spreadsheets change about a SKU without meaning another. */
function foldSku(sku: string): string {
  return sku.normalize('NFKC').toLowerCase().replace(/\s+/gu, '').replace(/^0+/, '');
}

function nearAmong(knownSkus: Iterable<string>, skus: readonly string[]): ReadonlyMap<string, string> {
  const known = new Map(Array.from(knownSkus, (sku) => [foldSku(sku), sku] as const));
  const near = skus.map((sku) => [sku, known.get(foldSku(sku))] as const);
  return new Map(near.flatMap(([sku, other]) => (other === undefined || other === sku ? [] : [[sku, other] as const])));
}

/** Makes an empty catalogue. */
export function createCatalogue(): Catalogue {
  const items = new Map<ItemId, StockedItem>();
  const idsOfSku = new Map<string, Set<ItemId>>();
  const readInWalk = new Map<ItemId, number>();
  let walks = 0;

  const drop = (id: ItemId): void => {
    const sku = items.get(id)?.sku;
    items.delete(id);
    readInWalk.delete(id);
    if (sku === undefined) return;
    const ids = idsOfSku.get(sku);
    ids?.delete(id);
    if (ids?.size === 0) idsOfSku.delete(sku);
  };
  const put = (item: StockedItem): void => {
    // The item may have had another SKU before.
    drop(item.id);
    items.set(item.id, item);
    readInWalk.set(item.id, walks);
    const ids = idsOfSku.get(item.sku) ?? new Set();
    idsOfSku.set(item.sku, ids.add(item.id));
  };

  return {
    match(sku) {
      const found = [...(idsOfSku.get(sku) ?? [])].flatMap((id) => items.get(id) ?? []);
      const [item] = found;
      if (item === undefined) return { kind: 'none' };
      return found.length === 1 ? { kind: 'one', item } : { kind: 'several', items: found };
    },
    near: (skus) => nearAmong(idsOfSku.keys(), skus),
    put(list) {
      for (const item of list) put(item);
    },
    drop(ids) {
      for (const id of ids) drop(id);
    },
    forget(skus) {
      for (const sku of skus) for (const id of idsOfSku.get(sku) ?? []) drop(id);
    },
    beginWalk() {
      walks += 1;
      const walk = walks;
      return () => {
        for (const [id, readIn] of readInWalk) if (readIn < walk) drop(id);
      };
    },
  };
}
