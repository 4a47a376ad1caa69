import { forgetOldFalls, noteShown, noteWritten } from '../../domain/stock/memory.js';
import type { StockProblem } from '../../messages/sweeps.js';
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
  readonly raised: number;
  readonly problems: readonly StockProblem[];
  /** False when more was to be written than one share may. */
  readonly isComplete: boolean;
}

/** What is read of a share is older the longer it is written, so a share ends and reads anew. */
const WRITES_MAX = 2_000;
const WRITING_MAX_MS = 10 * 60 * 1000;

/** Writes what differs, what shows too much first; one refused SKU never stops the rest. */
export async function writeStock(writer: StockWriter, rows: readonly ComparedListing[]): Promise<WriteOutcome> {
  const differing = rows.filter(({ decision }) => decision.kind !== 'keep');
  const lowersFirst = [
    ...differing.filter(({ decision }) => decision.kind === 'lower'),
    ...differing.filter(({ decision }) => decision.kind === 'raise'),
  ].slice(0, WRITES_MAX);
  const { sure, doubled } = await withoutDoubled(writer, lowersFirst);
  const outcomes: SingleOutcome[] = [];
  const endMs = Date.now() + WRITING_MAX_MS;
  for (const { sku } of sure) {
    if (Date.now() > endMs) break;
    outcomes.push(await writeOne(writer, sku));
  }
  return {
    lowered: outcomes.filter((outcome) => outcome === 'lower').length,
    raised: outcomes.filter((outcome) => outcome === 'raise').length,
    problems: [...doubled, ...outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [] : [outcome]))],
    isComplete: outcomes.length === sure.length && lowersFirst.length === differing.length,
  };
}

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

type SingleOutcome = 'lower' | 'raise' | 'kept' | StockProblem;

/** Decides once more by what is shown at this moment: a buyer may have been faster than the share. */
async function writeOne({ marketplace, comparison, call }: StockWriter, sku: string): Promise<SingleOutcome> {
  const { memory, listings, clock } = comparison;
  const [fresh] = await marketplace.readListings([sku], call);
  if (fresh === undefined || fresh === null) {
    return { sku, reason: 'refused', what: 'The channel says that there is no such listing.' };
  }
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
  const [result] = await marketplace.setStock([{ sku, quantity: write }], call);
  if (result?.kind === 'refused') return { sku, reason: 'refused', what: result.what };
  const read = memory.get(sku);
  if (read !== undefined) memory.set(sku, noteWritten(read, write));
  rememberRaise(comparison, sku, row.decision);
  listings.shown.set(sku, write);
  return kind;
}
