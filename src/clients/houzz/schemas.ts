import { z } from 'zod';
import { idText, looseText, requiredText, ROWS_MAX, rowsOf } from '../wire.js';

/**
 * A collection in any of its shapes: a list (JSON), a wrapper with one child or several (XML), or nothing at all,
 * because Houzz leaves empty collections out.
 */
function collectionOf(childName: string): z.ZodType<readonly unknown[]> {
  return z
    .unknown()
    .optional()
    .transform((value, context): readonly unknown[] => {
      const inner: unknown = isRecord(value) && Object.hasOwn(value, childName) ? value[childName] : value;
      if (isNothing(inner)) return [];
      const entries: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
      if (entries.length <= ROWS_MAX) return entries;
      context.addIssue({ code: 'custom', message: `holds more than ${ROWS_MAX} rows`, input: undefined });
      return z.NEVER;
    });
}

/** Nothing inside: left out, null, an empty element, or a wrapper around nothing. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return isRecord(value) && Object.keys(value).length === 0;
}

/** Tells a record from lists, texts and nothing. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What every answer begins with. */
export const envelopeSchema = z.looseObject({ Ack: requiredText, Errors: z.unknown().optional() });

/** The orders of an answer, each still unread, so that one odd order cannot spoil the others. */
export const ordersSchema = z.object({ Orders: collectionOf('Order') });

export const listingsSchema = z.object({ Listings: collectionOf('Listing') });

/** Only what says which order this is. */
export const orderNameSchema = z.object({ OrderId: idText });

const addressSchema = z.object({
  Address: looseText,
  Address1: looseText,
  Address2: looseText,
  City: looseText,
  State: looseText,
  Zip: looseText,
  Country: looseText,
  Phone: looseText,
});

const itemSchema = z.object({
  Type: looseText,
  SKU: looseText,
  Title: looseText,
  Quantity: looseText,
  Price: looseText,
  Cost: looseText,
  Tax: looseText,
  Shipping: looseText,
});

/** An order as Houzz writes it, all scalars as texts. */
export const orderSchema = z.object({
  OrderId: idText,
  ShipmentId: looseText,
  Created: requiredText,
  Status: requiredText,
  CustomerName: looseText,
  Address: addressSchema,
  ShippingMethod: looseText,
  FlatShipping: looseText,
  FlatShippingTax: looseText,
  OrderTotal: requiredText,
  OrderItems: collectionOf('OrderItem').pipe(rowsOf(itemSchema)),
});

export const listingSchema = z.object({
  SKU: requiredText,
  Quantity: requiredText.refine((text) => /^-?\d{1,15}(\.0+)?$/.test(text), { message: 'is no whole number' }),
});

/** Only what says which listing this is. */
export const listingNameSchema = z.object({ SKU: looseText });

/** A listing asked for by itself, which comes whatever its status. */
export const oneListingSchema = listingSchema.extend({ Status: looseText });

export type WireOrder = z.output<typeof orderSchema>;
export type WireItem = z.output<typeof itemSchema>;
