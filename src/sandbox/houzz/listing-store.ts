import type { SandboxState } from '../state.js';
import type { ListingFields } from './listing-fields.js';

export const LISTING_STATUSES = ['Active', 'Inactive', 'New', 'Rejected', 'Deleted'] as const;
export type ListingStatus = (typeof LISTING_STATUSES)[number];

/** One listing as the sandbox knows it. */
export type HouzzListing = {
  readonly sku: string;
  readonly productId: string;
  readonly title: string;
  readonly status: ListingStatus;
  readonly quantity: number;
  readonly price: string;
  readonly msrp: string | null;
  readonly leadTimeMin: number;
  readonly leadTimeMax: number;
  /** What addListing and updateListing wrote that has no column here, as it was written. */
  readonly fields?: ListingFields;
};

/** A listing of which nothing is known yet but whose it is. */
export function newListing(names: Pick<HouzzListing, 'sku' | 'productId'>): HouzzListing {
  const leadTimes = { leadTimeMin: 1, leadTimeMax: 3 };
  return {
    ...names,
    title: `Demo ${names.sku}`,
    status: 'Active',
    quantity: 0,
    price: '0.00',
    msrp: null,
    ...leadTimes,
  };
}

/** Which listings a reading wants, and which part of them. */
interface ListingPage {
  readonly status?: ListingStatus;
  readonly start: number;
  readonly count: number;
}

/** Houzz's listings by SKU, whatever its case. */
export interface ListingStore {
  get(sku: string): HouzzListing | undefined;
  put(listing: HouzzListing): void;
  /** A page of the listings in one status, or of all, in the order of their creation. */
  read(page: ListingPage): { readonly total: number; readonly listings: readonly HouzzListing[] };
}

/** Opens the listings inside a state. */
export function openListingStore(state: SandboxState): ListingStore {
  const table = state.table<HouzzListing>('houzz.listings');
  // A walk over many pages reads the same list again and again; only a new listing or another status changes who is on it.
  const skusByStatus = new Map<ListingStatus | 'any', readonly string[]>();
  const skusIn = (status: ListingStatus | undefined): readonly string[] => {
    const kept = skusByStatus.get(status ?? 'any');
    if (kept !== undefined) return kept;
    const found = [...table.values()].filter((listing) => status === undefined || listing.status === status);
    const skus = found.map((listing) => keyOfSku(listing.sku));
    skusByStatus.set(status ?? 'any', skus);
    return skus;
  };
  return {
    get: (sku) => table.get(keyOfSku(sku)),
    put(listing) {
      const key = keyOfSku(listing.sku);
      if (table.get(key)?.status !== listing.status) skusByStatus.clear();
      table.put(key, listing);
    },
    read({ status, start, count }) {
      const skus = skusIn(status);
      return { total: skus.length, listings: skus.slice(start, start + count).flatMap((sku) => table.get(sku) ?? []) };
    },
  };
}

function keyOfSku(sku: string): string {
  return sku.toUpperCase();
}
