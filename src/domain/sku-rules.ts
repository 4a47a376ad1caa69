import type { Problem } from './attention.js';
import type { ChannelOrder, ProductLine } from './channel-order.js';
import { sumOf, type MinorUnits } from './money.js';
import type { SkuRule } from './order-rules.js';
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

/** Whether a rule stands for several units: a kit, not an alias. */
function isKit({ parts }: SkuRule): boolean {
  return parts.length !== 1 || parts.some((part) => part.quantity !== 1);
}

/**
 * The part of a rule that names another kit; undefined when there is none. Rules are applied once, so such a part would
 * be delivered as an item of that name, which is hardly what was meant. A kit may hold an item of its own name: a pack.
 */
export function nestedKitIn(rule: SkuRule, rules: readonly SkuRule[]): string | undefined {
  const kits = rules.filter((other) => other.channelSku !== rule.channelSku && isKit(other));
  return rule.parts.find((part) => kits.some((kit) => kit.channelSku === part.sku))?.sku;
}

/** The first of an order's SKUs whose rule cannot be applied; undefined when all can. */
export function findRuleProblem(order: Pick<ChannelOrder, 'lines'>, rules: readonly SkuRule[]): Problem | undefined {
  for (const [index, line] of order.lines.entries()) {
    const rule = line.kind === 'product' ? rules.find((one) => one.channelSku === line.sku) : undefined;
    const nested = rule === undefined ? undefined : nestedKitIn(rule, rules);
    if (rule === undefined || nested === undefined) continue;
    const what = `Line ${index + 1} has the SKU "${rule.channelSku}", which holds "${nested}", a kit itself: name its parts.`;
    return { reason: 'unknown-sku', what };
  }
  return undefined;
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
