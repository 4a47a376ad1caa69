import { z } from 'zod';
import type { StockRules } from '../domain/rules.js';
import { duration, flag, numericId, optionalGroup, quantity, section, wholeNumber } from './fields.js';
import type { SecretSources } from './secrets.js';
import { skuRulesFile } from './sku-rules.js';

/** What makes a comparison of stock stop and ask. */
const guardSection = () =>
  section({
    zeroShare: wholeNumber(0, 100, 'Say which share of the listings may be set to zero at once, in percent.').prefault(
      20,
    ),
    zeroMin: quantity('Say how many listings may be set to zero at once, whatever their share.').prefault(3),
    itemsShare: wholeNumber(0, 100, 'Say which share of the variants must still be there, in percent.').prefault(50),
  });

/** How stock is shown in Houzz, and how often it is compared. */
export const inventorySection = (sources: Pick<SecretSources, 'folder'>) =>
  section({
    enabled: flag('Say true or false: is stock kept in step?').prefault(true),
    syncEvery: duration('1s', '1d', 'Say how often stock is compared.').prefault('15m'),
    raiseAfter: duration('0s', '7d', 'Say how long a higher figure must stand before it is shown.').prefault('45m'),
    locations: z
      .array(numericId('Give the number of a TradeGecko location.'), { error: 'Write the locations as a list.' })
      .prefault([]),
    buffer: quantity('Say how many units of every SKU are never shown.').prefault(0),
    percentage: wholeNumber(0, 100, 'Say which share of the rest is shown.').prefault(100),
    floor: quantity('Say below which figure a SKU is shown as zero.').prefault(0),
    cap: quantity('Say the most ever shown, or null for no limit.').nullable().prefault(null),
    untrackedQuantity: quantity('Say what is shown of items whose stock nobody counts.').prefault(100),
    skuRules: skuRulesFile(sources).exactOptional(),
    guard: optionalGroup(guardSection()),
  }).transform(({ enabled, syncEvery, raiseAfter, locations, skuRules, guard, ...limits }) => {
    const rules: StockRules = { ...limits, locations: locations.map(String) };
    return { enabled, syncEveryMs: syncEvery, raiseAfterMs: raiseAfter, rules, skuRules: skuRules ?? [], guard };
  });

/** Everything about the stock of a connection. */
export type InventoryConfig = Readonly<z.output<ReturnType<typeof inventorySection>>>;
