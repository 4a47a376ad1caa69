import type { Json } from '../state.js';
import { nowAt, type By, type HouzzDesk } from './desk.js';
import type { HouzzOrderDocument, HouzzStatus } from './order-document.js';
import { restoreStock, takeStock } from './stock.js';

/** The actions on an order, from which states each is legal, and where it leads. */
export const ORDER_ACTIONS = {
  Process: { from: ['Placed'], to: 'Processing', effect: 'order.processed' },
  Charge: { from: ['Processing', 'FailedToCharge'], to: 'Charged', effect: 'order.charged' },
  Ship: { from: ['Charged'], to: 'Shipped', effect: 'order.shipped' },
  Cancel: { from: ['Placed', 'Processing', 'FailedToCharge', 'Charged'], to: 'Canceled', effect: 'order.cancelled' },
} as const satisfies Record<string, { from: readonly HouzzStatus[]; to: HouzzStatus; effect: string }>;
export type OrderAction = keyof typeof ORDER_ACTIONS;

/** Whether a word is an action; the `Cancle` of some old clients is none. */
export function isOrderAction(word: string): word is OrderAction {
  return Object.hasOwn(ORDER_ACTIONS, word);
}

/** Whether an action is legal where the order stands. */
export function mayMove(order: HouzzOrderDocument, action: OrderAction): boolean {
  const legal: readonly HouzzStatus[] = ORDER_ACTIONS[action].from;
  return legal.includes(order.status);
}

/** What an action brings along. */
export type Move = PlainMove | { readonly action: 'Charge' };

type PlainMove =
  | { readonly action: 'Process' }
  | { readonly action: 'Ship'; readonly shippingMethod: string; readonly trackingNumber: string }
  | { readonly action: 'Cancel'; readonly code: string | null; readonly comments: string | null };

/** Carries an order on and tells the ledger; the caller has checked that the action is legal. */
export function moveOrder(desk: HouzzDesk, order: HouzzOrderDocument, how: { move: Move; by: By }): HouzzOrderDocument {
  const { move, by } = how;
  if (move.action === 'Charge') return chargeOrder(desk, order, { by, at: nowAt(desk) });
  const { to, effect } = ORDER_ACTIONS[move.action];
  const changes = { ...partsOf(move), status: to, changedAt: nowAt(desk) };
  const moved = changeOrder(desk, order, { changes, by, effect, details: detailsOf(move) });
  if (move.action === 'Cancel') restoreStock(desk, order.taken, by);
  return moved;
}

/** Has the buyer's card authorised, or declined where the buyer's next charge is to be. */
export function chargeOrder(
  desk: HouzzDesk,
  order: HouzzOrderDocument,
  { by, at }: { readonly by: By; readonly at: string },
): HouzzOrderDocument {
  const { declines = 0 } = order;
  if (declines > 0) {
    const changes = { status: 'FailedToCharge', changedAt: at, declines: declines - 1 } as const;
    return changeOrder(desk, order, { changes, by, effect: 'order.charge-failed' });
  }
  const takesNow = desk.reading('houzz.placement-decrements') === 'when-charged' && order.taken.length === 0;
  const taken = takesNow ? takeStock(desk, order.lines) : order.taken;
  const changes = { status: 'Charged', changedAt: at, chargedAt: at, taken } as const;
  return changeOrder(desk, order, { changes, by, effect: ORDER_ACTIONS.Charge.effect });
}

/** What changes on an order, and how the ledger tells it. */
interface OrderChange {
  readonly changes: Partial<HouzzOrderDocument>;
  readonly by: By;
  readonly effect: string;
  readonly details?: Readonly<Record<string, Json>>;
}

/** Changes an order and tells the ledger. */
export function changeOrder(desk: HouzzDesk, order: HouzzOrderDocument, change: OrderChange): HouzzOrderDocument {
  const { changes, by, effect, details = {} } = change;
  const changed = { ...order, ...changes };
  desk.orders.put(changed);
  const part = order.shipmentId === order.orderId ? {} : { shipmentId: order.shipmentId };
  desk.world.ledger.effect({ service: 'houzz', by, effect, subject: order.orderId, details: { ...details, ...part } });
  return changed;
}

function partsOf(move: PlainMove): Partial<HouzzOrderDocument> {
  switch (move.action) {
    case 'Process':
      return {};
    case 'Ship':
      return { ship: { shippingMethod: move.shippingMethod, trackingNumber: move.trackingNumber } };
    case 'Cancel':
      return { cancel: { code: move.code, comments: move.comments } };
  }
}

function detailsOf(move: PlainMove): Record<string, string> {
  if (move.action === 'Ship') return { shippingMethod: move.shippingMethod, trackingNumber: move.trackingNumber };
  // The comment may name the buyer, so only the code is told.
  return move.action === 'Cancel' && move.code !== null ? { cancelCode: move.code } : {};
}
