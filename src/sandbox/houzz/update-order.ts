import type { HouzzCall, HouzzDesk } from './desk.js';
import type { WireRecord } from './envelope.js';
import { findReleased } from './get-orders.js';
import type { HouzzOrderDocument } from './order-document.js';
import { isOrderAction, mayMove, moveOrder, ORDER_ACTIONS, type Move, type OrderAction } from './order-moves.js';
import { HouzzRefusal } from './refusal.js';
import { chargesByItself } from './release.js';
import { SHIPPING_METHODS } from './shipping-methods.js';

const CANCEL_CODES: readonly string[] = ['1', '2', '3', '4'];

/** `updateOrder`: one action on one whole order. */
export function updateOrder(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const action = required(call, 'Action');
  const order = findReleased(desk, required(call, 'OrderId'));
  if (!isOrderAction(action)) throw new HouzzRefusal('invalid-request', `Action ${action} is not known.`);
  const move = readMove(desk, call, action);
  if (!isIgnored(desk, order, action)) {
    checkLegal(desk, order, action);
    checkCharge(desk, moveOrder(desk, order, { move, by: 'call' }), action);
  }
  return {};
}

/** A declined card has happened either way; only whether the answer says so is unknown. */
function checkCharge(desk: HouzzDesk, moved: HouzzOrderDocument, action: OrderAction): void {
  if (action !== 'Charge' || moved.status === 'Charged' || desk.reading('houzz.declined-charge') === 'accepted') return;
  throw new HouzzRefusal('charge-declined', 'The charge was declined.');
}

function isIgnored(desk: HouzzDesk, order: HouzzOrderDocument, action: OrderAction): boolean {
  if (isPastAction(desk, action)) return desk.reading('houzz.process-and-charge-in-auto-charge') === 'ignored';
  return order.status === ORDER_ACTIONS[action].to && desk.reading('houzz.repeated-action') === 'ignored';
}

function checkLegal(desk: HouzzDesk, order: HouzzOrderDocument, action: OrderAction): void {
  if (isLegal(desk, order, action) && !isPastAction(desk, action)) return;
  throw new HouzzRefusal('illegal-action', `${action} is not possible for an order in status ${order.status}.`);
}

function isLegal(desk: HouzzDesk, order: HouzzOrderDocument, action: OrderAction): boolean {
  if (action === 'Charge' && order.status === 'Placed')
    return desk.reading('houzz.charge-before-process') === 'allowed';
  if (action === 'Cancel' && order.status === 'Charged') return desk.reading('houzz.cancel-when-charged') === 'allowed';
  return mayMove(order, action);
}

/** Since September 2021 Houzz authorises orders by itself, and these two steps are gone. */
function isPastAction(desk: HouzzDesk, action: OrderAction): boolean {
  return (action === 'Process' || action === 'Charge') && chargesByItself(desk);
}

function readMove(desk: HouzzDesk, call: HouzzCall, action: OrderAction): Move {
  switch (action) {
    case 'Process':
    case 'Charge':
      return { action };
    case 'Ship':
      return { action, shippingMethod: readShippingMethod(desk, call), trackingNumber: readTracking(desk, call) };
    case 'Cancel':
      return { action, code: readCancelCode(desk, call), comments: readComments(desk, call) };
  }
}

function readShippingMethod(desk: HouzzDesk, call: HouzzCall): string {
  const method = required(call, 'ShippingMethod');
  if (desk.reading('houzz.shipping-methods') === 'free-text' || SHIPPING_METHODS.includes(method)) return method;
  throw new HouzzRefusal('invalid-request', `ShippingMethod ${method} is not known.`);
}

function readTracking(desk: HouzzDesk, call: HouzzCall): string {
  const isOptional = desk.reading('houzz.ship-without-tracking') === 'accepted';
  const tracking = isOptional ? (call.fields.get('TrackingNumber') ?? '') : required(call, 'TrackingNumber');
  const limit = desk.reading('houzz.tracking-limit');
  if (limit === 'none' || tracking.length <= Number(limit)) return tracking;
  throw new HouzzRefusal('invalid-request', `TrackingNumber is longer than ${limit} signs.`);
}

function readCancelCode(desk: HouzzDesk, call: HouzzCall): string | null {
  const code = call.fields.get('CancelCode') ?? '';
  if (desk.reading('houzz.cancel-codes') === 'any') return code === '' ? null : code;
  if (CANCEL_CODES.includes(code)) return code;
  throw new HouzzRefusal('invalid-request', 'CancelCode must be one of 1, 2, 3, 4.');
}

function readComments(desk: HouzzDesk, call: HouzzCall): string | null {
  if (desk.reading('houzz.cancel-comments') === 'required') return required(call, 'Comments');
  return call.fields.get('Comments') ?? null;
}

function required(call: HouzzCall, name: string): string {
  const value = call.fields.get(name) ?? '';
  if (value === '') throw new HouzzRefusal('invalid-request', `${name} is missing.`);
  return value;
}
