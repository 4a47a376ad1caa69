import type { BlockingReason } from './attention.js';
import type { ChannelLine, ChannelOrder, PostalAddress, ProductLine } from './channel-order.js';
import { formatMinorUnits, parseMinorUnits, type MinorUnits } from './money.js';

/** What a person may decide about a blocked order, and the reason that each decision answers. */
export const DECISIONS = {
  'deliver-again': 'voided-in-order-system',
  'accept-total': 'total-mismatch',
  'ship-without-tracking': 'tracking-missing',
  'ship-as-it-is': 'changed-in-order-system',
} as const satisfies Readonly<Record<string, BlockingReason>>;

export type Decision = keyof typeof DECISIONS;

/** Parts of the address as they should be; parts left out keep what the buyer gave. */
export interface AddressCorrection {
  readonly kind: 'address';
  readonly parts: Partial<PostalAddress>;
}

/** A product line as it should be, found by its number in the order or by the SKU that it has now. */
export interface LineCorrection {
  readonly kind: 'line';
  readonly number: number | undefined;
  readonly sku: string | undefined;
  readonly newSku: string | undefined;
  readonly quantity: number | undefined;
  readonly unitPrice: MinorUnits | undefined;
}

export type OrderCorrection = AddressCorrection | LineCorrection;

/** A person's word on a blocked order: who, why, and what shall hold. */
export interface Resolution {
  readonly by: string;
  readonly why: string;
  readonly change: OrderCorrection | { readonly kind: 'decision'; readonly decision: Decision };
}

/** What a person changed or decided, kept beside the order as it came. `what` holds no personal data. */
export interface ResolutionRecord {
  readonly by: string;
  readonly why: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly what: string;
}

/** A resolution that was taken, with the record of it. */
export interface Resolved {
  readonly change: Resolution['change'];
  readonly record: ResolutionRecord;
}

/** The parts of an address that can be corrected, with their names for people. */
const ADDRESS_PARTS = {
  line1: 'first line',
  line2: 'second line',
  city: 'city',
  state: 'state',
  postalCode: 'postal code',
  country: 'country',
  phone: 'phone',
} as const satisfies Readonly<Record<keyof PostalAddress, string>>;

const TEXT_LENGTH_MAX = 500;
const QUANTITY_MAX = 1_000_000;

/** Reads what a person typed; a RangeError says what cannot be used, without repeating the typed text. */
export function readResolution(payload: unknown): Resolution {
  const fields = recordOf(payload, 'The payload', ['by', 'why', 'address', 'line', 'decision']);
  const given = (['address', 'line', 'decision'] as const).filter((name) => fields.get(name) !== undefined);
  const [kind, ...others] = given;
  if (kind === undefined || others.length > 0) {
    throw new RangeError('Give exactly one of "address", "line" and "decision".');
  }
  return {
    by: requiredText(fields, 'by'),
    why: requiredText(fields, 'why'),
    change: READERS[kind](fields.get(kind)),
  };
}

const READERS = {
  address: readAddress,
  line: readLine,
  decision: readDecision,
} as const;

function readAddress(value: unknown): AddressCorrection {
  const names = Object.keys(ADDRESS_PARTS);
  const fields = recordOf(value, '"address"', names);
  const parts: { -readonly [Part in keyof PostalAddress]?: string } = {};
  for (const part of addressParts()) {
    const text = optionalText(fields, part);
    if (text !== undefined) parts[part] = text;
  }
  if (Object.keys(parts).length === 0) throw new RangeError(`"address" needs at least one of ${names.join(', ')}.`);
  return { kind: 'address', parts };
}

function readLine(value: unknown): LineCorrection {
  const fields = recordOf(value, '"line"', ['number', 'sku', 'newSku', 'quantity', 'price']);
  const number = optionalWhole(fields, 'number');
  const sku = optionalText(fields, 'sku');
  if (number === undefined && sku === undefined) throw new RangeError('"line" needs its "number" or its "sku".');
  const newSku = optionalText(fields, 'newSku');
  if (newSku === '') throw new RangeError('"newSku" must not be empty.');
  const quantity = optionalWhole(fields, 'quantity');
  const unitPrice = optionalPrice(fields, 'price');
  if (newSku === undefined && quantity === undefined && unitPrice === undefined) {
    throw new RangeError('"line" needs at least one of "newSku", "quantity" and "price".');
  }
  return { kind: 'line', number, sku, newSku, quantity, unitPrice };
}

function readDecision(value: unknown): { readonly kind: 'decision'; readonly decision: Decision } {
  const decision = decisions().find((known) => known === value);
  if (decision === undefined) throw new RangeError(`"decision" must be one of ${decisions().join(', ')}.`);
  return { kind: 'decision', decision };
}

/** The order as it should be, and what was changed, in words without personal data. Throws a RangeError when it cannot. */
export function correctOrder(
  order: ChannelOrder,
  correction: OrderCorrection,
): { readonly order: ChannelOrder; readonly what: string } {
  if (correction.kind === 'line') return correctLine(order, correction);
  const names = addressParts().flatMap((part) => (correction.parts[part] === undefined ? [] : [ADDRESS_PARTS[part]]));
  return {
    order: { ...order, address: { ...order.address, ...correction.parts } },
    what: `address corrected (${names.join(', ')})`,
  };
}

/**
 * The order as persons corrected it. The channel may have been asked for the order again since: a correction whose line
 * is gone from it has lost its object.
 */
export function correctedOrder(order: ChannelOrder, resolutions: readonly Resolved[]): ChannelOrder {
  return resolutions.reduce((corrected, { change }) => {
    if (change.kind === 'decision') return corrected;
    if (change.kind === 'line' && linesMeant(corrected.lines, change).length !== 1) return corrected;
    return correctOrder(corrected, change).order;
  }, order);
}

function correctLine(order: ChannelOrder, correction: LineCorrection) {
  const { index, line } = findLine(order.lines, correction);
  const corrected: ProductLine = {
    ...line,
    sku: correction.newSku ?? line.sku,
    quantity: correction.quantity ?? line.quantity,
    unitPrice: correction.unitPrice ?? line.unitPrice,
  };
  const changes = [
    [line.sku, corrected.sku],
    [`${line.quantity} units`, `${corrected.quantity} units`],
    [`${formatMinorUnits(line.unitPrice)} each`, `${formatMinorUnits(corrected.unitPrice)} each`],
  ].flatMap(([before, now]) => (before === now ? [] : [`${before ?? ''} became ${now ?? ''}`]));
  return {
    order: { ...order, lines: order.lines.with(index, corrected) },
    what: `line ${index + 1} corrected (${changes.join(', ')})`,
  };
}

function linesMeant(lines: readonly ChannelLine[], { number, sku }: LineCorrection) {
  return lines.flatMap((line, index) => {
    const isMeant = (number === undefined || number === index + 1) && line.kind === 'product';
    return isMeant && (sku === undefined || sku === line.sku) ? [{ index, line }] : [];
  });
}

function findLine(lines: readonly ChannelLine[], correction: LineCorrection) {
  const found = linesMeant(lines, correction);
  const [only, ...others] = found;
  if (only === undefined) throw new RangeError('The order has no such product line.');
  if (others.length === 0) return only;
  const numbers = found.map(({ index }) => index + 1).join(', ');
  throw new RangeError(`Several lines have this SKU: give the "number" too, one of ${numbers}.`);
}

function addressParts(): readonly (keyof typeof ADDRESS_PARTS)[] {
  return ['line1', 'line2', 'city', 'state', 'postalCode', 'country', 'phone'];
}

function decisions(): readonly Decision[] {
  return ['deliver-again', 'accept-total', 'ship-without-tracking', 'ship-as-it-is'];
}

type Fields = ReadonlyMap<string, unknown>;

function recordOf(value: unknown, name: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError(`${name} must be a record with ${known.join(', ')}.`);
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const isStrange = [...fields.keys()].some((key) => !known.includes(key));
  if (isStrange) throw new RangeError(`${name} may hold ${known.join(', ')} and nothing else.`);
  return fields;
}

function requiredText(fields: Fields, name: string): string {
  const text = optionalText(fields, name);
  if (text === undefined || text === '') throw new RangeError(`"${name}" is missing: who decided this, and why.`);
  return text;
}

function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') throw new RangeError(`"${name}" must be a text.`);
  const text = String(value).trim();
  if (text.length > TEXT_LENGTH_MAX) throw new RangeError(`"${name}" has more than ${TEXT_LENGTH_MAX} characters.`);
  return text;
}

function optionalWhole(fields: Fields, name: string): number | undefined {
  const text = optionalText(fields, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > QUANTITY_MAX) throw new RangeError(`"${name}" must be a whole number from 1 on.`);
  return value;
}

function optionalPrice(fields: Fields, name: string): MinorUnits | undefined {
  const text = optionalText(fields, name);
  if (text === undefined) return undefined;
  const price = /^\d{1,9}(?:\.\d{1,2})?$/.test(text) ? parseMinorUnits(text) : undefined;
  if (price === undefined) throw new RangeError(`"${name}" must be the price of one unit, such as "25.00".`);
  return price;
}
