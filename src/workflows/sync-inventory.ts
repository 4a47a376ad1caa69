import { ApplicationFailure, proxyActivities, sleep } from '@temporalio/workflow';
import type { StockSyncActivities } from '../activities/sync-stock.js';
import { orderSystemQueue } from '../messages/queues.js';
import type { SyncInventoryInput, SyncInventoryResult } from '../messages/sweeps.js';
import { SWEEP_OPTIONS } from './sweep-options.js';

/** Shares of the quota that one comparison may take: a hundred windows of five minutes is a working day. */
const PARTS_MAX = 100;

/** Compares what can be sold with what the channel shows, and writes only the differences. */
export async function syncInventory(input: SyncInventoryInput): Promise<SyncInventoryResult> {
  const { syncStock } = proxyActivities<StockSyncActivities>({
    ...SWEEP_OPTIONS,
    // The walk through the stock is what needs the order system's quota; the channel has none.
    taskQueue: orderSystemQueue(input.connection),
  });
  for (let part = 1; part <= PARTS_MAX; part += 1) {
    const share = await syncStock.executeWithOptions(
      { summary: `Compare the stock in TradeGecko with the listings in Houzz (part ${part})` },
      [input],
    );
    if (share.kind === 'done') return share.result;
    // Activities never sleep for quota: the slot is free for orders meanwhile.
    await sleep(share.resumeAfterMs);
  }
  throw ApplicationFailure.nonRetryable(`The stock could not be read within ${PARTS_MAX} shares of the quota.`);
}
