import type { GuardFinding } from '../../domain/stock-guard.js';

/** What the guard found, as a sentence with its figures. */
export function guardWords(finding: GuardFinding): string {
  return finding.kind === 'zeroes'
    ? `${finding.zeroes} of ${finding.listings} listings that show something would be set to zero.`
    : `TradeGecko lists ${finding.items} variants, where there were ${finding.itemsBefore}.`;
}

/** What a person does about a finding. */
export const GUARD_NEXT =
  'Look at the stock in TradeGecko. When it is right as it stands, run "orderbridge sync --accept": that covers these ' +
  'figures and none that are worse. When it is not, mend it: the next sane reading goes on by itself.';
