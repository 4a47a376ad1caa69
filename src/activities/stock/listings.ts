import type { CallOptions } from '../../ports/call.js';
import type { ListingReading, Marketplace } from '../../ports/marketplace.js';

/** All listings of the channel as one reading found them. */
export interface ReadListings {
  /** What is shown, by SKU. */
  readonly shown: Map<string, number>;
  /** SKUs of which two listings are live: nobody can tell which of them a figure is written to. */
  readonly listedTwice: ReadonlySet<string>;
  /** What cannot be read of a listing, by SKU. */
  readonly unreadable: Map<string, string>;
}

/** The key of listings without a SKU, so that they are seen. */
const NO_SKU = '(no SKU)';

/** Reads all listings of the channel. */
export async function readAllListings(
  marketplace: Pick<Marketplace, 'listListings'>,
  call: CallOptions,
): Promise<ReadListings> {
  const shown = new Map<string, number>();
  const listedTwice = new Set<string>();
  const unreadable = new Map<string, string>();
  let cursor: string | null = null;
  // The adapter bounds the number of its pages.
  do {
    const page = await marketplace.listListings(cursor, call);
    noteRows(page.rows, { shown, listedTwice, unreadable });
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { shown, listedTwice, unreadable };
}

/** The same row again on a later page only shows that rows have moved between the two readings. */
function noteRows(
  rows: readonly ListingReading[],
  { shown, listedTwice, unreadable }: ReadListings & { readonly listedTwice: Set<string> },
): void {
  const onThisPage = new Set<string>();
  for (const row of rows) {
    if (row.quantity === null) {
      unreadable.set(row.sku === '' ? NO_SKU : row.sku, row.what);
      continue;
    }
    const { sku, quantity } = row;
    const before = shown.get(sku);
    if (onThisPage.has(sku) || (before !== undefined && before !== quantity)) listedTwice.add(sku);
    onThisPage.add(sku);
    shown.set(sku, quantity);
  }
}
