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
}

/** The one next step for each reason, in the words that terminal and Web UI share. */
export const NEXT_STEP: Readonly<Record<BlockingReason | FlagReason, string>> = {
  'unknown-sku': 'Create the SKU in TradeGecko or add an alias to the configuration; the order goes on by itself.',
  'ambiguous-sku': 'Archive or rename all but one of the variants with this SKU in TradeGecko; then send retryNow.',
  'invalid-address': 'Ask the buyer for a complete address and mend the order in Houzz; then send retryNow.',
  'total-mismatch': 'Compare both sums; when Houzz is right, mend the sales order in TradeGecko by hand.',
  'unmapped-carrier': 'Add the carrier to shipments.carriers in the configuration; then send retryNow.',
  'tracking-missing': 'Add the tracking number to the fulfilment in TradeGecko.',
  'refused-by-order-system': 'Mend what TradeGecko names; then send retryNow.',
  'refused-by-channel': 'Look at the order in Houzz Seller Central; then send retryNow.',
  unauthorised: 'Renew the credentials and restart the worker; the order goes on by itself.',
  'unrecognised-status': 'Look at the order in Houzz Seller Central; then send retryNow or cancelOrder.',
  'voided-in-order-system': 'Cancel the order in Houzz, or send cancelOrder with a cancel code.',
  'changed-in-order-system': 'Compare the sales order with the order in Houzz and ship by hand what is owed.',
  'missing-in-channel': 'Look for the order in Houzz Seller Central; then send retryNow or cancelOrder.',
  'split-in-channel': 'Handle the parts by hand in both systems; then send cancelOrder here.',
  'too-large': 'Enter this order into TradeGecko by hand; then send cancelOrder here.',
  overdue: 'Ship the order, or cancel it.',
  'changed-in-channel': 'Compare the order in Houzz with the sales order in TradeGecko.',
  'open-in-channel': 'Ship or cancel the order in Houzz Seller Central.',
};
