import type { XmlElement } from './xml.js';

/** What a listing holds beside its own columns: texts, or more of the same, as a seller wrote them. */
export type ListingValue = string | readonly ListingValue[] | ListingFields;
export type ListingFields = { readonly [name: string]: ListingValue };

/** What a field may hold. A list stands inside an element of its own, one child for each entry. */
type Kind =
  | { readonly kind: 'value'; readonly pattern: RegExp; readonly what: string }
  | { readonly kind: 'record'; readonly fields: Fields }
  | { readonly kind: 'list'; readonly child: string; readonly of: Kind };
type Fields = Readonly<Record<string, Kind>>;

const value = (pattern: RegExp, what: string): Kind => ({ kind: 'value', pattern, what });
const words = (...known: readonly string[]): Kind => value(new RegExp(`^(?:${known.join('|')})$`), known.join(', '));
const record = (fields: Fields): Kind => ({ kind: 'record', fields });
const list = (child: string, of: Kind): Kind => ({ kind: 'list', child, of });

const TEXT = value(/^[^]*$/, 'a text');
const NUMBER = value(/^\d{1,9}(?:\.\d{1,6})?$/, 'a number');
const MONEY = value(/^\d{1,9}(?:\.\d{1,2})?$/, 'an amount');
const COUNT = value(/^\d{1,9}$/, 'a whole number');
const YES_NO = words('Yes', 'No');

const SIZE = { Width: NUMBER, Height: NUMBER, Depth: NUMBER, Weight: NUMBER };
const LENGTH_UNIT = words('IN', 'FT', 'MM', 'CM', 'M');
const WEIGHT_UNIT = words('OZ', 'LB', 'GR', 'KG');

/** The fields that a known client (CedCommerce's connector for Magento 2) writes, as one table. */
const LISTING: Fields = {
  SKU: TEXT,
  Title: TEXT,
  Description: TEXT,
  UPC: TEXT,
  CategoryId: value(/^\d{5}$/, 'a number of five digits'),
  Price: MONEY,
  MSRP: MONEY,
  Currency: TEXT,
  Manufacturer: TEXT,
  Quantity: COUNT,
  MinimumOrderQuantity: COUNT,
  AssemblyRequired: TEXT,
  Prop65Disclosure: YES_NO,
  Prop65WarningType: words('ShortForm', 'LongForm'),
  Keywords: TEXT,
  Images: list('ImageLink', TEXT),
  ProductSpec: record({ ...SIZE, DimensionsUnit: LENGTH_UNIT, WeightUnit: WEIGHT_UNIT }),
  ShippingDetails: record({
    Packages: list('Package', record(SIZE)),
    PackageDimensionsUnit: LENGTH_UNIT,
    PackageWeightUnit: WEIGHT_UNIT,
    ShippingOptions: list(
      'ShippingOption',
      record({ Country: words('US', 'US_OTHER', 'CA'), Type: words('Standard', 'Expedited'), Price: MONEY }),
    ),
    LeadTimeMin: COUNT,
    LeadTimeMax: COUNT,
    FreightItem: YES_NO,
  }),
  Parentage: words('Parent', 'Child'),
  VariationTheme: TEXT,
  ParentSKU: TEXT,
  RelationshipType: words('Variation'),
  ProductAttributes: list('Attribute', record({ Type: TEXT, Value: TEXT })),
};

/** A listing as it was written, with all that is wrong about it, told by name and never by value. */
interface ListingReading {
  readonly fields: ListingFields;
  readonly problems: readonly string[];
  /** The names of elements that no known client writes. */
  readonly unknown: readonly string[];
}

/** Reads the `Listing` inside a written request. */
export function readListing(listing: XmlElement): ListingReading {
  const notes: Notes = { problems: [], unknown: [] };
  const fields = readRecord(listing, LISTING, notes);
  return { fields, ...notes };
}

interface Notes {
  readonly problems: string[];
  readonly unknown: string[];
}

function readRecord(element: XmlElement, fields: Fields, notes: Notes): ListingFields {
  const read: Record<string, ListingValue> = {};
  for (const child of element.children) {
    const kind = Object.hasOwn(fields, child.name) ? fields[child.name] : undefined;
    if (kind === undefined) notes.unknown.push(child.name);
    const value = kind === undefined ? [] : readValue(child, kind, notes);
    // A list of nothing is no list: empty collections are left out wherever they are shown.
    if (!Array.isArray(value) || value.length > 0) read[child.name] = value;
  }
  return read;
}

function readValue(element: XmlElement, kind: Kind, notes: Notes): ListingValue {
  switch (kind.kind) {
    case 'record':
      return readRecord(element, kind.fields, notes);
    case 'list':
      return readList(element, kind, notes);
    case 'value': {
      const text = element.text.trim();
      if (!kind.pattern.test(text)) notes.problems.push(`${element.name} must be ${kind.what}.`);
      return text;
    }
  }
}

function readList(element: XmlElement, kind: Extract<Kind, { kind: 'list' }>, notes: Notes): ListingValue[] {
  const others = element.children.filter(({ name }) => name !== kind.child);
  notes.unknown.push(...others.map(({ name }) => name));
  return element.children.filter(({ name }) => name === kind.child).map((child) => readValue(child, kind.of, notes));
}

/** Lays fields over others: what is left out stays, records are laid over in turn, a list replaces a list. */
export function mergeFields(under: ListingFields, over: ListingFields): ListingFields {
  const merged: Record<string, ListingValue> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const before = merged[name];
    merged[name] = isRecord(before) && isRecord(value) ? mergeFields(before, value) : value;
  }
  return merged;
}

/** Tells a record of fields from a text or a list. */
export function isRecord(value: ListingValue | undefined): value is ListingFields {
  return typeof value === 'object' && !Array.isArray(value);
}
