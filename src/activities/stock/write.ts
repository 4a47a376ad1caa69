import { forgetOldFalls, noteLostWrite, noteShown, noteWritten } from '../../domain/stock/memory.js';
import type { StockProblem } from '../../messages/sweeps.js';
import { ApiError, type ApiErrorCode } from '../../ports/api-error.js';
import type { CallOptions } from '../../ports/call.js';
import type { Marketplace } from '../../ports/marketplace.js';
import type { OrderSystem } from '../../ports/order-system.js';
import { compareListing, rememberRaise, type ComparedListing, type Comparison } from './compare.js';
import type { SkuIndex } from './skus.js';

/** What writing takes. */
export interface StockWriter {
  readonly marketplace: Pick<Marketplace, 'readListings' | 'setStock'>;
  readonly orderSystem: Pick<OrderSystem, 'findItems'>;
  readonly skuIndex: SkuIndex;
  readonly comparison: Comparison;
  readonly call: CallOptions;
}

/** What became of the figures that differed. */
export interface WriteOutcome {
  readonly lowered: number;
  /** Those of them that show nothing now. */
  readonly emptied: number;
  readonly raised: number;
  readonly problems: readonly StockProblem[];
  /** False when more was to be written than one share may. */
  readonly isComplete: boolean;
}

/** What is read of a share is older the longer it is written, so a share ends and reads anew. */
const WRITES_MAX = 2_000;
const WRITING_MAX_MS = 10 * 60 * 1000;

/** So many failures one after the other are no matter of single SKUs. */
const FAILURES_IN_A_ROW_MAX = 3;

/** Writes what differs, what shows too much first; one SKU that is refused, or that fails, never stops the rest. */
export async function writeStock(writer: StockWriter, rows: readonly ComparedListing[]): Promise<WriteOutcome> {
  const differing = rows.filter(({ decision }) => decision.kind !== 'keep');
  const lowersFirst = [
    ...differing.filter(({ decision }) => decision.kind === 'lower'),
    ...differing.filter(({ decision }) => decision.kind === 'raise'),
  ].slice(0, WRITES_MAX);
  const { sure, doubled } = await withoutDoubled(writer, lowersFirst);
  const endMs = Date.now() + WRITING_MAX_MS;
  const first = await writeEach(
    writer,
    sure.map(({ sku }) => sku),
    endMs,
  );
  // What failed in passing is mended by a second try, so that no figure that is too high stands until the next run.
  const failed = first.flatMap((outcome) => (isFailure(outcome) ? [outcome.sku] : []));
  const again = await writeEach(writer, failed, endMs);
  const outcomes = [...first.filter((outcome) => !isFailure(outcome)), ...again];
  return {
    lowered: outcomes.filter((outcome) => outcome === 'lower' || outcome === 'empty').length,
    emptied: outcomes.filter((outcome) => outcome === 'empty').length,
    raised: outcomes.filter((outcome) => outcome === 'raise').length,
    problems: [...doubled, ...outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [] : [outcome]))],
    isComplete: outcomes.length === sure.length && lowersFirst.length === differing.length,
  };
}

/** One after the other, until all are written or the time is over. */
async function writeEach(writer: StockWriter, skus: readonly string[], endMs: number): Promise<SingleOutcome[]> {
  const outcomes: SingleOutcome[] = [];
  let failuresInARow = 0;
  for (const sku of skus) {
    if (Date.now() > endMs) break;
    try {
      outcomes.push(await writeOne(writer, sku));
      failuresInARow = 0;
    } catch (error) {
      failuresInARow += 1;
      if (!isOfOneSku(error) || failuresInARow === FAILURES_IN_A_ROW_MAX) throw error;
      outcomes.push({ sku, reason: 'failed', what: error.summary });
    }
  }
  return outcomes;
}

const isFailure = (outcome: SingleOutcome): outcome is StockProblem =>
  typeof outcome !== 'string' && outcome.reason === 'failed';

/** What a service may answer to one SKU alone, while it takes the others. */
const OF_ONE_SKU: readonly ApiErrorCode[] = ['server-fault', 'timed-out', 'unexpected-shape', 'not-found'];

const isOfOneSku = (error: unknown): error is ApiError => error instanceof ApiError && OF_ONE_SKU.includes(error.code);

/** A second live item with the same SKU may stand on a page that is read later: asked by SKU, both are found. */
async function withoutDoubled(
  { orderSystem, skuIndex, call }: StockWriter,
  rows: readonly ComparedListing[],
): Promise<{ readonly sure: readonly ComparedListing[]; readonly doubled: readonly StockProblem[] }> {
  const skus = [...new Set(rows.flatMap(({ sku }) => skuIndex.partSkusOf(sku)))];
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { sku } of await orderSystem.findItems(skus, call)) {
    if (seen.has(sku)) twice.add(sku);
    seen.add(sku);
  }
  const doubled = rows.flatMap(({ sku }): StockProblem[] => {
    const part = skuIndex.partSkusOf(sku).find((one) => twice.has(one));
    const what = `Several live items have the SKU "${part ?? sku}".`;
    return part === undefined ? [] : [{ sku, reason: 'several-items', what }];
  });
  const unsure = new Set(doubled.map(({ sku }) => sku));
  return { sure: rows.filter(({ sku }) => !unsure.has(sku)), doubled };
}

type SingleOutcome = 'lower' | 'empty' | 'raise' | 'kept' | StockProblem;

/** Decides once more by what is shown at this moment: a buyer may have been faster than the share. */
async function writeOne({ marketplace, comparison, call }: StockWriter, sku: string): Promise<SingleOutcome> {
  const { memory, listings, clock } = comparison;
  const [fresh] = await marketplace.readListings([sku], call);
  if (fresh === undefined || fresh === null) {
    return { sku, reason: 'refused', what: 'The channel says that there is no such listing.' };
  }
  if (fresh.quantity === null) return { sku, reason: 'unreadable', what: `The listing cannot be read: ${fresh.what}.` };
  const shown = fresh.quantity;
  const known = memory.get(sku);
  listings.shown.set(sku, shown);
  if (known !== undefined) {
    // Imported orders were counted when the share was read; what fell since then is for the next one to explain.
    const noted = noteShown(known, { shown, imported: 0, cancelled: 0, nowMs: Date.now() });
    memory.set(sku, forgetOldFalls(noted, clock));
  }
  const row = compareListing(comparison, sku);
  if (row?.kind !== 'compared' || row.decision.kind === 'keep') return 'kept';
  const { write, kind } = row.decision;
  const [result] = await marketplace.setStock([{ sku, quantity: write }], call).catch((error: unknown) => {
    const unsure = memory.get(sku);
    if (unsure !== undefined && mayBeApplied(error)) memory.set(sku, noteLostWrite(unsure, write));
    throw error;
  });
  if (result?.kind === 'refused') return { sku, reason: 'refused', what: result.what };
  const read = memory.get(sku);
  if (read !== undefined) memory.set(sku, noteWritten(read, write));
  rememberRaise(comparison, sku, row.decision);
  listings.shown.set(sku, write);
  return write === 0 ? 'empty' : kind;
}

const mayBeApplied = (error: unknown): boolean =>
  !(error instanceof ApiError && error.details.mayHaveBeenApplied === false);
