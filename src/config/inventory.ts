import { z } from 'zod';
import type { StockRules } from '../domain/stock/rules.js';
import { duration, flag, numericId, optionalGroup, quantity, section, wholeNumber } from './fields.js';
import type { SecretSources } from './secrets.js';
import { skuRulesFile } from './sku-rules.js';

/** What makes a comparison of stock stop and ask. */
const guardSection = () =>
  section({
    zeroShare: wholeNumber(0, 100, 'Say which share of the listings may be set to zero at once, in percent.')
      .prefault(20)
      .describe('The largest share of the listings that may be set to zero at once, in percent.'),
    zeroMin: quantity('Say how many listings may be set to zero at once, whatever their share.')
      .prefault(3)
      .describe('As many listings may be set to zero at once, whatever their share.'),
    itemsShare: wholeNumber(0, 100, 'Say which share of the variants must still be there, in percent.')
      .prefault(50)
      .describe('The least share of the variants of the last good comparison that must still be there, in percent.'),
  });

/** How stock is shown in Houzz, and how often it is compared. */
export const inventorySection = (sources: Pick<SecretSources, 'folder'>) =>
  section({
    enabled: flag('Say true or false: is stock kept in step?')
      .prefault(true)
      .describe('Whether stock is kept in step.'),
    syncEvery: duration('1s', '1d', 'Say how often stock is compared.')
      .prefault('15m')
      .describe('How often stock is compared.'),
    raiseAfter: duration('0s', '7d', 'Say how long a higher figure must stand before it is shown.')
      .prefault('45m')
      .describe('A lower figure is shown at once, a higher one after it has stood this long.'),
    locations: z
      .array(numericId('Give the number of a TradeGecko location.'), { error: 'Write the locations as a list.' })
      .prefault([])
      .describe('TradeGecko locations whose stock may be sold, by number. Empty means all.'),
    buffer: quantity('Say how many units of every SKU are never shown.')
      .prefault(0)
      .describe('Units of every SKU that are never shown.'),
    percentage: wholeNumber(0, 100, 'Say which share of the rest is shown.')
      .prefault(100)
      .describe('The share of the rest that is shown, in percent.'),
    floor: quantity('Say below which figure a SKU is shown as zero.')
      .prefault(0)
      .describe('A figure below this is shown as zero.'),
    cap: quantity('Say the most ever shown, or null for no limit.')
      .nullable()
      .prefault(null)
      .describe('The most ever shown of a SKU; null for no limit.'),
    untrackedQuantity: quantity('Say what is shown of items whose stock nobody counts.')
      .prefault(100)
      .describe('What is shown of items whose stock TradeGecko does not count, or lets sell below zero.'),
    skuRules: skuRulesFile(sources)
      .exactOptional()
      .meta({
        description:
          'Rules of single SKUs, in a CSV file relative to the folder of this file. Its first line names the ' +
          'columns: sku and any of buffer, percentage, floor, cap, locations, fixed, skip.',
        examples: ['stock-rules.csv'],
      }),
    guard: optionalGroup(guardSection()).describe(
      'When a comparison writes nothing and asks: it would empty too many listings, or finds too few variants.',
    ),
  }).transform(({ enabled, syncEvery, raiseAfter, locations, skuRules, guard, ...limits }) => {
    const rules: StockRules = { ...limits, locations: locations.map(String) };
    return { enabled, syncEveryMs: syncEvery, raiseAfterMs: raiseAfter, rules, skuRules: skuRules ?? [], guard };
  });

/** Everything about the stock of a connection. */
export type InventoryConfig = Readonly<z.output<ReturnType<typeof inventorySection>>>;
