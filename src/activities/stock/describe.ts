import { partsOf } from '../../domain/sku-rules.js';
import type {
  HiddenUnits,
  SkuInspection,
  StockDifference,
  StockDifferences,
  StockPlan,
  UnitsInFlight,
} from '../../messages/stock-inspection.js';
import type { SyncInventoryResult } from '../../messages/sweeps.js';
import type { Comparison, ComparisonRules, ListingRow } from './compare.js';
import type { StockPicture } from './read.js';
import type { ReadListings } from './listings.js';
import type { SkuIndex } from './skus.js';

const NAMED_MAX = 50;

/** What a comparison says of a listing, as what it would do. */
function planOf(row: ListingRow): StockPlan {
  if (row.kind === 'problem') return { kind: 'problem', reason: row.reason, what: row.what };
  if (row.kind === 'skipped') return { kind: 'skipped' };
  const { decision } = row;
  if (decision.kind !== 'keep') return { kind: decision.kind, quantity: decision.write };
  if (decision.raise === null) return { kind: 'keep' };
  const { quantity, since } = decision.raise;
  return { kind: 'wait', quantity, since: new Date(since).toISOString() };
}

/** A listing whose figure differs, or that has none; undefined where all is as it should be. */
export function differenceOf(row: ListingRow, listings: ReadListings): StockDifference | undefined {
  const plan = planOf(row);
  const { sku } = row;
  if (plan.kind === 'keep' || plan.kind === 'skipped') return undefined;
  const shown = listings.listedTwice.has(sku) ? null : (listings.shown.get(sku) ?? null);
  if (row.kind !== 'compared') return { sku, shown, quantity: null, hidden: 0, plan };
  const { quantity, quantityWithoutHidden } = row.target;
  return { sku, shown, quantity, hidden: quantityWithoutHidden - quantity, plan };
}

/** Everything that an inspection of one SKU is made of. */
export interface Inspected {
  readonly sku: string;
  /** Undefined where the channel holds no such listing. */
  readonly row: ListingRow | undefined;
  readonly comparison: Comparison;
  readonly picture: StockPicture;
  readonly skuIndex: SkuIndex;
  readonly skuRules: ComparisonRules['skuRules'];
  readonly last: SyncInventoryResult | undefined;
}

/** The stock of one SKU, figure by figure. */
export function describeSku(inspected: Inspected): SkuInspection {
  const { sku, row, comparison, last } = inspected;
  const { clock, listings, targets } = comparison;
  const unlisted = {
    kind: 'problem',
    reason: 'not-listed',
    what: `The channel has no live listing of "${sku}".`,
  } as const;
  return {
    kind: 'sku',
    sku,
    shown: listings.shown.get(sku) ?? null,
    target: targets(sku),
    plan: row === undefined ? unlisted : planOf(row),
    hidden: hiddenUnits(inspected).slice(0, NAMED_MAX),
    inFlight: unitsInFlight(inspected).slice(0, NAMED_MAX),
    readAt: new Date(clock.nowMs).toISOString(),
    trustedAt: clock.trustedMs === 0 ? null : new Date(clock.trustedMs).toISOString(),
    last: last === undefined ? null : { comparedAt: last.comparedAt, guard: last.guard },
  };
}

/** The falls of every SKU that shares an item with this one, and its own gap. */
function hiddenUnits({ sku, comparison: { memory }, skuIndex }: Inspected): readonly HiddenUnits[] {
  const sharing = new Set(skuIndex.partSkusOf(sku).flatMap((part) => skuIndex.channelSkusOf(part)));
  const gap = memory.get(sku)?.gap;
  const falls = [...sharing].flatMap((one) => (memory.get(one)?.falls ?? []).map((fall) => ({ sku: one, ...fall })));
  return [...(gap ? [{ sku, ...gap }] : []), ...falls].map(({ sku: fallen, units, at }) => ({
    sku: fallen,
    units,
    seenAt: new Date(at).toISOString(),
  }));
}

function unitsInFlight({ sku, picture, skuIndex, skuRules }: Inspected): readonly UnitsInFlight[] {
  const parts = new Set(skuIndex.partSkusOf(sku));
  return picture.orders.inFlight.flatMap(({ orderId, memo }) =>
    memo.lines
      .flatMap((line) => partsOf(line.sku, skuRules).map((part) => ({ ...part, units: part.quantity * line.quantity })))
      .filter((part) => parts.has(part.sku))
      .map((part) => ({ orderId, sku: part.sku, units: part.units })),
  );
}

/** How many listings have each plan. */
export function countPlans(rows: readonly ListingRow[]): StockDifferences['counts'] {
  const counts = { keep: 0, skipped: 0, lower: 0, raise: 0, wait: 0, problem: 0 };
  for (const row of rows) counts[planOf(row).kind] += 1;
  return counts;
}
