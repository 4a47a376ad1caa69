import { z } from 'zod';
import { parseMinorUnits } from '../../domain/money.js';
import { idText, looseFlag, looseText, requiredText, rowsOf, shortDecimal, whereItFails } from '../wire.js';

/** An id of TradeGecko's. Digits only: it becomes part of addresses. As a text it may have more than numbers hold. */
const numericId = idText.refine((text) => /^[1-9]\d{0,18}$/.test(text), { message: 'is no id' });

/** A count as its text says it; undefined where the text is no plain decimal. */
function countOf(text: string): number | undefined {
  return /^-?\d{1,15}(\.\d{1,60})?$/.test(text) ? Number(text) : undefined;
}

/** A number that may come as a number, a text or null: recorded in all three forms for one and the same field. */
const looseNumber = looseText.transform((text, context) => {
  const value = text === '' ? 0 : countOf(text);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: 'is no number' });
  return z.NEVER;
});

const optionalNumber = looseText.transform((text, context) => {
  const value = text === '' ? null : countOf(text);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: 'is no number' });
  return z.NEVER;
});

/** A decimal text of any length, or the bare number 0 of an empty order. */
const looseAmount = looseText.transform((text, context) => {
  const amount = parseMinorUnits(text === '' ? '0' : shortDecimal(text));
  if (amount !== undefined) return amount;
  context.addIssue({ code: 'custom', message: 'is no amount' });
  return z.NEVER;
});

/** ISO 8601 with its zone, as every answer has it; JavaScript itself would read a time out of almost any text. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})$/;

const instant = requiredText.transform((text, context) => {
  const parsed = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(parsed)) return new Date(parsed).toISOString();
  context.addIssue({ code: 'custom', message: 'is no time' });
  return z.NEVER;
});

const orderSchema = z.object({
  id: numericId,
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
  id: numericId,
  order_id: numericId,
  order_number: looseText,
  status: requiredText,
  tracking_company: looseText,
  service: looseText,
  tracking_number: looseText,
  tracking_url: looseText,
  updated_at: instant,
});

const fulfillmentLineSchema = z.object({ fulfillment_id: numericId, variant_sku: looseText, quantity: looseNumber });

const locationSchema = z.object({ location_id: numericId, stock_on_hand: looseNumber, committed: looseNumber });

const stockSchema = z.object({
  manage_stock: looseFlag,
  keep_selling: looseFlag,
  max_online: optionalNumber,
  locations: rowsOf(locationSchema)
    .nullish()
    .transform((list) => list ?? []),
});

/** What a variant is has to be read; a figure of its stock that cannot be stops its own listings only. */
const variantSchema = z
  .looseObject({ id: numericId, sku: looseText, status: looseText, product_status: looseText })
  .transform(({ id, sku, status, product_status, ...others }) => {
    const stock = stockSchema.safeParse(others);
    const name = { id, sku, status, product_status };
    return stock.success ? { ...name, stock: stock.data } : { ...name, stock: null, fault: whereItFails(stock.error) };
  });

/** Lists and single records; side-loaded records and `meta` beside them are not looked at. */
export const orderAnswer = z.object({ order: orderSchema });
export const ordersAnswer = z.object({ orders: rowsOf(orderSchema) });
export const fulfillmentsAnswer = z.object({
  fulfillments: rowsOf(fulfillmentSchema),
  // The lines of all fulfilments of a page stand beside them; an answer without any is read as one that does not say.
  fulfillment_line_items: rowsOf(fulfillmentLineSchema)
    .nullish()
    .transform((list) => list ?? []),
});
export const variantsAnswer = z.object({ variants: rowsOf(variantSchema) });
export const userAnswer = z.object({
  user: z.object({
    permissions: z
      .array(z.unknown())
      .nullish()
      .transform((list) => (list ?? []).filter((right) => typeof right === 'string')),
  }),
});

export type WireOrder = z.output<typeof orderSchema>;
export type WireFulfillment = z.output<typeof fulfillmentSchema>;
export type FulfillmentsAnswer = z.output<typeof fulfillmentsAnswer>;
export type WireVariant = z.output<typeof variantSchema>;
export type VariantsAnswer = z.output<typeof variantsAnswer>;
