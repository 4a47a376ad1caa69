import { z } from 'zod';
import type { StockRules } from '../domain/rules.js';
import { duration, flag, numericId, section, wholeNumber } from './fields.js';

const QUANTITY_MAX = 999_999;

/** How stock is shown in Houzz, and how often it is compared. */
export const inventorySection = () =>
  section({
    enabled: flag('Say true or false: is stock kept in step?').prefault(true),
    syncEvery: duration('1s', '1d', 'Say how often stock is compared.').prefault('15m'),
    raiseAfter: duration('0s', '7d', 'Say how long a higher figure must stand before it is shown.').prefault('45m'),
    locations: z
      .array(numericId('Give the number of a TradeGecko location.'), { error: 'Write the locations as a list.' })
      .prefault([]),
    buffer: wholeNumber(0, QUANTITY_MAX, 'Say how many units of every SKU are never shown.').prefault(0),
    percentage: wholeNumber(0, 100, 'Say which share of the rest is shown.').prefault(100),
    cap: wholeNumber(0, QUANTITY_MAX, 'Say the most ever shown, or null for no limit.').nullable().prefault(null),
    untrackedQuantity: wholeNumber(0, QUANTITY_MAX, 'Say what is shown of items whose stock nobody counts.').prefault(
      100,
    ),
  }).transform(({ enabled, syncEvery, raiseAfter, locations, ...limits }) => {
    const rules: StockRules = { ...limits, locations: locations.map(String) };
    return { enabled, syncEveryMs: syncEvery, raiseAfterMs: raiseAfter, rules };
  });

/** Everything about the stock of a connection. */
export type InventoryConfig = Readonly<z.output<ReturnType<typeof inventorySection>>>;
