import type { Problem } from './attention.js';
import type { ChannelOrderId, SalesOrderId } from './ids.js';
import { formatMinorUnits } from './money.js';
import { isGone, type SalesOrder, type SalesOrderDraft } from './sales-order.js';

/** What the sales orders found under an order's numbers mean for its delivery. */
export type Match =
  /** `others`: more live ones that stand for the same channel order. */
  | {
      readonly kind: 'own';
      readonly salesOrder: SalesOrder;
      readonly doubt: Problem | null;
      readonly others: readonly SalesOrderId[];
    }
  | { readonly kind: 'blocked'; readonly problem: Problem }
  | { readonly kind: 'nothing' };

/**
 * The live sales orders that stand for a channel order: those that hold its full id. A reference alone may be another
 * customer's number by chance, and staff may have edited one of the two numbers.
 */
export function liveOnesOf(channelOrderId: ChannelOrderId, found: readonly SalesOrder[]): readonly SalesOrder[] {
  return found.filter((order) => !isGone(order) && holdsId(order, channelOrderId));
}

/**
 * Takes over what already stands for a draft. What is void or deleted is never made again without a person, who then
 * names it in `replaces`; a live one under our number without our id is neither taken over nor made a second time.
 */
export function adopt(found: readonly SalesOrder[], draft: SalesOrderDraft, replaces: readonly SalesOrderId[]): Match {
  const standing = found.filter(({ id }) => !replaces.includes(id));
  const [own, ...more] = liveOnesOf(draft.channelOrderId, standing);
  if (own !== undefined) {
    const others = more.map(({ id }) => id);
    return { kind: 'own', salesOrder: own, doubt: doubtAbout(own, draft, others), others };
  }
  const gone = standing.find(isGone);
  if (gone !== undefined) {
    const what = `Sales order ${gone.id} for ${draft.reference} is ${gone.status.kind} there.`;
    return { kind: 'blocked', problem: { reason: 'voided-in-order-system', what, salesOrderId: gone.id } };
  }
  const [stranger] = standing;
  if (stranger === undefined) return { kind: 'nothing' };
  const what =
    `Sales order ${stranger.id} has the number ${draft.reference} but not the order id ${draft.channelOrderId}: ` +
    'write the id into its other number when it is this order, or give it another number when it is not.';
  return { kind: 'blocked', problem: { reason: 'refused-by-order-system', what } };
}

/** What is odd about a sales order that was just made; `differs` is what its system sees in number and status. */
export function doubtAboutNew(order: SalesOrder, draft: SalesOrderDraft, differs: string | null): Problem | null {
  if (isGone(order)) {
    const what = `Sales order ${order.id} was ${order.status.kind} as soon as it was made.`;
    return { reason: 'voided-in-order-system', what, salesOrderId: order.id };
  }
  if (differs === null) return doubtAbout(order, draft, []);
  return {
    reason: 'changed-in-order-system',
    what: `Sales order ${order.id} was made otherwise than asked: ${differs}.`,
  };
}

function doubtAbout(order: SalesOrder, draft: SalesOrderDraft, others: readonly SalesOrderId[]): Problem | null {
  const [second] = others;
  if (second !== undefined) {
    const what = `Sales orders ${order.id} and ${second} both stand for ${draft.reference}: void one of them.`;
    return { reason: 'changed-in-order-system', what };
  }
  if (order.status.kind === 'unrecognised') {
    const what = `Sales order ${order.id} has the status "${order.status.raw}", which is not known here.`;
    return { reason: 'changed-in-order-system', what };
  }
  if (order.total === draft.total) return null;
  const [there, here] = [formatMinorUnits(order.total), formatMinorUnits(draft.total)];
  const what = `Sales order ${order.id} totals ${there}; the channel order totals ${here}.`;
  return { reason: 'total-mismatch', what };
}

/** As the channel writes it, or within the number of another hub, which may have left the hyphens out. */
function holdsId({ orderNumber, referenceNumber }: SalesOrder, channelOrderId: ChannelOrderId): boolean {
  const digits = digitsIn(channelOrderId);
  return [orderNumber, referenceNumber].some(
    (number) => number === channelOrderId || (digits.length === ID_DIGITS && digitsIn(number).includes(digits)),
  );
}

/** Fewer digits than the channel's ids have could stand in another order's number by chance. */
const ID_DIGITS = 16;

const digitsIn = (text: string): string => text.replaceAll(/\D/g, '');
