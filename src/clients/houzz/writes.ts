import type { ChannelStatus } from '../../domain/channel-order.js';
import { ApiError } from '../../ports/api-error.js';
import type { CallOptions } from '../../ports/call.js';
import type {
  ChannelCancelResult,
  Listing,
  Marketplace,
  OrderKey,
  OrderLookup,
  ReportResult,
  StockWrite,
} from '../../ports/marketplace.js';
import type { HouzzCalls } from './calls.js';
import { shippingMethodOf, trackingNumbersOf, type ShippingRules } from './shipping-methods.js';

/** The codes of Houzz's order screen; a comment has to go with each. */
const CANCEL_COMMENTS: ReadonlyMap<string, string> = new Map([
  ['1', 'Item is out of stock'],
  ['2', 'Buyer found it cheaper elsewhere'],
  ['3', 'Buyer changed their mind'],
  ['4', 'Ordered by mistake'],
]);

/** What writing takes: the calls, a way to read one order back, and the account's shipping methods. */
export interface WriteTools {
  readonly calls: HouzzCalls;
  readonly lookUpOne: (key: OrderKey, options: CallOptions) => Promise<OrderLookup>;
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
      const status = await statusOf(tools, order, options);
      return status?.kind === 'shipped' ? { kind: 'already-reported' } : { kind: 'refused', what: refusal, status };
    },
    cancelOrder: (order, code, options) => cancelOrder(tools, { order, code }, options),
    setStock: (list, options) => setStock(tools.calls, list, options),
  };
}

async function settledBefore(tools: WriteTools, order: OrderKey, options: CallOptions): Promise<ReportResult | null> {
  const status = await statusOf(tools, order, options);
  if (status === null) return { kind: 'refused', what: 'the order is not in a complete answer of Houzz', status };
  if (status.kind === 'shipped') return { kind: 'already-reported' };
  if (status.kind === 'cancelled') return { kind: 'refused', what: 'the order is cancelled in Houzz', status };
  return null;
}

/** The order's status now; null when Houzz does not hold it. */
async function statusOf(tools: WriteTools, order: OrderKey, options: CallOptions): Promise<ChannelStatus | null> {
  const lookup = await tools.lookUpOne(order, options);
  if (lookup.kind === 'found') return lookup.order.status;
  if (lookup.kind === 'missing') return null;
  const call = { service: 'Houzz', method: 'GET', path: 'getOrders' };
  throw new ApiError({ ...call, code: 'unexpected-shape', what: lookup.what });
}

/** What Houzz said against a write; null when it took it. Everything but a refusal is thrown on. */
async function refusalOf(write: Promise<void>): Promise<string | null> {
  try {
    await write;
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'refused') return error.details.what;
    throw error;
  }
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
  const status = await statusOf(tools, order, options);
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
