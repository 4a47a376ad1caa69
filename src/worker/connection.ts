import { createHouzzClient } from '../clients/houzz/client.js';
import { createTradegeckoClient } from '../clients/tradegecko/client.js';
import type { Quota } from '../clients/quota.js';
import type { ConnectionConfig } from '../config/config.js';
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

/** Makes the clients of a connection; nothing is called yet. */
export function openConnection(config: ConnectionConfig): Connection {
  const { houzz, tradegecko, orders, shipments } = config;
  const marketplace = createHouzzClient({
    ...houzz,
    ...(orders.importStatuses === undefined ? {} : { importStatuses: orders.importStatuses }),
    shipping: shipments.shipping,
  });
  const orderSystem = createTradegeckoClient({
    ...tradegecko,
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
