import { z } from 'zod';

/** Everything that may happen to an order of the demonstration; each run of twenty orders holds each once. */
export const STORIES = [
  'one parcel',
  'two parcels',
  'coupon',
  'shipping by line',
  'tax',
  'flat shipping',
  'alias',
  'kit',
  'several units',
  'expedited',
  'several lines',
  'everything at once',
  'stock counted',
  'not importable',
  'older than the start',
  'cancelled soon',
  'cancelled while waiting',
  'cancelled after packing',
  'cancelled by operator with code',
  'cancelled by operator',
] as const;
export type Story = (typeof STORIES)[number];

const parcel = z.object({ carrier: z.string(), service: z.string(), method: z.string(), trackingNumber: z.string() });
export type ParcelPlan = Readonly<z.output<typeof parcel>>;

const fate = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ship'),
    parcels: z.array(parcel).min(1).max(2),
    /** What somebody counts in the second warehouse when this order has left; the same figure for a SKU each time. */
    count: z.object({ sku: z.string(), quantity: z.number() }).nullable(),
  }),
  z.object({ kind: z.literal('leave'), why: z.enum(['not-importable', 'older']) }),
  z.object({
    kind: z.literal('cancel-in-channel'),
    when: z.enum(['soon', 'waiting', 'packed']),
    /** Milliseconds after its placement before which nothing is done. */
    afterMs: z.number(),
  }),
  z.object({ kind: z.literal('cancel-by-operator'), code: z.string().nullable() }),
]);
export type Fate = Readonly<z.output<typeof fate>>;

const plan = z.object({ index: z.number(), story: z.enum(STORIES), fate });

/** What is to become of one order; kept with the order, so that a restarted demonstration goes on from there. */
export type OrderPlan = Readonly<z.output<typeof plan>>;

/** Reads the plan kept with an order; undefined for one that somebody placed by hand. */
export function readPlan(kept: unknown): OrderPlan | undefined {
  return plan.safeParse(kept).data;
}
