import type { BlockingReason } from '../../domain/attention.js';
import type { NeedsAttentionState, OrderState } from '../../domain/order-state.js';
import { DECISIONS } from '../../domain/resolution.js';
import type { OrderStatus } from '../../messages/order-messages.js';
import { openDecisions } from './cancel-unresolved.js';
import { deliveredIn } from './needs-attention.js';
import type { OrderRun } from './run.js';

/** An update that a person can send about an order as it stands, ready to copy. */
export interface Answer {
  readonly update: 'resolveAttention' | 'resolveCancellation';
  /** JSON; what a person has to put in their own words is told from what counts by itself. */
  readonly payload: string;
}

/** The updates that would be taken now; none for an order that waits for nobody. */
export function answersTo(state: OrderState, run: OrderRun, lines: OrderStatus['lines']): readonly Answer[] {
  if (state.kind === 'cancel-unresolved') {
    return openDecisions(state, run).map((decision) => ({
      update: 'resolveCancellation',
      payload: `{ "decision": "${decision}", "by": "your name" }`,
    }));
  }
  return state.kind === 'needs-attention' ? attentionAnswers(state, lines) : [];
}

/** What can be corrected or decided about an order that needs attention. */
export function attentionAnswers(state: NeedsAttentionState, lines: OrderStatus['lines']): readonly Answer[] {
  return [...correctionsOf(state, lines), ...decisionsOf(state)].map((change) => ({
    update: 'resolveAttention',
    payload: `{ "by": "your name", "why": "the reason", ${change} }`,
  }));
}

/** What can be corrected as long as no sales order stands. */
function correctionsOf({ problem, resume }: NeedsAttentionState, lines: OrderStatus['lines']): readonly string[] {
  if (deliveredIn(resume) !== undefined) return [];
  return CORRECTIONS[problem.reason]?.(lines) ?? [];
}

const CORRECTIONS: Readonly<Partial<Record<BlockingReason, (lines: OrderStatus['lines']) => readonly string[]>>> = {
  'unknown-sku': (lines) => [`"line": { ${lineIn(lines)}, "newSku": "the right SKU" }`],
  'invalid-address': () => ['"address": { "city": "the right city" }'],
  'total-mismatch': (lines) => [`"line": { ${lineIn(lines)}, "price": "1.00" }`],
  'refused-by-order-system': () => ['"address": { "postalCode": "the right postal code" }'],
};

/** Which line is meant can be filled in only where there is no other. */
function lineIn([only, ...others]: OrderStatus['lines']): string {
  return `"sku": ${only === undefined || others.length > 0 ? '"the SKU in the order"' : JSON.stringify(only.sku)}`;
}

function decisionsOf({ problem, resume }: NeedsAttentionState): readonly string[] {
  // No sales order is made whose lines miss the total, so there is nothing to accept before one stands.
  if (problem.reason === 'total-mismatch' && resume.kind !== 'awaiting-shipment') return [];
  return Object.entries(DECISIONS).flatMap(([decision, answered]) =>
    answered === problem.reason ? [`"decision": "${decision}"`] : [],
  );
}
