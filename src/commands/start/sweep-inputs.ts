import type { ConnectionConfig } from '../../config/config.js';
import type { OrderPolicy } from '../../messages/order-input.js';
import type { ImportStart, PollOrdersInput, PollShipmentsInput, SyncInventoryInput } from '../../messages/sweeps.js';

/** Waits that are no operator's affair: how failures of calls and workers are ridden out. */
const FIXED_WAITS = {
  heartbeatTimeoutMs: 15_000,
  retryInitialMs: 1_000,
  retryMaximumMs: 60_000,
} as const;

/** The waits of each order of a connection. */
function orderPolicyOf({ tradegecko, orders, shipments }: ConnectionConfig): OrderPolicy {
  const { lateAnswerMs } = tradegecko;
  return { ...FIXED_WAITS, lateAnswerMs, slowRetryMs: orders.slowRetryMs, trackingWaitMs: shipments.trackingWaitMs };
}

/** The argument of the order sweep. */
export function pollOrdersInputOf(
  connection: ConnectionConfig,
  { start, ageMaxMs }: { readonly start: ImportStart; readonly ageMaxMs: number },
): PollOrdersInput {
  const { id, orders } = connection;
  return { connection: id, start, policy: orderPolicyOf(connection), slowPaceMs: orders.slowPaceMs, ageMaxMs };
}

/** The argument of the shipment sweep. */
export function pollShipmentsInputOf({ id, orders, shipments }: ConnectionConfig, from: string): PollShipmentsInput {
  const { overlapMs, slowPaceMs } = shipments;
  return { connection: id, from, overlapMs, slowPaceMs, referencePrefix: orders.rules.referencePrefix };
}

/** The argument of the stock comparison. */
export function syncInventoryInputOf({ id, inventory }: ConnectionConfig): SyncInventoryInput {
  return { connection: id, raiseAfterMs: inventory.raiseAfterMs };
}
