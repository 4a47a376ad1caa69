import type { ProductLine } from './channel-order.js';
import { sumOf, type MinorUnits } from './money.js';
import type { SkuRule } from './rules.js';
import type { DraftLine } from './sales-order.js';

/** A line of stock items in a sales order. */
type ItemLine = Extract<DraftLine, { kind: 'item' }>;

/** A product line in the order system's SKUs; `remainder` is the part of its price that equal unit prices cannot hold. */
export interface ResolvedLine {
  readonly items: readonly ItemLine[];
  readonly remainder: MinorUnits;
}

/** What a channel SKU stands for in the order system: itself once, when no rule names it. */
export function partsOf(channelSku: string, rules: readonly SkuRule[]): SkuRule['parts'] {
  return rules.find((rule) => rule.channelSku === channelSku)?.parts ?? [{ sku: channelSku, quantity: 1 }];
}

/**
 * Applies aliases and kits to a product line. Every unit in a kit gets the same whole number of cents, because nothing
 * tells what each part is worth; what is left over is the remainder, so that items and remainder keep the line's price.
 */
export function resolveLine(line: ProductLine, rules: readonly SkuRule[]): ResolvedLine {
  const parts = partsOf(line.sku, rules);
  const units = sumOf(parts.map((part) => part.quantity));
  if (!parts.every((part) => Number.isSafeInteger(part.quantity) && part.quantity > 0) || units === 0) {
    throw new RangeError(`The rule for the SKU "${line.sku}" needs at least one part, each with a positive quantity.`);
  }
  const unitPrice = (line.unitPrice - (line.unitPrice % units)) / units;
  return {
    items: parts.map(({ sku, quantity }) => ({ kind: 'item', sku, quantity: quantity * line.quantity, unitPrice })),
    remainder: (line.unitPrice - unitPrice * units) * line.quantity,
  };
}
