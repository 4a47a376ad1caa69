import type { ConnectionConfig } from '../../config/config.js';
import type { SkuStockRule, StockRules } from '../../domain/stock/rules.js';
import type { CountedTerms, ListingPart, UncountedTerms } from '../../domain/stock/sellable.js';
import type { SkuInspection } from '../../messages/stock-inspection.js';
import type { StockFigure } from '../reports.js';

const STOCK = 'TradeGecko, GET /variants';

type Rules = ConnectionConfig['inventory'];
type RuleKey = Exclude<keyof StockRules, 'untrackedQuantity'> & keyof SkuStockRule;

/** Every figure that led to what should be shown, in the order in which they are applied, each with its source. */
export function figuresOf({ sku, shown, target }: SkuInspection, rules: Rules): readonly StockFigure[] {
  const inHouzz = { name: 'shown in Houzz', value: shown, source: 'Houzz, getListing' };
  if (target.kind !== 'target') return [inHouzz];
  const { terms, quantity } = target;
  const end = [{ name: 'to be shown', value: quantity, source: 'computed' }, inHouzz];
  if (terms.kind === 'fixed') {
    return [{ name: 'fixed', value: terms.fixed, source: ruleSource(rules, 'fixed', [sku]) }, ...end];
  }
  const isKit = terms.parts.length > 1 || terms.parts[0].needed > 1;
  return [
    ...terms.parts.flatMap((part) => partFigures(part, sku, rules).map((figure) => named(figure, part, isKit))),
    ...(isKit ? [{ name: 'kits by the scarcest part', value: terms.available, source: 'computed' }] : []),
    { name: 'cap', value: terms.cap, source: ruleSource(rules, 'cap', [sku]) },
    { name: 'floor', value: terms.floor, source: ruleSource(rules, 'floor', [sku]) },
    ...end,
  ];
}

const named = (figure: StockFigure, { sku }: ListingPart, isKit: boolean): StockFigure =>
  isKit ? { ...figure, name: `${sku}: ${figure.name}` } : figure;

function partFigures(part: ListingPart, channelSku: string, rules: Rules): readonly StockFigure[] {
  const sourceOf = (key: RuleKey): string => ruleSource(rules, key, [channelSku, part.sku]);
  const figures = part.terms.kind === 'counted' ? counted(part.terms, sourceOf) : uncounted(part.terms);
  const suffices = { name: `suffices for kits of ${part.needed}`, value: part.suffices, source: 'computed' };
  return [
    ...figures,
    { name: 'limit for channels', value: part.terms.maxOnline, source: `${STOCK}, max_online` },
    { name: 'can be sold', value: part.quantity, source: 'computed' },
    ...(part.needed === 1 ? [] : [suffices]),
  ];
}

function counted(terms: CountedTerms, sourceOf: (key: RuleKey) => string): readonly StockFigure[] {
  const { onHand, committed, inFlight, hidden, free, buffer, percentage, afterPercentage } = terms;
  return [
    { name: 'on hand', value: onHand, source: `${STOCK}; which locations: ${sourceOf('locations')}` },
    { name: 'less committed', value: committed, source: STOCK },
    { name: 'less in flight', value: inFlight, source: 'Temporal: imported, not yet committed in TradeGecko' },
    { name: 'less hidden', value: hidden, source: "the worker's memory: Houzz shows less, no order explains it" },
    { name: 'free', value: free, source: 'computed' },
    { name: 'less buffer', value: buffer, source: sourceOf('buffer') },
    { name: 'of that', value: `${percentage} %`, source: sourceOf('percentage') },
    { name: 'left', value: afterPercentage, source: 'computed' },
  ];
}

function uncounted({ why, untrackedQuantity }: UncountedTerms): readonly StockFigure[] {
  const field = why === 'untracked' ? 'manage_stock is off' : 'keep_selling is on';
  return [{ name: 'not counted', value: untrackedQuantity, source: `inventory.untrackedQuantity; ${STOCK}: ${field}` }];
}

/** Where a rule stands: in the row of the first of these SKUs that has it, or in the general rules. */
function ruleSource(rules: Rules, key: keyof SkuStockRule, skus: readonly string[]): string {
  const row = skus.find((sku) => rules.skuRules.some((rule) => rule.sku === sku && rule[key] !== undefined));
  return row === undefined ? `inventory.${key}` : `inventory.skuRules, the row of ${row}`;
}
