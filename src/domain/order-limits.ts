import type { Problem } from './attention.js';
import type { ChannelLine, ChannelOrder } from './channel-order.js';
import type { MinorUnits } from './money.js';
import type { DraftLine } from './sales-order.js';

/** The most lines an order may have, before and after its kits are taken apart. */
const LINES_MAX = 200;
/** The most units one line may have, before and after kits. */
const QUANTITY_MAX = 1_000_000;
/** The most one line may come to, in minor units: the sum of all lines then stays an exact integer. */
const AMOUNT_MAX = 1_000_000_000_000;

// A raw status is the channel's word, but nothing bounds its length.
const RAW_STATUS_LENGTH_MAX = 40;

/** A broken cent could add up to whole ones, so the amount itself is looked at before it is multiplied. */
function isWithinLimit(amount: MinorUnits, quantity = 1): boolean {
  return Number.isSafeInteger(amount) && Math.abs(amount * quantity) <= AMOUNT_MAX;
}

function findLineProblem(line: ChannelLine, place: number): Problem | undefined {
  const quantity = line.kind === 'product' ? line.quantity : 1;
  if (line.kind === 'product' && line.sku.trim() === '') {
    return { reason: 'unknown-sku', what: `Line ${place} has no SKU.` };
  }
  if (quantity > QUANTITY_MAX) {
    return { reason: 'too-large', what: `Line ${place} has more than ${QUANTITY_MAX} units.` };
  }
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    return { reason: 'total-mismatch', what: `Line ${place} has the quantity ${quantity}, so it cannot be added up.` };
  }
  const price = line.kind === 'product' ? line.unitPrice : line.amount;
  if (![price, line.tax, line.shipping].every((amount) => isWithinLimit(amount, quantity))) {
    return { reason: 'too-large', what: `Line ${place} has an amount that cannot be added up exactly.` };
  }
  return undefined;
}

function findLinesProblem(lines: readonly ChannelLine[]): Problem | undefined {
  if (lines.length > LINES_MAX) {
    return { reason: 'too-large', what: `The order has ${lines.length} lines; at most ${LINES_MAX} are imported.` };
  }
  if (!lines.some((line) => line.kind === 'product')) {
    return { reason: 'total-mismatch', what: 'The order has no product line that could account for its total.' };
  }
  for (const [index, line] of lines.entries()) {
    const problem = findLineProblem(line, index + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The first reason why an order cannot be mapped as it stands; undefined when there is none. */
export function findOrderProblem(order: ChannelOrder): Problem | undefined {
  if (order.status.kind === 'unrecognised') {
    const raw = order.status.raw.slice(0, RAW_STATUS_LENGTH_MAX);
    return { reason: 'unrecognised-status', what: `The channel gives the status "${raw}", which is not known here.` };
  }
  if (order.shipmentId !== order.orderId) {
    return { reason: 'split-in-channel', what: 'The shipment id differs from the order id: the order was split.' };
  }
  if (![order.flatShipping, order.flatShippingTax].every((amount) => isWithinLimit(amount))) {
    return { reason: 'too-large', what: 'The flat shipping or its tax cannot be added up exactly.' };
  }
  return findLinesProblem(order.lines);
}

/** What kits made too large to be delivered; undefined when nothing is. */
export function findDraftProblem(lines: readonly DraftLine[]): Problem | undefined {
  if (lines.length > LINES_MAX) {
    const what = `With its kits taken apart the order has ${lines.length} lines; at most ${LINES_MAX} are delivered.`;
    return { reason: 'too-large', what };
  }
  const tooMany = lines.find((line) => line.kind === 'item' && line.quantity > QUANTITY_MAX);
  if (tooMany?.kind !== 'item') return undefined;
  const what = `With its kits taken apart the order has more than ${QUANTITY_MAX} units of "${tooMany.sku}" in a line.`;
  return { reason: 'too-large', what };
}
