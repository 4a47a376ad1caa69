import { checkAddress, type Recipient } from './address.js';
import type { BlockingReason, Problem } from './attention.js';
import type { ChannelOrder } from './channel-order.js';
import { draftLinesOf, taxOf, totalOf } from './draft-lines.js';
import { findLineReading, type Basis, type LineReading, type LineReadingResult } from './line-readings.js';
import { formatMinorUnits, type MinorUnits } from './money.js';
import { findDraftProblem, findOrderProblem } from './order-limits.js';
import { referenceOf } from './reference.js';
import type { OrderRules } from './order-rules.js';
import type { DraftLine, SalesOrderDraft } from './sales-order.js';
import { findRuleProblem } from './sku-rules.js';
import { oneLine } from './texts.js';

/** What became of a channel order: a sales order to deliver, or why a person has to look. */
export type ImportResult =
  { readonly kind: 'draft'; readonly draft: SalesOrderDraft } | { readonly kind: 'blocked'; readonly problem: Problem };

/** What the channel's levels of service add to the tags, by their name in lower case. */
const SERVICE_TAGS: ReadonlyMap<string, string> = new Map([['expedited', 'expedited']]);

function blocked(reason: BlockingReason, what: string): ImportResult {
  return { kind: 'blocked', problem: { reason, what } };
}

const BASIS_WORDS = { 'per-line': 'by line', 'per-unit': 'by unit' } as const satisfies Record<Basis, string>;

function describeReading({ tax, shipping }: LineReading): string {
  if (tax === shipping) return `tax and shipping ${BASIS_WORDS[tax]}`;
  return `tax ${BASIS_WORDS[tax]}, shipping ${BASIS_WORDS[shipping]}`;
}

function describeMismatch({ sums, channelTotal }: Extract<LineReadingResult, { kind: 'mismatch' }>): string {
  const amounts = [...new Set(sums.map(({ sum }) => sum))];
  const words = amounts.map((amount) => {
    const reading = sums.find(({ sum }) => sum === amount)?.reading;
    const isOnlyOne = amounts.length === 1 || reading === undefined;
    return isOnlyOne ? formatMinorUnits(amount) : `${formatMinorUnits(amount)} (${describeReading(reading)})`;
  });
  return `The order's lines add up to ${words.join(' or ')}, but the channel's total is ${formatMinorUnits(channelTotal)}.`;
}

function tagsOf(order: ChannelOrder, rules: OrderRules): readonly string[] {
  const serviceTag = SERVICE_TAGS.get(order.shippingMethod.trim().toLowerCase());
  return [...new Set([...rules.tags, ...(serviceTag === undefined ? [] : [serviceTag])])];
}

function notesOf(order: ChannelOrder, more: readonly string[]): string {
  const method = oneLine(order.shippingMethod);
  const first = `Channel order ${order.orderId}. Shipping method: ${method === '' ? 'not given' : method}.`;
  return [first, ...more].join('\n');
}

interface DraftParts {
  readonly recipient: Recipient;
  readonly notes: readonly string[];
  readonly lines: readonly DraftLine[];
  readonly total: MinorUnits;
}

function draftOf(order: ChannelOrder, rules: OrderRules, parts: DraftParts): SalesOrderDraft {
  const reference = referenceOf(order.orderId, rules.referencePrefix);
  return {
    reference,
    // Unique, because the order's id is; a person who looks for the order finds its address by the same word.
    addressLabel: reference,
    channelOrderId: order.orderId,
    issuedOn: order.issuedOn,
    ...parts.recipient,
    currency: rules.currency,
    tags: tagsOf(order, rules),
    notes: notesOf(order, parts.notes),
    lines: parts.lines,
    total: parts.total,
  };
}

/** What the channel says the sales order must come to; its tax is no part of that when tax becomes no line. */
function expectedTotal(order: ChannelOrder, reading: LineReading, rules: OrderRules): MinorUnits {
  return rules.taxLine ? order.total : order.total - taxOf(order, reading);
}

/** Maps a channel order to the sales order that is delivered for it, or says what blocks it. */
export function importOrder(order: ChannelOrder, rules: OrderRules): ImportResult {
  const orderProblem = findOrderProblem(order) ?? findRuleProblem(order, rules.skuRules);
  if (orderProblem !== undefined) return { kind: 'blocked', problem: orderProblem };

  const checked = checkAddress(order, rules.homeCountry);
  if (checked.kind === 'incomplete') {
    return blocked('invalid-address', `The delivery address lacks ${checked.missing.join(', ')}.`);
  }

  const found = findLineReading(order);
  if (found.kind === 'mismatch') return blocked('total-mismatch', describeMismatch(found));

  const lines = draftLinesOf(order, found.reading, rules);
  const draftProblem = findDraftProblem(lines);
  if (draftProblem !== undefined) return { kind: 'blocked', problem: draftProblem };

  // The lines are summed on another path than the reading was found on, so a slip in either stops here.
  const total = totalOf(lines);
  const expected = expectedTotal(order, found.reading, rules);
  if (total !== expected) {
    const sums = `${formatMinorUnits(total)}, but the channel's is ${formatMinorUnits(expected)}`;
    return blocked('total-mismatch', `The sales order's total would be ${sums}.`);
  }
  return { kind: 'draft', draft: draftOf(order, rules, { ...checked, lines, total }) };
}
