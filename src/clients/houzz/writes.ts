import type { ChannelStatus } from '../../domain/channel-order.js';
import type { CallOptions } from '../../ports/call.js';
import type {
  ChannelCancelResult,
  Listing,
  Marketplace,
  OrderKey,
  ReportResult,
  StockWrite,
} from '../../ports/marketplace.js';
import type { AuthoriseTools } from './authorise.js';
import type { HouzzCalls } from './calls.js';
import { refusalOf } from './status-of.js';
import { shippingMethodOf, trackingNumbersOf, type ShippingRules } from './shipping-methods.js';

/** The codes of Houzz's order screen; a comment has to go with each. */
const CANCEL_COMMENTS: ReadonlyMap<string, string> = new Map([
  ['1', 'Item is out of stock'],
  ['2', 'Buyer found it cheaper elsewhere'],
  ['3', 'Buyer changed their mind'],
  ['4', 'Ordered by mistake'],
]);

/** What writing takes: the calls, a way to read one order back, and the account's shipping methods. */
export interface WriteTools extends AuthoriseTools {
  readonly shipping: ShippingRules;
}

/** Makes the calls that change something. */
export function createHouzzWrites(tools: WriteTools): Pick<Marketplace, 'reportShipment' | 'cancelOrder' | 'setStock'> {
  return {
    async reportShipment(order, shipments, { isRepeat, ...options }) {
      if (isRepeat) {
        // Houzz takes one Ship for an order, and what a second one does is unknown: look before it.
        const settled = await settledBefore(tools, order, options);
        if (settled !== null) return settled;
      }
      const method = shippingMethodOf(shipments, tools.shipping);
      if (method === undefined) {
        const { carrier, service } = shipments[0];
        return { kind: 'unmapped-carrier', what: `no shipping method for carrier "${carrier}", service "${service}"` };
      }
      const fields = [
        ['OrderId', order.orderId],
        ['Action', 'Ship'],
        ['ShippingMethod', method],
        ['TrackingNumber', trackingNumbersOf(shipments)],
      ] as const;
      const refusal = await refusalOf(tools.calls.write('updateOrder', fields, options));
      if (refusal === null) return { kind: 'reported' };
      const status = await tools.statusOf(order, options);
      if (hasLapsed(tools, status)) return { kind: 'authorisation-lapsed' };
      return status?.kind === 'shipped' ? { kind: 'already-reported' } : { kind: 'refused', what: refusal, status };
    },
    cancelOrder: (order, code, options) => cancelOrder(tools, { order, code }, options),
    setStock: (list, options) => setStock(tools.calls, list, options),
  };
}

async function settledBefore(tools: WriteTools, order: OrderKey, options: CallOptions): Promise<ReportResult | null> {
  const status = await tools.statusOf(order, options);
  if (status === null) return { kind: 'refused', what: 'the order is not in a complete answer of Houzz', status };
  if (status.kind === 'shipped') return { kind: 'already-reported' };
  if (status.kind === 'cancelled') return { kind: 'refused', what: 'the order is cancelled in Houzz', status };
  return null;
}

/** Only in the classic flow does an order fall back to where it has to be charged again, by us. */
function hasLapsed({ flow }: WriteTools, status: ChannelStatus | null): boolean {
  return flow === 'classic' && status?.kind === 'processing';
}

async function cancelOrder(
  tools: WriteTools,
  { order, code }: { readonly order: OrderKey; readonly code: string },
  options: CallOptions,
): Promise<ChannelCancelResult> {
  const comments = CANCEL_COMMENTS.get(code);
  if (comments === undefined) return { kind: 'refused', what: 'the cancel code is none of 1, 2, 3, 4', status: null };
  const fields = [
    ['OrderId', order.orderId],
    ['Action', 'Cancel'],
    ['CancelCode', code],
    ['Comments', comments],
  ] as const;
  const refusal = await refusalOf(tools.calls.write('updateOrder', fields, options));
  if (refusal === null) return { kind: 'cancelled' };
  const status = await tools.statusOf(order, options);
  return status?.kind === 'cancelled' ? { kind: 'cancelled' } : { kind: 'refused', what: refusal, status };
}

/** One call a SKU, one after the other: Houzz has no batch, and only a modest sequential rate is known to be taken. */
async function setStock(
  calls: HouzzCalls,
  list: readonly Listing[],
  options: CallOptions,
): Promise<readonly StockWrite[]> {
  const writes: StockWrite[] = [];
  for (const { sku, quantity } of list) {
    const fields = [
      ['SKU', sku],
      ['Action', 'update'],
      ['Quantity', String(quantity)],
    ] as const;
    const refusal = await refusalOf(calls.write('updateInventory', fields, options));
    writes.push(refusal === null ? { kind: 'written', sku } : { kind: 'refused', sku, what: refusal });
  }
  return writes;
}
