import { createHouzzClient } from '../clients/houzz/client.js';
import { createTradegeckoClient } from '../clients/tradegecko/client.js';
import type { CallObserver } from '../clients/observe.js';
import type { Quota } from '../clients/quota.js';
import type { ConnectionConfig } from '../config/config.js';
import type { QuotaLeft } from '../messages/sweeps.js';
import type { Marketplace } from '../ports/marketplace.js';
import type { OrderSystem } from '../ports/order-system.js';

/** One connection ready for use: its rules and the clients of both its services. */
export interface Connection {
  readonly config: ConnectionConfig;
  readonly marketplace: Marketplace;
  readonly orderSystem: OrderSystem;
  readonly quota: Quota;
  /** Ends idle sockets. */
  close(): void;
}

/** Makes the clients of a connection; nothing is called yet. An observer is told of each call. */
export function openConnection(config: ConnectionConfig, onCall?: CallObserver): Connection {
  const { houzz, tradegecko, orders, shipments } = config;
  const observer = onCall === undefined ? {} : { onCall };
  const marketplace = createHouzzClient({
    ...houzz,
    ...observer,
    ...(orders.importStatuses === undefined ? {} : { importStatuses: orders.importStatuses }),
    shipping: shipments.shipping,
  });
  const orderSystem = createTradegeckoClient({
    ...tradegecko,
    ...observer,
    ...(orders.otherHubPattern === undefined ? {} : { otherHubPattern: orders.otherHubPattern }),
  });
  return {
    config,
    marketplace,
    orderSystem,
    quota: orderSystem.quota,
    close() {
      marketplace.close();
      orderSystem.close();
    },
  };
}

/** Where a quota stands now, as it is told to people; undefined where nothing is known of its window. */
export function quotaLeftOf(quota: Quota): QuotaLeft | undefined {
  const { remaining, limit, resetsInMs } = quota.snapshot();
  if (remaining === null || resetsInMs === null) return undefined;
  const nowMs = Date.now();
  return {
    remaining,
    limit,
    readAt: new Date(nowMs).toISOString(),
    resetsAt: new Date(nowMs + resetsInMs).toISOString(),
  };
}
