import type { ConnectionConfig } from '../../config/config.js';
import type { OrderPolicy } from '../../messages/order-input.js';
import type { ImportStart, PollOrdersInput, PollShipmentsInput, SyncInventoryInput } from '../../messages/sweeps.js';

/** What is no operator's affair: how failures of calls and workers are ridden out, and how long a history may grow. */
const FIXED_POLICY = {
  heartbeatTimeoutMs: 15_000,
  retryInitialMs: 1_000,
  retryMaximumMs: 60_000,
  messagesPerRun: 500,
} as const;

/** The waits of each order of a connection. */
function orderPolicyOf({ tradegecko, orders, shipments }: ConnectionConfig): OrderPolicy {
  const { lateAnswerMs } = tradegecko;
  const { trackingWaitMs, reportAt, shipWithoutTracking } = shipments;
  const { slowRetryMs, voidedCancelCode } = orders;
  return {
    ...FIXED_POLICY,
    lateAnswerMs,
    slowRetryMs,
    trackingWaitMs,
    reportAt,
    shipWithoutTracking,
    voidedCancelCode,
  };
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
  const { rules, overdueAfterMs } = orders;
  return { connection: id, from, overlapMs, slowPaceMs, referencePrefix: rules.referencePrefix, overdueAfterMs };
}

/** The argument of the stock comparison; a start accepts nothing that the guard has found. */
export function syncInventoryInputOf({ id, houzz, tradegecko, inventory }: ConnectionConfig): SyncInventoryInput {
  const { raiseAfterMs, guard } = inventory;
  return {
    connection: id,
    raiseAfterMs,
    processesOrders: houzz.permissions.processOrders,
    createsDrafts: tradegecko.createAs === 'draft',
    guard,
    accept: null,
  };
}
