import type { LedgerEffect, LedgerEntry } from '../../sandbox/ledger.js';

/** What happened in the services, as one sentence; undefined for calls and for what nobody wants to watch. */
export function sentenceOf(entry: LedgerEntry): string | undefined {
  if (entry.kind === 'call') return undefined;
  const sentence = SENTENCES[`${entry.service} ${entry.effect}`]?.(entry);
  return sentence === undefined || sentence === '' ? undefined : `${clock(entry.at)}  ${sentence}`;
}

const SENTENCES: Readonly<Record<string, (effect: LedgerEffect) => string>> = {
  'houzz order.placed': ({ subject, details }) => `${subject}  placed in Houzz, ${cents(details['total'])}`,
  'houzz order.shipped': ({ subject, details }) =>
    `${subject}  reported as shipped: ${word(details['trackingNumber'])}`,
  'houzz order.cancelled': ({ subject, by }) =>
    `${subject}  cancelled in Houzz ${by === 'call' ? 'for an operator' : 'by the buyer'}`,
  'houzz stock.set': ({ subject, details, by }) =>
    // A sale or a restock by hand shows by itself; what was written is news.
    by === 'call' ? `${subject}  stock shown: ${word(details['previous'])} -> ${word(details['quantity'])}` : '',
  'tradegecko order.created': ({ details }) =>
    `${word(details['referenceNumber'])}  delivered as ${word(details['orderNumber'])}`,
  'tradegecko order.voided': ({ details }) =>
    `${word(details['referenceNumber'])}  ${word(details['orderNumber'])} is void`,
  'tradegecko fulfillment.created': ({ details }) => `sales order ${word(details['orderId'])}: a parcel is packed`,
  'tradegecko fulfillment.fulfilled': ({ details }) =>
    `sales order ${word(details['orderId'])}: parcel ${word(details['trackingNumber'])} has left`,
  'tradegecko stock.set': ({ details }) =>
    `${word(details['sku'])}  counted in a warehouse: ${word(details['previous'])} -> ${word(details['quantity'])}`,
};

const word = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : 'unknown';

/** Houzz writes totals with four decimals. */
const cents = (value: unknown): string => word(value).replace(/00$/, '');

/** The time of day where the reader is. */
function clock(at: string): string {
  return new Date(at).toTimeString().slice(0, 8);
}
