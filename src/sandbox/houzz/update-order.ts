import type { HouzzCall, HouzzDesk } from './desk.js';
import type { WireRecord } from './envelope.js';
import type { HouzzOrderDocument } from './order-document.js';
import { isOrderAction, mayMove, moveOrder, ORDER_ACTIONS, type Move, type OrderAction } from './order-moves.js';
import { HouzzRefusal } from './refusal.js';
import { SHIPPING_METHODS } from './shipping-methods.js';

const CANCEL_CODES: readonly string[] = ['1', '2', '3', '4'];

/** `updateOrder`: one action on one whole order. */
export function updateOrder(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const action = required(call, 'Action');
  const order = desk.orders.get(required(call, 'OrderId'));
  if (order === undefined) throw new HouzzRefusal('not-found', 'There is no order with this OrderId.');
  if (!isOrderAction(action)) throw new HouzzRefusal('invalid-request', `Action ${action} is not known.`);
  const move = readMove(desk, call, action);
  if (!isIgnored(desk, order, action)) {
    checkLegal(desk, order, action);
    moveOrder(desk, order, { move, by: 'call' });
  }
  return {};
}

function isIgnored(desk: HouzzDesk, order: HouzzOrderDocument, action: OrderAction): boolean {
  if (isPastAction(desk, action)) return desk.reading('houzz.process-and-charge-in-auto-charge') === 'ignored';
  return order.status === ORDER_ACTIONS[action].to && desk.reading('houzz.repeated-action') === 'ignored';
}

function checkLegal(desk: HouzzDesk, order: HouzzOrderDocument, action: OrderAction): void {
  const isTooLate =
    action === 'Cancel' && order.status === 'Charged' && desk.reading('houzz.cancel-when-charged') === 'refused';
  if (mayMove(order, action) && !isTooLate && !isPastAction(desk, action)) return;
  throw new HouzzRefusal('illegal-action', `${action} is not possible for an order in status ${order.status}.`);
}

/** Since September 2021 Houzz authorises orders by itself, and these two steps are gone. */
function isPastAction(desk: HouzzDesk, action: OrderAction): boolean {
  return (action === 'Process' || action === 'Charge') && desk.reading('houzz.flow') === 'auto-charge';
}

function readMove(desk: HouzzDesk, call: HouzzCall, action: OrderAction): Move {
  switch (action) {
    case 'Process':
    case 'Charge':
      return { action };
    case 'Ship':
      return { action, shippingMethod: readShippingMethod(desk, call), trackingNumber: readTracking(desk, call) };
    case 'Cancel':
      return { action, code: readCancelCode(desk, call), comments: call.fields.get('Comments') ?? null };
  }
}

function readShippingMethod(desk: HouzzDesk, call: HouzzCall): string {
  const method = required(call, 'ShippingMethod');
  if (desk.reading('houzz.shipping-methods') === 'free-text' || SHIPPING_METHODS.includes(method)) return method;
  throw new HouzzRefusal('invalid-request', `ShippingMethod ${method} is not known.`);
}

function readTracking(desk: HouzzDesk, call: HouzzCall): string {
  const isOptional = desk.reading('houzz.ship-without-tracking') === 'accepted';
  return isOptional ? (call.fields.get('TrackingNumber') ?? '') : required(call, 'TrackingNumber');
}

function readCancelCode(desk: HouzzDesk, call: HouzzCall): string | null {
  const code = call.fields.get('CancelCode') ?? '';
  if (desk.reading('houzz.cancel-codes') === 'any') return code === '' ? null : code;
  if (CANCEL_CODES.includes(code)) return code;
  throw new HouzzRefusal('invalid-request', 'CancelCode must be one of 1, 2, 3, 4.');
}

function required(call: HouzzCall, name: string): string {
  const value = call.fields.get(name) ?? '';
  if (value === '') throw new HouzzRefusal('invalid-request', `${name} is missing.`);
  return value;
}
