import { type JsonRecord, readOptionalText } from '../control/input.js';
import { ControlError } from '../service.js';
import { nowAt, type HouzzDesk } from './desk.js';
import { moneyOf } from './money.js';
import type { HouzzOrderDocument, HouzzRefund } from './order-document.js';
import { mintId } from './order-ids.js';
import { changeOrder } from './order-moves.js';
import { cents, sumsOf, type Sums } from './order-total.js';
import { readMoney } from './place-order.js';

/** Gives money back as the seller does in the web screens; all that is left of the order's where no amount is told. */
export function refundOrder(desk: HouzzDesk, order: HouzzOrderDocument, body: JsonRecord): HouzzOrderDocument {
  // The money is taken when the order ships, so before that there is nothing to give back.
  if (order.status !== 'Shipped')
    throw new ControlError(409, `An order in status ${order.status} has no money to refund.`);
  const left = leftOf(desk, order);
  const amounts = isFull(body) ? left : readAmounts(body);
  checkWithin(amounts, left);
  const createdAt = nowAt(desk);
  const refund: HouzzRefund = {
    refundId: mintId(Date.parse(createdAt), desk.random, (key) => desk.orders.isTaken(key)),
    createdAt,
    price: moneyOf(-amounts.goods),
    tax: moneyOf(-amounts.tax),
    shipping: moneyOf(-amounts.shipping),
  };
  const { price, tax, shipping } = refund;
  return changeOrder(desk, order, {
    changes: { refunds: [...order.refunds, refund] },
    by: 'control',
    effect: 'order.refunded',
    details: { refundId: refund.refundId, price, tax, shipping },
  });
}

function isFull(body: JsonRecord): boolean {
  return ['price', 'tax', 'shipping'].every((key) => readOptionalText(body, key) === undefined);
}

function readAmounts(body: JsonRecord): Sums {
  return {
    goods: cents(readMoney(body, 'price')),
    tax: cents(readMoney(body, 'tax')),
    shipping: cents(readMoney(body, 'shipping')),
  };
}

function leftOf(desk: HouzzDesk, order: HouzzOrderDocument): Sums {
  const sums = sumsOf(desk, order);
  const given = (key: 'price' | 'tax' | 'shipping'): number =>
    order.refunds.reduce((sum, refund) => sum + cents(refund[key]), 0);
  return {
    goods: sums.goods + given('price'),
    tax: sums.tax + given('tax'),
    shipping: sums.shipping + given('shipping'),
  };
}

function checkWithin(amounts: Sums, left: Sums): void {
  const isEmpty = amounts.goods + amounts.tax + amounts.shipping === 0;
  const isTooMuch = amounts.goods > left.goods || amounts.tax > left.tax || amounts.shipping > left.shipping;
  if (isEmpty || isTooMuch) throw new ControlError(409, 'A refund must be above nothing and within what is left.');
}
