import { nowAt, type By, type HouzzDesk } from './desk.js';
import type { HouzzOrderDocument, HouzzStatus } from './order-document.js';
import { restoreStock } from './stock.js';

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
export type Move =
  | { readonly action: 'Process' | 'Charge' }
  | { readonly action: 'Ship'; readonly shippingMethod: string; readonly trackingNumber: string }
  | { readonly action: 'Cancel'; readonly code: string | null; readonly comments: string | null };

/** Carries an order on and tells the ledger; the caller has checked that the action is legal. */
export function moveOrder(desk: HouzzDesk, order: HouzzOrderDocument, how: { move: Move; by: By }): HouzzOrderDocument {
  const { move, by } = how;
  const { to, effect } = ORDER_ACTIONS[move.action];
  const changedAt = nowAt(desk);
  const moved = { ...order, ...partsOf(move, changedAt), status: to, changedAt };
  desk.orders.put(moved);
  const about = { service: 'houzz', by, subject: order.orderId } as const;
  desk.world.ledger.effect({ ...about, effect, details: detailsOf(move) });
  if (move.action === 'Cancel') restoreStock(desk, order.taken, by);
  return moved;
}

function partsOf(move: Move, atText: string): Partial<HouzzOrderDocument> {
  switch (move.action) {
    case 'Process':
      return {};
    case 'Charge':
      return { chargedAt: atText };
    case 'Ship':
      return { ship: { shippingMethod: move.shippingMethod, trackingNumber: move.trackingNumber } };
    case 'Cancel':
      return { cancel: { code: move.code, comments: move.comments } };
  }
}

function detailsOf(move: Move): Record<string, string> {
  if (move.action === 'Ship') return { shippingMethod: move.shippingMethod, trackingNumber: move.trackingNumber };
  // The comment may name the buyer, so only the code is told.
  return move.action === 'Cancel' && move.code !== null ? { cancelCode: move.code } : {};
}
