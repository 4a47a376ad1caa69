import type { HouzzCall, HouzzDesk } from './desk.js';
import type { WireRecord } from './envelope.js';
import { LISTING_STATUSES, type HouzzListing, type ListingStatus } from './listing-store.js';
import { centsOf, moneyOf } from './money.js';
import { HouzzRefusal } from './refusal.js';
import { setQuantity } from './stock.js';

/** `updateInventory`: one SKU a call; fields that are left out keep their value. */
export function updateInventory(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const action = call.fields.get('Action') ?? '';
  if (action.toLowerCase() !== 'update') throw new HouzzRefusal('invalid-request', 'Action must be update.');
  const quantity = readWholeNumber(call, 'Quantity');
  const edits = readEdits(call);
  const listing = findListing(desk, call.fields.get('SKU') ?? '');
  if (listing === undefined) {
    if (desk.reading('houzz.update-of-unknown-sku') === 'ignored') return {};
    throw new HouzzRefusal('not-found', 'There is no listing with this SKU.');
  }
  const edited = { ...listing, ...edits };
  if (Object.keys(edits).length > 0) {
    desk.listings.put(edited);
    const about = { service: 'houzz', by: 'call', subject: listing.sku } as const;
    desk.world.ledger.effect({ ...about, effect: 'listing.set', details: { ...edits } });
  }
  if (quantity !== undefined) setQuantity(desk, edited, { quantity, by: 'call' });
  return {};
}

/** A listing by its SKU, whatever its case unless the switch says otherwise. */
export function findListing(desk: HouzzDesk, sku: string): HouzzListing | undefined {
  const found = desk.listings.get(sku);
  return desk.reading('houzz.sku-case') === 'sensitive' && found?.sku !== sku ? undefined : found;
}

type Edits = Partial<Pick<HouzzListing, 'price' | 'msrp' | 'status' | 'leadTimeMin' | 'leadTimeMax'>>;

function readEdits(call: HouzzCall): Edits {
  const price = readMoney(call, 'Price');
  const msrp = readMoney(call, 'MSRP');
  const status = readStatus(call);
  const leadTimeMin = readWholeNumber(call, 'ShippingLeadTimeMin');
  const leadTimeMax = readWholeNumber(call, 'ShippingLeadTimeMax');
  return {
    ...(price === undefined ? {} : { price }),
    ...(msrp === undefined ? {} : { msrp }),
    ...(status === undefined ? {} : { status }),
    ...(leadTimeMin === undefined ? {} : { leadTimeMin }),
    ...(leadTimeMax === undefined ? {} : { leadTimeMax }),
  };
}

function readWholeNumber(call: HouzzCall, name: string): number | undefined {
  const text = call.fields.get(name);
  if (text === undefined) return undefined;
  // A known client keeps stock in decimals and writes 7.0.
  if (/^\d{1,9}(?:\.0+)?$/.test(text)) return Number(text);
  throw new HouzzRefusal('invalid-request', `${name} must be a whole number.`);
}

function readMoney(call: HouzzCall, name: string): string | undefined {
  const text = call.fields.get(name);
  if (text === undefined) return undefined;
  const cents = centsOf(text);
  if (cents !== undefined && cents >= 0) return moneyOf(cents);
  throw new HouzzRefusal('invalid-request', `${name} must be an amount.`);
}

function readStatus(call: HouzzCall): ListingStatus | undefined {
  const text = call.fields.get('Status');
  if (text === undefined) return undefined;
  const status = LISTING_STATUSES.find((word) => word.toLowerCase() === text.toLowerCase());
  if (status !== undefined) return status;
  throw new HouzzRefusal('invalid-request', 'Status is not known.');
}
