import type { ConnectionId } from '../domain/ids.js';

/** Workflows and local activities of all connections. */
export const ORDER_QUEUE = 'orderbridge';

/** Calls to the connection's marketplace. */
export const channelQueue = (connection: ConnectionId): string => `${ORDER_QUEUE}/${connection}/houzz`;

/** Calls to the connection's order system; its slots are the connection's quota. */
export const orderSystemQueue = (connection: ConnectionId): string => `${ORDER_QUEUE}/${connection}/tradegecko`;
