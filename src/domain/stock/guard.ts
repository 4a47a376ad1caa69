/** When a comparison must not be believed without a person. */
export interface StockGuardRules {
  /** The most of the listings that may be set to zero at once, in percent of those that show something. */
  readonly zeroShare: number;
  /** So many listings may be set to zero at once, whatever their share. */
  readonly zeroMin: number;
  /** The fewest items that must still be there, in percent of the last good run's. */
  readonly itemsShare: number;
}

/** Why nothing is written. */
export type GuardFinding =
  | {
      readonly kind: 'zeroes';
      readonly zeroes: number;
      /** Listings compared that show something. */
      readonly listings: number;
      /** When it was found, ISO 8601 in UTC: its name when a person accepts it. */
      readonly at: string;
    }
  | { readonly kind: 'fewer-items'; readonly items: number; readonly itemsBefore: number; readonly at: string };

/** What the guard looks at before anything is written. */
export interface GuardedComparison {
  /** What is shown and what would be, of each listing compared. */
  readonly compared: Iterable<{ readonly shown: number; readonly quantity: number }>;
  /** How many items there are; null when nobody says. */
  readonly items: number | null;
  /** How many the last good run knew; null before the first. */
  readonly itemsBefore: number | null;
  readonly at: string;
}

/** Finds what looks like a broken answer instead of a change of stock; null when all looks sane. */
export function findGuardFinding(comparison: GuardedComparison, rules: StockGuardRules): GuardFinding | null {
  const { compared, items, itemsBefore, at } = comparison;
  if (items !== null && itemsBefore !== null && items * 100 < itemsBefore * rules.itemsShare) {
    return { kind: 'fewer-items', items, itemsBefore, at };
  }
  let zeroes = 0;
  let listings = 0;
  for (const { shown, quantity } of compared) {
    if (shown <= 0) continue;
    listings += 1;
    if (quantity <= 0) zeroes += 1;
  }
  const isTooMany = zeroes > rules.zeroMin && zeroes * 100 > listings * rules.zeroShare;
  return isTooMany ? { kind: 'zeroes', zeroes, listings, at } : null;
}

/** Whether a person's acceptance of an earlier finding covers this one: no more zeroes than a few, no fewer items. */
export function isAccepted(
  finding: GuardFinding,
  accepted: GuardFinding | null,
  { zeroMin }: Pick<StockGuardRules, 'zeroMin'>,
): boolean {
  if (accepted === null) return false;
  if (finding.kind === 'zeroes') return accepted.kind === 'zeroes' && finding.zeroes <= accepted.zeroes + zeroMin;
  return accepted.kind === 'fewer-items' && finding.items >= accepted.items;
}

/** What is left of an acceptance once so many listings were emptied: each part of a large catalogue is guarded by itself. */
export function leftOfAcceptance(accepted: GuardFinding, emptied: number): GuardFinding {
  return accepted.kind === 'zeroes' ? { ...accepted, zeroes: accepted.zeroes - emptied } : accepted;
}

/** What the guard found, as a sentence with its figures. */
export function describeFinding(finding: GuardFinding): string {
  return finding.kind === 'zeroes'
    ? `${finding.zeroes} of ${finding.listings} listings that show something would be set to zero.`
    : `TradeGecko lists ${finding.items} variants, where there were ${finding.itemsBefore}.`;
}

/** What a person does about a finding. */
export const GUARD_NEXT =
  'Look at the stock in TradeGecko. When it is right as it stands, run "orderbridge sync --accept": that covers these ' +
  'figures and none that are worse. When it is not, mend it: the next sane reading goes on by itself.';
