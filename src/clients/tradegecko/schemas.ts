import { z } from 'zod';
import { parseMinorUnits } from '../../domain/money.js';
import { looseFlag, looseText, requiredText } from '../wire.js';

/** A number that may come as a number, a text or null: recorded in all three forms for one and the same field. */
const looseNumber = looseText.transform((text, context) => {
  const value = text === '' ? 0 : Number(text);
  if (Number.isFinite(value)) return value;
  context.addIssue({ code: 'custom', message: 'is no number' });
  return z.NEVER;
});

const optionalNumber = looseText.transform((text, context) => {
  const value = text === '' ? null : Number(text);
  if (value === null || Number.isFinite(value)) return value;
  context.addIssue({ code: 'custom', message: 'is no number' });
  return z.NEVER;
});

/** A decimal text of any length, or the bare number 0 of an empty order. */
const looseAmount = looseText.transform((text, context) => {
  const amount = parseMinorUnits(text === '' ? '0' : text);
  if (amount !== undefined) return amount;
  context.addIssue({ code: 'custom', message: 'is no amount' });
  return z.NEVER;
});

const instant = requiredText.transform((text, context) => {
  const parsed = Date.parse(text);
  if (!Number.isNaN(parsed)) return new Date(parsed).toISOString();
  context.addIssue({ code: 'custom', message: 'is no time' });
  return z.NEVER;
});

const orderSchema = z.object({
  id: requiredText,
  order_number: looseText,
  reference_number: looseText,
  status: requiredText,
  packed_status: looseText,
  fulfillment_status: looseText,
  invoice_status: looseText,
  total: looseAmount,
  updated_at: instant,
});

const fulfillmentSchema = z.object({
  id: requiredText,
  order_id: requiredText,
  order_number: looseText,
  status: requiredText,
  tracking_company: looseText,
  service: looseText,
  tracking_number: looseText,
  tracking_url: looseText,
  updated_at: instant,
});

const locationSchema = z.object({ location_id: requiredText, stock_on_hand: looseNumber, committed: looseNumber });

const variantSchema = z.object({
  id: requiredText,
  sku: looseText,
  status: looseText,
  product_status: looseText,
  manage_stock: looseFlag,
  keep_selling: looseFlag,
  max_online: optionalNumber,
  locations: z
    .array(locationSchema)
    .nullish()
    .transform((list) => list ?? []),
});

/** Lists and single records; side-loaded records and `meta` beside them are not looked at. */
export const orderAnswer = z.object({ order: orderSchema });
export const ordersAnswer = z.object({ orders: z.array(orderSchema) });
export const fulfillmentsAnswer = z.object({ fulfillments: z.array(fulfillmentSchema) });
export const variantsAnswer = z.object({ variants: z.array(variantSchema) });
export const userAnswer = z.object({
  user: z.object({
    permissions: z
      .array(z.string())
      .nullish()
      .transform((list) => list ?? []),
  }),
});

export type WireOrder = z.output<typeof orderSchema>;
export type WireFulfillment = z.output<typeof fulfillmentSchema>;
export type WireVariant = z.output<typeof variantSchema>;
export type VariantsAnswer = z.output<typeof variantsAnswer>;
