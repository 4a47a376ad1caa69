import type { ConnectionConfig } from '../../config/config.js';
import type { Marketplace } from '../../ports/marketplace.js';
import { usageError } from '../command-error.js';
import { OFF, tryCheck, type CheckOf, type CheckRow } from './row.js';
import { wayRow } from './way.js';

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
  const [listing = null] = await marketplace.readListings([writeSku], {});
  if (listing === null) {
    const what = `Houzz lists no SKU ${writeSku}.`;
    throw usageError(`There is no SKU "${writeSku}".`, what, 'Name one exactly as Houzz shows it.');
  }
  const { sku, quantity } = listing;
  if (quantity === null) {
    const next = 'Mend the listing in Houzz, or name another SKU.';
    return { result: 'failed', detail: `the quantity of ${sku} cannot be read: ${listing.what}`, next };
  }
  const [write] = await marketplace.setStock([{ sku, quantity }], {});
  if (write?.kind === 'written') return { detail: `wrote ${quantity} back to ${sku}` };
  const detail = write?.what ?? 'no answer for this SKU';
  return { result: 'failed', detail, next: 'Ask Houzz for the right to update the inventory.' };
}
