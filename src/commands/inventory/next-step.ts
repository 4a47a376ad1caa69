import { formatDuration } from '../../config/durations.js';
import type { SkuInspection } from '../../messages/stock-inspection.js';
import { GUARD_NEXT, describeFinding } from '../../domain/stock/guard.js';
import { shortInstant } from '../output/text.js';

/** What the next comparison does with a SKU, and why. */
export function nextOf(inspection: SkuInspection, raiseAfterMs: number): string {
  const finding = inspection.last?.guard ?? null;
  const guarded =
    finding === null ? '' : ` But the guard stopped the last one: ${describeFinding(finding)} ${GUARD_NEXT}`;
  return `${planWords(inspection, formatDuration(raiseAfterMs))}${guarded}`;
}

function planWords({ plan, trustedAt }: SkuInspection, raiseAfter: string): string {
  switch (plan.kind) {
    case 'keep':
      return 'The next comparison leaves it as it is.';
    case 'skipped':
      return 'It is never written: its row in inventory.skuRules says skip.';
    case 'lower':
      return `The next comparison lowers it to ${plan.quantity}, at once: what is shown and not there gets sold.`;
    case 'raise':
      return `The next comparison raises it to ${plan.quantity}: that has stood for ${raiseAfter}.`;
    case 'wait': {
      const known = trustedAt === null ? 'never yet' : `${shortInstant(trustedAt)} UTC`;
      const since = shortInstant(plan.since);
      return (
        `A raise to ${plan.quantity} waits since ${since} UTC: an order that has not reached us yet may have taken ` +
        `what seems free. It is written when it has stood for ${raiseAfter} before an order sweep that succeeds; the ` +
        `last of those began ${known}.`
      );
    }
    case 'problem':
      return `Nothing can be written (${plan.reason}): ${plan.what}`;
  }
}
