import { Context, log } from '@temporalio/activity';
import {
  describeFinding,
  findGuardFinding,
  isAccepted,
  leftOfAcceptance,
  type GuardFinding,
} from '../../domain/stock/guard.js';
import { movedPart } from '../../domain/stock/memory.js';
import type { StockBookmark, StockTallies, SyncInventoryResult } from '../../messages/sweeps.js';
import { ApiError } from '../../ports/api-error.js';
import { compareListing, prepareComparison, type ComparedListing, type ComparisonRules } from './compare.js';
import { runSweep } from '../pause-connection.js';
import { readClock } from './clock.js';
import { createStockKeeper, type OpenedMemory } from './keeper.js';
import { readShare, type ReadShare, type StockShare, type StockShareInput } from './share.js';
import { createSkuIndex } from './skus.js';
import { addShare, isCompared } from './tallies.js';
import { PAUSE_MS } from './walk.js';
import { writeStock, type WriteOutcome } from './write.js';

/** What one share came to: the comparison is finished, or goes on when the quota allows. */
export type StockShareOutcome =
  | { readonly kind: 'done'; readonly result: SyncInventoryResult }
  | {
      readonly kind: 'more';
      readonly cursor: string | null;
      readonly resumeAfterMs: number;
      readonly tallies: StockTallies;
      readonly bookmark: StockBookmark | null;
      /** What is left of the finding that a person accepted. */
      readonly accepted: GuardFinding | null;
    };

export interface StockSyncActivities {
  syncStock(input: StockShareInput): Promise<StockShareOutcome>;
}

/** Listings whose memory travels with a result; a worker remembers all. */
const MOVED_MAX = 200;

const NOTHING_WRITTEN: WriteOutcome = { lowered: 0, emptied: 0, raised: 0, problems: [], isComplete: true };

/** The services and the rules of a connection, as far as its stock is concerned. */
export type StockSyncDependencies = Pick<StockShare, 'marketplace' | 'orderSystem' | keyof ComparisonRules>;

/** Makes the comparison of stock, share by share. */
export function createStockSync(dependencies: StockSyncDependencies): StockSyncActivities {
  const tools = { ...dependencies, skuIndex: createSkuIndex(dependencies.skuRules), keeper: createStockKeeper() };
  return {
    syncStock: (input) => runSweep(input.connection, (call) => compareOrWait({ ...tools, input, call })),
  };
}

/** A share that came upon a spent quota is done again when there is more; what it noted and wrote is remembered. */
async function compareOrWait(share: StockShare): Promise<StockShareOutcome> {
  try {
    return await compareShare(share);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'rate-limited')) throw error;
    const { cursor, tallies, bookmark, accepted } = share.input;
    const resumeAfterMs = error.details.retryAfterMs ?? PAUSE_MS;
    return { kind: 'more', cursor, resumeAfterMs, tallies, bookmark, accepted };
  }
}

async function compareShare(share: StockShare): Promise<StockShareOutcome> {
  const { input, keeper } = share;
  const clock = await readClock(Context.current().client, input);
  const opened = keeper.open(input.bookmark);
  const read = await readShare(share, opened);
  const worked: OpenedMemory = { ...opened, since: read.picture.orders.latest };
  // What is noted and written from here on stays true when the share fails: its next try must neither take our own
  // writes for sales nor count an imported order twice.
  keeper.keep(worked);
  const { memory } = worked;
  const comparison = prepareComparison(read.picture, share, { memory, listings: read.listings, clock });
  const rows = [...read.skus].flatMap((sku) => compareListing(comparison, sku) ?? []);
  const found = findGuarded(share, read, rows.filter(isCompared));
  const finding = found === null || isAccepted(found, input.accepted, input.guard) ? null : found;
  if (finding !== null) log.error(wordsOf(finding), { connection: input.connection });
  const written =
    finding === null ? await writeStock({ ...share, comparison }, rows.filter(isCompared)) : NOTHING_WRITTEN;
  if (written.isComplete) for (const sku of read.skus) read.listings.compared.add(sku);
  const tag = crypto.randomUUID();
  keeper.keep({ ...worked, tags: [...worked.tags, tag] });
  const { items } = read.walked;
  const figures = { listings: read.listings.shown.size, items: items.length, rows, written };
  return outcomeOf(read, written, {
    tallies: addShare(input.tallies, figures),
    bookmark: { tag, since: worked.since, moved: movedPart(memory, MOVED_MAX), items: input.bookmark?.items ?? null },
    guard: finding,
    cursor: input.cursor,
    accepted: input.accepted === null ? null : leftOfAcceptance(input.accepted, written.emptied),
  });
}

/** What the guard finds in a share, whether or not a person has accepted it. */
export function findGuarded(
  { input }: StockShare,
  { walked }: ReadShare,
  compared: readonly ComparedListing[],
): GuardFinding | null {
  // At the beginning the order system says how many items there are; at the end they were counted.
  const items = walked.isEnd ? input.tallies.items + walked.items.length : input.cursor === null ? walked.total : null;
  const figures = compared.map(({ shown, decision }) => ({
    shown,
    quantity: decision.kind === 'keep' ? shown : decision.write,
  }));
  const at = new Date().toISOString();
  const itemsBefore = input.bookmark?.items ?? null;
  return findGuardFinding({ compared: figures, items, itemsBefore, at }, input.guard);
}

function wordsOf(finding: GuardFinding): string {
  return `Stock was not written. ${describeFinding(finding)} If that is right, run "orderbridge sync --accept".`;
}

interface ShareEnd {
  readonly tallies: StockTallies;
  readonly bookmark: StockBookmark;
  readonly guard: GuardFinding | null;
  /** Where the share began. */
  readonly cursor: string | null;
  readonly accepted: GuardFinding | null;
}

function outcomeOf(
  { walked }: ReadShare,
  { isComplete }: WriteOutcome,
  { tallies, bookmark, guard, cursor, accepted }: ShareEnd,
): StockShareOutcome {
  const comparedAt = new Date().toISOString();
  if (guard !== null) return { kind: 'done', result: { ...tallies, comparedAt, guard, bookmark } };
  // The share is read anew and goes on with what it has not written.
  if (!isComplete) return { kind: 'more', cursor, resumeAfterMs: 0, tallies, bookmark, accepted };
  const { isEnd, nextCursor, resumeAfterMs } = walked;
  if (!isEnd) return { kind: 'more', cursor: nextCursor, resumeAfterMs, tallies, bookmark, accepted };
  return { kind: 'done', result: { ...tallies, comparedAt, guard, bookmark: { ...bookmark, items: tallies.items } } };
}
