import type { ChannelStatus } from '../../domain/channel-order.js';
import { ApiError } from '../../ports/api-error.js';
import type { CallOptions } from '../../ports/call.js';
import type { OrderKey, OrderLookup } from '../../ports/marketplace.js';
import { readName } from './calls.js';

/** Reads an order's status now; null when Houzz does not hold it. */
export type StatusOf = (order: OrderKey, options: CallOptions) => Promise<ChannelStatus | null>;

/** The status that a look-up tells. An order that cannot be read stops whoever asked, for a guess could be wrong. */
export function statusIn(lookup: OrderLookup | undefined): ChannelStatus | null {
  if (lookup === undefined || lookup.kind === 'missing') return null;
  if (lookup.kind === 'found') return lookup.order.status;
  throw new ApiError({ ...readName('getOrders'), code: 'unexpected-shape', what: lookup.what });
}

/** What Houzz said against a write; null when it took it. Everything but a refusal is thrown on. */
export async function refusalOf(write: Promise<void>): Promise<string | null> {
  try {
    await write;
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'refused') return error.details.what;
    throw error;
  }
}
