import type { HouzzCall, HouzzDesk } from './desk.js';
import type { WireRecord } from './envelope.js';
import { isRecord } from './listing-fields.js';
import { LISTING_STATUSES, type HouzzListing, type ListingStatus } from './listing-store.js';
import { readListingPaging } from './paging.js';
import { HouzzRefusal } from './refusal.js';
import { findListing } from './update-inventory.js';

/** `getListings`: a page of listings with the count of all that match. */
export function getListings(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const status = readStatus(call);
  const page = { ...(status === undefined ? {} : { status }), ...readListingPaging(desk, call) };
  const { total, listings } = desk.listings.read(page);
  return {
    TotalListingCount: desk.reading('houzz.listing-count') === 'number' ? total : String(total),
    ...(listings.length === 0 ? {} : { Listings: listings.map(renderEntry) }),
  };
}

/** `getListing`: one listing by SKU or by Houzz's own product id. */
export function getListing(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const listing = findWanted(desk, call);
  if (listing !== undefined) return { Listing: renderListing(desk, listing) };
  if (desk.reading('houzz.missing-listing') === 'absent') return {};
  throw new HouzzRefusal('not-found', 'There is no such listing.');
}

function findWanted(desk: HouzzDesk, call: HouzzCall): HouzzListing | undefined {
  const sku = call.parameter('SKU');
  if (sku !== undefined) return findListing(desk, sku);
  const productId = call.parameter('productId');
  if (productId === undefined) throw new HouzzRefusal('invalid-request', 'SKU or productId is missing.');
  return desk.listings.read({ start: 0, count: Infinity }).listings.find((listing) => listing.productId === productId);
}

function readStatus(call: HouzzCall): ListingStatus | undefined {
  const text = call.parameter('Status')?.toLowerCase() ?? '';
  if (text === '' || text === 'all') return undefined;
  const status = LISTING_STATUSES.find((word) => word.toLowerCase() === text);
  if (status !== undefined) return status;
  throw new HouzzRefusal('invalid-request', 'Status is not known.');
}

function renderEntry(listing: HouzzListing): WireRecord {
  return {
    SKU: listing.sku,
    ProductId: listing.productId,
    Title: listing.title,
    Status: listing.status,
    Quantity: String(listing.quantity),
  };
}

function renderListing(desk: HouzzDesk, listing: HouzzListing): WireRecord {
  const isAll = desk.reading('houzz.get-listing-shows') === 'every-field';
  const { ShippingDetails, ...plain } = listing.fields ?? {};
  const shipping = isRecord(ShippingDetails) ? ShippingDetails : {};
  return {
    SKU: listing.sku,
    Status: listing.status,
    Title: listing.title,
    ProductId: listing.productId,
    ...(isAll ? plain : { Description: plain['Description'], Keywords: plain['Keywords'] }),
    Quantity: String(listing.quantity),
    ...(desk.options.accountType === 'vendor' ? { Cost: listing.price } : { Price: listing.price }),
    MSRP: listing.msrp ?? undefined,
    ShippingDetails: {
      ...(isAll ? shipping : {}),
      LeadTimeMin: String(listing.leadTimeMin),
      LeadTimeMax: String(listing.leadTimeMax),
    },
  };
}
