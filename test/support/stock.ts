import { syncInventoryInputOf } from '../../src/commands/start/sweep-inputs.js';
import type { SyncInventoryInput, SyncInventoryResult } from '../../src/messages/sweeps.js';
import type { Bridge } from './bridge.js';
import { withSchedule, type RunSchedule } from './schedule.js';
import { until } from './until.js';

/** Compares stock once; each comparison goes on with what the last one left. */
export type CompareStock = RunSchedule<SyncInventoryInput, SyncInventoryResult>;

/** Compares the stock of a bridge under its schedule. */
export async function withStockSchedule(
  bridge: Bridge,
  { timeoutMs = 60_000, ...changes }: Partial<SyncInventoryInput> & { readonly timeoutMs?: number },
  act: (compare: CompareStock) => Promise<void>,
): Promise<void> {
  const argument = { ...syncInventoryInputOf(bridge.config), ...changes };
  await withSchedule(bridge, { workflow: 'syncInventory', argument, timeoutMs }, act);
}

/** What Houzz shows, by SKU. */
export async function shownIn(bridge: Bridge): Promise<Readonly<Record<string, number>>> {
  const listings = await bridge.control.houzz.listings();
  return Object.fromEntries(listings.map(({ sku, quantity }) => [sku, quantity]));
}

/** The figures that the bridge itself has written, as `SKU=figure`, oldest first. */
export async function writtenBy(bridge: Bridge): Promise<readonly string[]> {
  const effects = await bridge.effects('stock.set');
  return effects
    .filter(({ by, service }) => by === 'call' && service === 'houzz')
    .map(({ subject, details }) => `${subject}=${JSON.stringify(details['quantity'])}`);
}

/** Sweeps orders and compares stock until Houzz shows a figure. */
export async function showsInTime(
  bridge: Bridge,
  compare: CompareStock,
  [sku, quantity]: readonly [string, number],
): Promise<void> {
  await until(
    `${sku} shows ${quantity}`,
    async () => {
      await bridge.pollOrders();
      await compare();
      return (await shownIn(bridge))[sku] === quantity;
    },
    30_000,
  );
}
