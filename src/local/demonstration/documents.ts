import { z } from 'zod';
import type { TradegeckoDocument } from '../../sandbox/control/client-tradegecko.js';

const cents = z.union([z.string(), z.number()]).transform((amount) => Math.round(Number(amount) * 100));
const count = z.union([z.string(), z.number()]).transform(Number);
/** The sandbox leaves figures that were never set out as null. */
const countOrZero = count.nullable().transform((value) => value ?? 0);

const line = z.object({
  id: z.number(),
  variant_id: z.number().nullable(),
  price: cents,
  quantity: count,
});

const fulfillment = z.object({
  id: z.number(),
  status: z.string(),
  tracking_number: z.string().nullable(),
});

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? '');

const address = z.object({
  company_name: text,
  address1: text,
  city: text,
  state: text,
  zip_code: text,
  phone_number: text,
});

const salesOrder = z.object({
  id: z.number(),
  order_number: z.string(),
  reference_number: z.string().nullable(),
  status: z.string(),
  total: cents,
  shipping_address: address.nullable(),
  packed_status: z.string(),
  fulfillment_status: z.string(),
  order_line_items: z.array(line),
  fulfillments: z.array(fulfillment),
});

/** A sales order as far as the demonstration looks at it; amounts in cents. */
export type SalesOrderFacts = Readonly<z.output<typeof salesOrder>>;

const variant = z.object({
  id: z.number(),
  sku: z.string(),
  manage_stock: z.boolean(),
  keep_selling: z.boolean(),
  max_online: count.nullable(),
  locations: z.array(z.object({ location_id: z.number(), stock_on_hand: countOrZero, committed: countOrZero })),
});

/** A variant as far as the demonstration looks at it. */
export type VariantFacts = Readonly<z.output<typeof variant>>;

/** Reads what the sandbox tells of its sales orders. */
export const readSalesOrders = (documents: readonly TradegeckoDocument[]): readonly SalesOrderFacts[] =>
  z.array(salesOrder).parse(documents);

/** Reads what the sandbox tells of its variants. */
export const readVariants = (documents: readonly TradegeckoDocument[]): readonly VariantFacts[] =>
  z.array(variant).parse(documents);
