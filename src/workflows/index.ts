/** The entry of the workflow bundle: everything a Worker can run. */
export { processOrder } from './process-order/process-order.js';
export { inspectStock } from './inspect-stock.js';
export { pollOrders } from './poll-orders.js';
export { pollShipments } from './poll-shipments.js';
export { syncInventory } from './sync-inventory.js';
export { testOrder } from './test-order.js';
