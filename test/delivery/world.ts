import assert from 'node:assert/strict';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { referenceOf } from '../../src/domain/reference.js';
import type { Fault, FaultStroke } from '../../src/sandbox/faults/faults.js';
import type { SalesOrderDocument, TradegeckoDocument } from '../../src/sandbox/control/client-tradegecko.js';
import { DEMO_TRADEGECKO_TOKEN } from '../../src/sandbox/sandbox.js';
import { MARKETPLACE_COMPANY_ID } from '../../src/sandbox/tradegecko/fresh-world.js';
import { lamp, type Bridge } from '../support/bridge.js';

/** A stroke that falls on the call that makes a sales order, and on no other. */
export function onPost(stroke: FaultStroke, aim: { readonly times?: number; readonly skip?: number } = {}): Fault {
  return { service: 'tradegecko', operation: 'POST /orders', ...aim, ...stroke };
}

/** The order's reference in TradeGecko. */
export const numberOf = (id: ChannelOrderId): string => referenceOf(id, 'HZ-');

/** All sales orders under either number of a channel order, in the order they were made. */
export async function salesOrdersOf(bridge: Bridge, id: ChannelOrderId): Promise<readonly SalesOrderDocument[]> {
  const numbers: readonly unknown[] = [id, numberOf(id)];
  const all = await bridge.control.tradegecko.orders();
  return all.filter((one) => numbers.includes(one.reference_number) || numbers.includes(one.order_number));
}

/** Whether a sales order still stands. */
export const isLive = ({ status }: SalesOrderDocument): boolean => status !== 'void' && status !== 'deleted';

/** Checks in the ledger that calls made one sales order for the channel order and that this one stands. */
export async function assertMadeOnce(bridge: Bridge, id: ChannelOrderId): Promise<void> {
  const made = (await bridge.effects('order.created')).filter(
    ({ by, details }) => by === 'call' && [details['referenceNumber'], details['orderNumber']].includes(id),
  );
  const standing = await salesOrdersOf(bridge, id);
  assert.deepEqual([made.length, standing.filter(isLive).length], [1, 1], `created and live of ${id}`);
}

/** An order that is older than a day, so that it is looked up before it is delivered. */
export async function placeOld(bridge: Bridge): Promise<ChannelOrderId> {
  const createdAt = new Date(Date.now() - 2 * 86_400_000).toISOString();
  const [id] = await bridge.place(lamp({ createdAt }));
  assert.ok(id);
  return id;
}

/** A sales order that somebody made by hand. */
export function byHand(bridge: Bridge, fields: TradegeckoDocument): Promise<SalesOrderDocument> {
  return bridge.control.tradegecko.createOrder({
    company_id: MARKETPLACE_COMPANY_ID,
    issued_at: '2026-11-20',
    status: 'finalized',
    shipping_address: { label: 'By hand', address1: '1 Sample Way', city: 'Testville', country: 'US' },
    order_line_items: [{ freeform: true, label: 'A lamp', quantity: '1', price: '25.00', tax_rate_override: '0' }],
    ...fields,
  });
}

/** What staff does in TradeGecko's screens beyond the control API: edits or deletes a sales order. */
export async function asStaff(
  { config }: Bridge,
  {
    method,
    id,
    fields,
  }: { readonly method: 'PUT' | 'DELETE'; readonly id: number; readonly fields?: TradegeckoDocument },
): Promise<void> {
  const answer = await fetch(`${config.tradegecko.baseUrl}/orders/${id}`, {
    method,
    headers: { authorization: `Bearer ${DEMO_TRADEGECKO_TOKEN}`, 'content-type': 'application/json' },
    ...(fields === undefined ? {} : { body: JSON.stringify({ order: fields }) }),
  });
  assert.ok(answer.ok, `staff ${method} ${id}: ${answer.status} ${await answer.text()}`);
}
