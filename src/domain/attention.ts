import type { SalesOrderId } from './ids.js';

/** Reasons that stop an order until its cause is mended or a person decides. */
export const BLOCKING_REASONS = [
  'unknown-sku',
  'ambiguous-sku',
  'invalid-address',
  'total-mismatch',
  'unmapped-carrier',
  'tracking-missing',
  'refused-by-order-system',
  'refused-by-channel',
  'payment-declined',
  'unauthorised',
  'unrecognised-status',
  'voided-in-order-system',
  'changed-in-order-system',
  'missing-in-channel',
  'split-in-channel',
  'too-large',
] as const;

/** Reasons that mark an order without stopping it. */
export const FLAG_REASONS = ['overdue', 'changed-in-channel', 'open-in-channel'] as const;

export type BlockingReason = (typeof BLOCKING_REASONS)[number];
export type FlagReason = (typeof FLAG_REASONS)[number];

/** Why an order is stopped: the reason, and one sentence without personal data that says what and where. */
export interface Problem {
  readonly reason: BlockingReason;
  readonly what: string;
  /** The sales order that a decision about this problem is about; left out where it is about none. */
  readonly salesOrderId?: SalesOrderId;
}

/** The one next step for each reason, in the words that terminal and Web UI share. */
export const NEXT_STEP: Readonly<Record<BlockingReason | FlagReason, string>> = {
  'unknown-sku':
    'Create the SKU in TradeGecko, add an alias to the configuration, or correct the line with resolveAttention.',
  'ambiguous-sku':
    'Archive or rename all but one of the variants with this SKU in TradeGecko; the order goes on by itself.',
  'invalid-address': 'Ask the buyer for a complete address; then send resolveAttention with the parts that were wrong.',
  'total-mismatch':
    'Compare both sums; then send resolveAttention with the line as it should be, or, where a sales order stands and ' +
    'is right, with "decision": "accept-total".',
  'unmapped-carrier': 'Add the carrier to shipments.carriers in the configuration; then send retryNow.',
  'tracking-missing':
    'Add the tracking number to the fulfilment in TradeGecko, or send resolveAttention with "decision": ' +
    '"ship-without-tracking".',
  'refused-by-order-system': 'Mend what TradeGecko names, there or with resolveAttention; then send retryNow.',
  'refused-by-channel': 'Look at the order in Houzz Seller Central; then send retryNow.',
  'payment-declined': 'Have the buyer mend the payment, or charge the order in Houzz; the order goes on by itself.',
  unauthorised: 'Renew the credentials, restart the worker and run "orderbridge start"; the order goes on by itself.',
  'unrecognised-status': 'Look at the order in Houzz Seller Central; then send retryNow or cancelOrder.',
  'voided-in-order-system':
    'Send cancelOrder with a cancel code, or resolveAttention with "decision": "deliver-again".',
  'changed-in-order-system':
    'Mend the sales order in TradeGecko, or send resolveAttention with "decision": "ship-as-it-is".',
  'missing-in-channel': 'Look for the order in Houzz Seller Central; then send retryNow or cancelOrder.',
  'split-in-channel': 'Handle the parts by hand in both systems; then send cancelOrder here.',
  'too-large': 'Enter this order into TradeGecko by hand; then send cancelOrder here.',
  overdue: 'Ship the order, or cancel it.',
  'changed-in-channel': 'Compare the order in Houzz with the sales order in TradeGecko.',
  'open-in-channel': 'Ship or cancel the order in Houzz Seller Central.',
};

/** The next step for a reason as lists hold it; empty when there is none, or it comes from a newer version. */
export function nextStepOf(reason: string | null): string {
  const known = [...BLOCKING_REASONS, ...FLAG_REASONS].find((one) => one === reason);
  return known === undefined ? '' : NEXT_STEP[known];
}
