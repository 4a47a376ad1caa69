import type { HouzzCall, HouzzDesk } from './desk.js';
import type { WireRecord } from './envelope.js';
import { isRecord, mergeFields, readListing, type ListingFields, type ListingValue } from './listing-fields.js';
import { newListing, type HouzzListing } from './listing-store.js';
import { moneyOf } from './money.js';
import { cents } from './order-total.js';
import { nextProductId } from './product-ids.js';
import { HouzzRefusal } from './refusal.js';
import { setQuantity } from './stock.js';
import { findListing } from './update-inventory.js';

/** `addListing`: a product with all its fields, one a call. */
export function addListing(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const { sku, fields } = readWanted(desk, call);
  const known = findListing(desk, sku);
  if (known !== undefined && desk.reading('houzz.add-existing-listing') === 'refused') {
    throw new HouzzRefusal('invalid-request', 'There is a listing with this SKU already.');
  }
  // Houzz reviews what is listed; which status a listing has meanwhile is told by no client.
  const status = desk.reading('houzz.added-listing-status') === 'New' ? 'New' : 'Active';
  writeListing(desk, known ?? { ...newListing({ sku, productId: nextProductId(desk) }), title: '', status }, fields);
  return {};
}

/** `updateListing`: fields that are left out keep their value. */
export function updateListing(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const { sku, fields } = readWanted(desk, call);
  const known = findListing(desk, sku);
  if (known !== undefined) writeListing(desk, known, fields);
  else if (desk.reading('houzz.update-of-unknown-sku') === 'refused') {
    throw new HouzzRefusal('not-found', 'There is no listing with this SKU.');
  }
  return {};
}

interface Wanted {
  readonly sku: string;
  readonly fields: ListingFields;
}

function readWanted(desk: HouzzDesk, call: HouzzCall): Wanted {
  const [listing, second] = call.document?.children.filter(({ name }) => name === 'Listing') ?? [];
  if (listing === undefined || second !== undefined) {
    throw new HouzzRefusal('invalid-request', 'The body must hold one Listing.');
  }
  const { fields, problems, unknown } = readListing(listing);
  const sku = textOf(fields['SKU']) ?? '';
  const [problem, ...others] = [
    ...(sku === '' ? ['SKU is missing.'] : []),
    ...problems,
    ...problemsBySwitch(desk, fields, unknown),
  ];
  if (problem !== undefined) throw new HouzzRefusal('invalid-request', problem, ...others);
  return { sku, fields };
}

function problemsBySwitch(desk: HouzzDesk, fields: ListingFields, unknown: readonly string[]): string[] {
  const images = fields['Images'];
  const limit = desk.reading('houzz.image-limit');
  const hasTooMany = limit !== 'none' && Array.isArray(images) && images.length > Number(limit);
  return [
    ...(desk.reading('houzz.unknown-listing-fields') === 'refused'
      ? unknown.map((name) => `${name} is not known.`)
      : []),
    ...(hasTooMany ? [`Images must be ${limit} or fewer.`] : []),
  ];
}

function writeListing(desk: HouzzDesk, listing: HouzzListing, fields: ListingFields): void {
  const isNew = desk.listings.get(listing.sku) === undefined;
  const edited = {
    ...listing,
    ...columnsOf(fields),
    fields: mergeFields(listing.fields ?? {}, withoutColumns(fields)),
  };
  desk.listings.put(edited);
  desk.world.ledger.effect({
    service: 'houzz',
    by: 'call',
    subject: listing.sku,
    effect: isNew ? 'listing.added' : 'listing.set',
    details: { fields: Object.keys(fields) },
  });
  const quantity = textOf(fields['Quantity']);
  if (quantity !== undefined) setQuantity(desk, edited, { quantity: Number(quantity), by: 'call' });
}

type Columns = Partial<Pick<HouzzListing, 'title' | 'price' | 'msrp' | 'leadTimeMin' | 'leadTimeMax'>>;

/** What a listing has a column for. */
function columnsOf(fields: ListingFields): Columns {
  const shipping = isRecord(fields['ShippingDetails']) ? fields['ShippingDetails'] : {};
  const title = textOf(fields['Title']);
  const price = textOf(fields['Price']);
  const msrp = textOf(fields['MSRP']);
  const leadTimeMin = textOf(shipping['LeadTimeMin']);
  const leadTimeMax = textOf(shipping['LeadTimeMax']);
  return {
    ...(title === undefined ? {} : { title }),
    ...(price === undefined ? {} : { price: moneyOf(cents(price)) }),
    ...(msrp === undefined ? {} : { msrp: moneyOf(cents(msrp)) }),
    ...(leadTimeMin === undefined ? {} : { leadTimeMin: Number(leadTimeMin) }),
    ...(leadTimeMax === undefined ? {} : { leadTimeMax: Number(leadTimeMax) }),
  };
}

const COLUMNS = new Set(['SKU', 'Title', 'Price', 'MSRP', 'Quantity']);
const SHIPPING_COLUMNS = new Set(['LeadTimeMin', 'LeadTimeMax']);

/** The fields that are kept as they were written. */
function withoutColumns(fields: ListingFields): ListingFields {
  const kept = Object.entries(fields).filter(([name]) => !COLUMNS.has(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [
      name,
      name === 'ShippingDetails' && isRecord(value) ? withoutLeadTimes(value) : value,
    ]),
  );
}

function withoutLeadTimes(details: ListingFields): ListingFields {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !SHIPPING_COLUMNS.has(name)));
}

function textOf(value: ListingValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
