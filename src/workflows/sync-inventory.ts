import { ApplicationFailure, proxyActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import type { StockShareInput } from '../activities/stock/share.js';
import type { StockSyncActivities } from '../activities/stock/sync.js';
import { orderSystemQueue } from '../messages/queues.js';
import { stockProgressQuery, type StockProgress } from '../messages/stock-progress.js';
import { describeFinding, GUARD_NEXT } from '../domain/stock/guard.js';
import { STOCK_SYNC_FIGURES } from '../messages/sweep-words.js';
import { NO_TALLIES, type SyncInventoryInput, type SyncInventoryResult } from '../messages/sweeps.js';
import { summary, plain, showFacts } from './details.js';
import { showSweep } from './sweep-details.js';
import { SWEEP_OPTIONS } from './sweep-options.js';

/** Shares of the quota that one comparison may take: a hundred windows of five minutes is a working day. */
const SHARES_MAX = 100;

/** Compares what can be sold with what the channel shows, and writes only the differences. */
export async function syncInventory(input: SyncInventoryInput): Promise<SyncInventoryResult> {
  return showSweep(
    STOCK_SYNC_FIGURES,
    () => compareInShares(input),
    ({ guard }) =>
      guard === null
        ? null
        : { what: `Nothing was written by the last share. ${describeFinding(guard)}`, nextStep: GUARD_NEXT },
  );
}

async function compareInShares(input: SyncInventoryInput): Promise<SyncInventoryResult> {
  const { syncStock } = proxyActivities<StockSyncActivities>({
    ...SWEEP_OPTIONS,
    // The walk through the stock is what needs the order system's quota; the channel has none.
    taskQueue: orderSystemQueue(input.connection),
  });
  let share = firstShare(input);
  let progress: StockProgress = { share: 1, itemsRead: 0, itemsTotal: share.bookmark?.items ?? null, resumesAt: null };
  setHandler(stockProgressQuery, () => progress);
  for (let number = 1; number <= SHARES_MAX; number += 1) {
    const words = `Compare the stock in TradeGecko with the listings in Houzz (share ${number})`;
    const outcome = await syncStock.executeWithOptions({ summary: words }, [share]);
    if (outcome.kind === 'done') return outcome.result;
    const { cursor, tallies, bookmark, accepted, resumeAfterMs } = outcome;
    share = { ...share, cursor, tallies, bookmark, accepted };
    showFacts([
      ['Shares done', String(number)],
      ['Variants read', String(tallies.items)],
      ['Goes on', plain('when the next share of the quota is there')],
    ]);
    // Activities never sleep for quota: the slot is free for orders meanwhile.
    const resumesAt = new Date(Date.now() + resumeAfterMs).toISOString();
    progress = { ...progress, itemsRead: tallies.items, resumesAt };
    if (resumeAfterMs > 0) await sleep(resumeAfterMs, { summary: summary('Wait for the next share of the quota') });
    progress = { ...progress, share: number + 1, resumesAt: null };
  }
  throw ApplicationFailure.nonRetryable(`The stock could not be compared within ${SHARES_MAX} shares of the quota.`);
}

function firstShare(input: SyncInventoryInput): StockShareInput {
  const last = workflowInfo().lastResult as SyncInventoryResult | undefined;
  const finding = last?.guard ?? null;
  // An acceptance is of one finding: it says nothing of another that came since.
  const accepted = finding !== null && finding.at === input.accept?.at ? finding : null;
  return { ...input, accepted, cursor: null, tallies: NO_TALLIES, bookmark: last?.bookmark ?? null };
}
