import type { SandboxControl } from '../../sandbox/control/client.js';
import { PRIMARY_LOCATION_ID } from '../../sandbox/tradegecko/service.js';
import { readVariants } from './documents.js';
import { channelPrice, GOODS, LISTED_SKUS } from './goods.js';

/** Far from the truth on purpose: the first comparison of stock has to mend it. */
const FIRST_SHOWN = 5;

/** Puts the goods into both services, as far as they are not there yet. */
export async function fillShelves(control: SandboxControl): Promise<void> {
  const known = new Set(readVariants(await control.tradegecko.variants()).map(({ sku }) => sku));
  for (const { sku, price, onHand, maxOnline, isCounted = true } of GOODS.filter((good) => !known.has(good.sku))) {
    await control.tradegecko.putVariant(sku, {
      price,
      manage_stock: isCounted,
      ...(isCounted ? { stock: { [String(PRIMARY_LOCATION_ID)]: onHand } } : {}),
      ...(maxOnline === undefined ? {} : { max_online: maxOnline }),
    });
  }
  const listed = new Set((await control.houzz.listings()).map(({ sku }) => sku));
  for (const sku of LISTED_SKUS.filter((one) => !listed.has(one))) {
    await control.houzz.putListing(sku, { quantity: FIRST_SHOWN, price: channelPrice(sku) });
  }
}
