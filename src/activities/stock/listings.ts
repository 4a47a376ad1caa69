import type { CallOptions } from '../../ports/call.js';
import type { Listing, Marketplace } from '../../ports/marketplace.js';

/** All listings of the channel as one reading found them. */
export interface ReadListings {
  /** What is shown, by SKU. */
  readonly shown: Map<string, number>;
  /** SKUs of which two listings are live: nobody can tell which of them a figure is written to. */
  readonly listedTwice: ReadonlySet<string>;
}

/** Reads all listings of the channel. */
export async function readAllListings(
  marketplace: Pick<Marketplace, 'listListings'>,
  call: CallOptions,
): Promise<ReadListings> {
  const shown = new Map<string, number>();
  const listedTwice = new Set<string>();
  let cursor: string | null = null;
  // The adapter bounds the number of its pages.
  do {
    const page = await marketplace.listListings(cursor, call);
    noteRows(page.rows, shown, listedTwice);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { shown, listedTwice };
}

/** The same row again on a later page only shows that rows have moved between the two readings. */
function noteRows(rows: readonly Listing[], shown: Map<string, number>, listedTwice: Set<string>): void {
  const onThisPage = new Set<string>();
  for (const { sku, quantity } of rows) {
    const before = shown.get(sku);
    if (onThisPage.has(sku) || (before !== undefined && before !== quantity)) listedTwice.add(sku);
    onThisPage.add(sku);
    shown.set(sku, quantity);
  }
}
