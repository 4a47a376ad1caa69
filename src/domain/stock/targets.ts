import { isNonEmpty } from '../non-empty.js';
import type { SkuRule } from '../order-rules.js';
import type { StockedItem } from './item.js';
import type { StockRulebook } from './rules.js';
import { nestedKitIn } from '../sku-rules.js';
import { listingQuantity, sellableItem, type ListingPart, type ListingTerms, type SoldUnits } from './sellable.js';
import type { HiddenUnits } from './memory.js';
import { itemRules, listingRules } from './rules.js';

/** Why a listing has no figure. */
export type StockProblemReason = 'no-item' | 'several-items' | 'nested-kit' | 'unreadable';

/** What should be shown of one listing. */
export type StockTarget =
  | {
      readonly kind: 'target';
      readonly quantity: number;
      /** What it would be if no order were hidden from us; never below `quantity`. */
      readonly quantityWithoutHidden: number;
      readonly terms: ListingTerms;
    }
  | { readonly kind: 'problem'; readonly reason: StockProblemReason; readonly what: string }
  /** By its row in the rules nobody here writes it. */
  | { readonly kind: 'skipped' };

/** What targets are computed from. */
export interface StockFigures {
  readonly items: Iterable<StockedItem>;
  /** Units by SKU of the order system that are imported here and not committed there. */
  readonly inFlight: ReadonlyMap<string, number>;
  readonly hidden: HiddenUnits;
  readonly skuRules: readonly SkuRule[];
  readonly rulebook: StockRulebook;
}

/** What should be shown of a listing, by its channel SKU. */
export type StockTargets = (channelSku: string) => StockTarget;

type Parts = SkuRule['parts'];

/** Prepares the targets of all listings; each is computed when it is asked for, with what is hidden at that moment. */
export function targetsOf({ items, inFlight, hidden, skuRules, rulebook }: StockFigures): StockTargets {
  const bySku = groupBySku(items);
  const ruleOf = new Map(skuRules.map((rule) => [rule.channelSku, rule]));
  return (channelSku) => {
    const own = rulebook.bySku.get(channelSku);
    if (own?.skip === true) return { kind: 'skipped' };
    if (own?.fixed !== undefined) return fixedTarget(own.fixed);
    const rule = ruleOf.get(channelSku);
    const nested = rule === undefined ? undefined : nestedKitIn(rule, skuRules);
    if (nested !== undefined) return nestedKit(channelSku, nested);
    const parts = joinParts(rule?.parts ?? [{ sku: channelSku, quantity: 1 }]);
    const problem = findPartProblem(parts, bySku);
    if (problem !== undefined) return problem;
    const compute = (hiddenOf: (sku: string) => number) => {
      const soldOf = (sku: string) => ({ inFlight: inFlight.get(sku) ?? 0, hidden: hiddenOf(sku) });
      const computed = computeParts(parts, { channelSku, bySku, rulebook, soldOf });
      return isNonEmpty(computed) ? listingQuantity(computed, listingRules(rulebook, channelSku)) : undefined;
    };
    const target = compute((sku) => hidden(sku, channelSku));
    const bare = compute(() => 0);
    if (target === undefined || bare === undefined) return noItem(`The rule for "${channelSku}" names no parts.`);
    return { kind: 'target', ...target, quantityWithoutHidden: bare.quantity };
  };
}

function groupBySku(items: Iterable<StockedItem>): ReadonlyMap<string, readonly StockedItem[]> {
  const bySku = new Map<string, StockedItem[]>();
  for (const item of items) {
    const same = bySku.get(item.sku);
    if (same === undefined) bySku.set(item.sku, [item]);
    else same.push(item);
  }
  return bySku;
}

/** A rule that names one item twice takes the sum of both: counted apart, each could claim the same units. */
function joinParts(parts: Parts): Parts {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of parts) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

interface PartFigures {
  readonly channelSku: string;
  readonly bySku: ReadonlyMap<string, readonly StockedItem[]>;
  readonly rulebook: StockRulebook;
  readonly soldOf: (sku: string) => SoldUnits;
}

function computeParts(parts: Parts, { channelSku, bySku, rulebook, soldOf }: PartFigures): readonly ListingPart[] {
  return parts.flatMap(({ sku, quantity: needed }) => {
    const item = bySku.get(sku)?.[0];
    if (item === undefined) return [];
    const sellable = sellableItem(item, itemRules(rulebook, channelSku, sku), soldOf(sku));
    return [{ sku, needed, suffices: Math.floor(sellable.quantity / needed), ...sellable }];
  });
}

const fixedTarget = (fixed: number): StockTarget => ({
  kind: 'target',
  quantity: fixed,
  quantityWithoutHidden: fixed,
  terms: { kind: 'fixed', fixed },
});

const noItem = (what: string): StockTarget => ({ kind: 'problem', reason: 'no-item', what });

const nestedKit = (channelSku: string, nested: string): StockTarget => ({
  kind: 'problem',
  reason: 'nested-kit',
  what: `"${channelSku}" holds "${nested}", a kit itself: name its parts.`,
});

/** Two live items with one SKU: never a guess which of them is sold. Nor is a figure that cannot be read taken for none. */
function findPartProblem(parts: Parts, bySku: PartFigures['bySku']): StockTarget | undefined {
  for (const { sku } of parts) {
    const [item, ...others] = bySku.get(sku) ?? [];
    if (item === undefined) return noItem(`No live item has the SKU "${sku}".`);
    if (others.length > 0) {
      return {
        kind: 'problem',
        reason: 'several-items',
        what: `${others.length + 1} live items have the SKU "${sku}".`,
      };
    }
    if (item.unreadable !== undefined) {
      return {
        kind: 'problem',
        reason: 'unreadable',
        what: `The stock of "${sku}" cannot be read: ${item.unreadable}.`,
      };
    }
  }
  return undefined;
}
