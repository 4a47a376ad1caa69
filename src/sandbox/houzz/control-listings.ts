import { type JsonRecord, readCount, readOptionalText, readRecord, readWord } from '../control/input.js';
import type { ControlRoute } from '../service.js';
import type { Json } from '../state.js';
import type { HouzzDesk } from './desk.js';
import { LISTING_STATUSES, newListing, type HouzzListing } from './listing-store.js';
import { readMoney } from './place-order.js';
import { nextProductId } from './product-ids.js';
import { setQuantity } from './stock.js';

/** What the seller does with listings in the web screens. */
export function listingControlRoutes(desk: HouzzDesk): readonly ControlRoute[] {
  const path = '/_sandbox/houzz/listings';
  return [
    { method: 'PUT', path: `${path}/:sku`, handle: ({ params, body }) => putListing(desk, params, body) },
    { method: 'GET', path, handle: () => ({ listings: desk.listings.read({ start: 0, count: Infinity }).listings }) },
  ];
}

function putListing(desk: HouzzDesk, params: Readonly<Record<string, string>>, body: Json): Json {
  const sku = params['sku'] ?? '';
  const record = readRecord(body, 'The body');
  const known = desk.listings.get(sku);
  const edited = editListing(known ?? demoListing(desk, sku), record);
  const quantity = record['quantity'] === undefined ? edited.quantity : readCount(record, 'quantity');
  desk.listings.put(edited);
  const about = { service: 'houzz', by: 'control', subject: edited.sku } as const;
  const { status, price } = edited;
  desk.world.ledger.effect({
    ...about,
    effect: 'listing.set',
    details: { status, price, created: known === undefined },
  });
  if (quantity !== edited.quantity) setQuantity(desk, edited, { quantity, by: 'control' });
  return { ...edited, quantity };
}

function demoListing(desk: HouzzDesk, sku: string): HouzzListing {
  return { ...newListing({ sku, productId: nextProductId(desk) }), price: '10.00' };
}

function editListing(listing: HouzzListing, record: JsonRecord): HouzzListing {
  return {
    ...listing,
    title: readOptionalText(record, 'title') ?? listing.title,
    price: record['price'] === undefined ? listing.price : readMoney(record, 'price'),
    status: record['status'] === undefined ? listing.status : readWord(record, 'status', LISTING_STATUSES),
  };
}
