import { Worker, type NativeConnection } from '@temporalio/worker';
import { createChannelOrderActivities } from '../activities/channel-order.js';
import { createDeliveryActivities } from '../activities/deliver-order.js';
import { createStockInspection } from '../activities/stock/inspect.js';
import { createReportActivities } from '../activities/report-shipment.js';
import { createOrderSweep } from '../activities/sweep-orders.js';
import { createShipmentSweep } from '../activities/sweep-shipments.js';
import { createStockSync } from '../activities/stock/sync.js';
import { createTestOrderActivities } from '../activities/test-order.js';
import { createVoidActivities } from '../activities/void-sales-order.js';
import { stockRulebook } from '../domain/stock/rules.js';
import { channelQueue, orderSystemQueue } from '../messages/queues.js';
import { quotaLeftOf, type Connection } from './connection.js';
import { createQuotaSlots } from './quota-slots.js';
import { watchActivities, type ActivityObserver } from './watch-activities.js';

/** Pieces of work that may call the channel at the same time, for one connection. */
const CHANNEL_SLOTS = 4;
/** Added to the slowest call, so that a Worker that is told to stop can finish what is under way. */
const GRACE_MS = 5_000;

export interface WorkerPlace {
  readonly native: NativeConnection;
  readonly namespace: string;
  /** The longest that a Worker told to stop waits before it calls off what is under way. */
  readonly graceMaxMs?: number;
  readonly onActivity?: ActivityObserver;
}

/** Makes the two Workers of a connection, one for each service, so that one that hangs takes nothing from another. */
export async function createConnectionWorkers(connection: Connection, place: WorkerPlace): Promise<Worker[]> {
  const { config, marketplace, orderSystem, quota } = connection;
  const stock = {
    marketplace,
    orderSystem,
    skuRules: config.orders.rules.skuRules,
    rulebook: stockRulebook(config.inventory.rules, config.inventory.skuRules),
  };
  const { native, namespace, graceMaxMs = Number.POSITIVE_INFINITY, onActivity } = place;
  const shared = {
    connection: native,
    namespace,
    ...(onActivity === undefined ? {} : { interceptors: watchActivities(config.id, onActivity) }),
  };
  const graceOf = (timeoutMs: number): number => Math.min(timeoutMs + GRACE_MS, graceMaxMs);
  const channel = await Worker.create({
    ...shared,
    taskQueue: channelQueue(config.id),
    shutdownGraceTime: graceOf(config.houzz.timeoutMs),
    maxConcurrentActivityTaskExecutions: CHANNEL_SLOTS,
    activities: {
      ...createReportActivities(marketplace),
      ...createChannelOrderActivities(marketplace),
      ...createOrderSweep(marketplace, config.orders.rules.referencePrefix),
    },
  });
  const orders = await Worker.create({
    ...shared,
    taskQueue: orderSystemQueue(config.id),
    shutdownGraceTime: graceOf(config.tradegecko.timeoutMs),
    tuner: {
      activityTaskSlotSupplier: createQuotaSlots(quota),
      workflowTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
      localActivityTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
      nexusTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
    },
    activities: {
      ...createDeliveryActivities(orderSystem),
      ...createVoidActivities(orderSystem),
      ...createTestOrderActivities(orderSystem),
      ...createShipmentSweep(orderSystem, () => quotaLeftOf(quota)),
      ...createStockSync(stock),
      ...createStockInspection(stock),
    },
  });
  return [channel, orders];
}
