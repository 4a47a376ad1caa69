import { readDates } from './dates.js';
import type { HouzzCall, HouzzDesk } from './desk.js';
import type { WireRecord } from './envelope.js';
import { moneyOf } from './money.js';
import { readPaging } from './paging.js';
import { HouzzRefusal } from './refusal.js';
import { settle, type Settlement } from './settlements.js';

/** What Houzz keeps of a seller's sales, and of a vendor's; the shares are made up. */
const COMMISSION = 0.15;
const ALLOWANCE = 0.05;

/** `getPayments`: the ids of the payments whose last day is within the dates, and nothing else of them. */
export function getPayments(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const { fromMs = -Infinity, beforeMs = Infinity } = readDates(desk, call);
  const { start, count } = readPaging(desk, call);
  const ids = settle(desk)
    .filter(({ lastDayMs }) => lastDayMs >= fromMs && lastDayMs < beforeMs)
    .map(({ paymentId }) => paymentId)
    .slice(start, start + count);
  return ids.length === 0 ? {} : { Payments: ids };
}

/** `getTransactions`: the figures of one payment. */
export function getTransactions(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const paymentId = call.parameter('PaymentId') ?? '';
  if (paymentId === '') throw new HouzzRefusal('invalid-request', 'PaymentId is missing.');
  const settlement = settle(desk).find((candidate) => candidate.paymentId === paymentId);
  if (settlement === undefined) throw new HouzzRefusal('not-found', 'There is no payment with this PaymentId.');
  return { Payment: desk.options.accountType === 'vendor' ? ofVendor(desk, settlement) : ofSeller(desk, settlement) };
}

function ofSeller(desk: HouzzDesk, { fromDate, toDate, sums }: Settlement): WireRecord {
  const commission = Math.round(sums.goods * COMMISSION);
  return {
    FromDate: fromDate,
    ToDate: toDate,
    Sales: moneyOf(sums.goods),
    Shipping: moneyOf(sums.shipping),
    Tax: moneyOf(sums.tax),
    Commission: deduction(desk, commission),
    DepositAmount: moneyOf(sums.goods + sums.shipping + sums.tax - commission),
  };
}

function ofVendor(desk: HouzzDesk, { fromDate, toDate, sums }: Settlement): WireRecord {
  const amount = sums.goods + sums.shipping + sums.tax;
  const allowance = Math.round(amount * ALLOWANCE);
  return {
    FromDate: fromDate,
    ToDate: toDate,
    Amount: moneyOf(amount),
    Allowance: deduction(desk, allowance),
    DepositAmount: moneyOf(amount - allowance),
  };
}

function deduction(desk: HouzzDesk, amount: number): string {
  return moneyOf(desk.reading('houzz.deduction-sign') === 'minus' ? -amount : amount);
}
