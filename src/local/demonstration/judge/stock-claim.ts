import type { VariantFacts } from '../documents.js';
import type { Evidence } from '../evidence.js';
import { ALIASES, KITS, STOCK_RULES } from '../goods.js';
import { allOf, type Figure } from './figure.js';

/** Whether Houzz shows of each SKU what the rules make of TradeGecko's stock. Holds when nothing is under way. */
export function stockFigure({ listings, variants }: Pick<Evidence, 'listings' | 'variants'>): Figure {
  return allOf('SKUs whose stock in Houzz equals the rules', listings, {
    holds: ({ sku, quantity }) => quantity === shownOf(sku, variants),
    name: ({ sku, quantity }) => `${sku} shows ${quantity}, not ${shownOf(sku, variants)}`,
  });
}

/** Reckoned anew, without the program's own rules of stock. */
function shownOf(channelSku: string, variants: readonly VariantFacts[]): number {
  const parts = Object.entries(KITS[channelSku] ?? { [ALIASES[channelSku] ?? channelSku]: 1 });
  return Math.min(
    STOCK_RULES.cap,
    ...parts.map(([sku, each]) => {
      const variant = variants.find((one) => one.sku === sku);
      return variant === undefined ? 0 : Math.floor(sellableOf(variant) / each);
    }),
  );
}

function sellableOf(variant: VariantFacts): number {
  const { buffer, percentage, untrackedQuantity } = STOCK_RULES;
  const most = variant.max_online ?? Number.POSITIVE_INFINITY;
  if (!variant.manage_stock || variant.keep_selling) return Math.min(most, untrackedQuantity);
  const free = variant.locations.reduce((sum, place) => sum + place.stock_on_hand - place.committed, 0);
  return Math.max(0, Math.min(most, Math.floor(((free - buffer) * percentage) / 100)));
}
