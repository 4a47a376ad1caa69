import type { ConnectionConfig } from '../../config/config.js';
import type { Listing, Marketplace } from '../../ports/marketplace.js';
import { usageError } from '../command-error.js';
import { OFF, tryCheck, type CheckOf, type CheckRow } from './row.js';
import { wayRow } from './way.js';

const PAGES_MAX = 200;

/** Tries the rights that Houzz granted. Stock is written only for a SKU that the operator names. */
export async function checkHouzz(
  { id, houzz }: ConnectionConfig,
  marketplace: Marketplace,
  writeSku: string | undefined,
): Promise<readonly CheckRow[]> {
  const of: CheckOf = { connection: id, subject: 'Houzz' };
  const { processOrders, updateInventory } = houzz.permissions;
  const orders = async (): Promise<Partial<CheckRow> & { detail: string }> => {
    await marketplace.checkCredentials({});
    return { detail: `${houzz.userName} may read orders at ${houzz.baseUrl}` };
  };
  const listings = async (): Promise<{ detail: string }> => {
    const { rows } = await marketplace.listListings(null, {});
    return { detail: `${rows.length} listings on the first page` };
  };
  const inventoryOff = updateInventory ? undefined : OFF;
  return [
    wayRow(of, houzz),
    await tryCheck(of, 'read orders', processOrders ? orders : async () => OFF),
    await tryCheck(of, 'read listings', async () => inventoryOff ?? (await listings())),
    await tryCheck(of, 'write stock', async () => inventoryOff ?? (await tryWrite(marketplace, writeSku))),
  ];
}

async function tryWrite(
  marketplace: Marketplace,
  writeSku: string | undefined,
): Promise<Partial<CheckRow> & { detail: string }> {
  if (writeSku === undefined) {
    return {
      result: 'not tried',
      detail: 'it would change the shop',
      next: 'Name a SKU with --write-sku: its own quantity is written back.',
    };
  }
  const listing = await findListing(marketplace, writeSku);
  const [write] = await marketplace.setStock([listing], {});
  if (write?.kind === 'written') return { detail: `wrote ${listing.quantity} back to ${writeSku}` };
  const detail = write?.what ?? 'no answer for this SKU';
  return { result: 'failed', detail, next: 'Ask Houzz for the right to update the inventory.' };
}

async function findListing(marketplace: Marketplace, sku: string): Promise<Listing> {
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { rows, nextCursor } = await marketplace.listListings(cursor, {});
    const listing = rows.find((row) => row.sku === sku);
    if (listing !== undefined) return listing;
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  throw usageError(`There is no SKU "${sku}".`, `Houzz lists no SKU ${sku}.`, 'Name one exactly as Houzz shows it.');
}
