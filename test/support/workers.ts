import { Worker } from '@temporalio/worker';
import type { ChannelOrderActivities } from '../../src/activities/channel-order.js';
import { createImportActivities } from '../../src/activities/import-order.js';
import type { DeliveryActivities } from '../../src/activities/deliver-order.js';
import type { ReportActivities } from '../../src/activities/report-shipment.js';
import type { VoidActivities } from '../../src/activities/void-sales-order.js';
import { salesOrderId, shipmentId, type ConnectionId } from '../../src/domain/ids.js';
import type { OrderRules } from '../../src/domain/order-rules.js';
import type { SalesOrder, SalesOrderDraft } from '../../src/domain/sales-order.js';
import type { Shipment } from '../../src/domain/shipment.js';
import { channelQueue, ORDER_QUEUE, orderSystemQueue } from '../../src/messages/queues.js';
import { testTemporal } from './temporal.js';

export const PLAIN_RULES: OrderRules = {
  referencePrefix: 'HZ-',
  currency: 'USD',
  homeCountry: 'US',
  skuRules: [],
  taxLine: true,
  hold: false,
  tags: ['houzz'],
};

/** Rules of connections that want other than the plain ones. */
export const rulesByConnection = new Map<ConnectionId, OrderRules>();

interface RunningWorker {
  stop(): Promise<void>;
}

let orderWorker: Promise<RunningWorker> | undefined;

/** The run's one Worker of the shared queue: a second one in the same process would be refused. */
export function sharedOrderWorker(): Promise<RunningWorker> {
  orderWorker ??= (async () => {
    const { native, namespace, bundle } = await testTemporal();
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue: ORDER_QUEUE,
      workflowBundle: bundle,
      activities: createImportActivities((id) => rulesByConnection.get(id) ?? PLAIN_RULES),
    });
    return running(worker);
  })();
  return orderWorker;
}

/** Ends the shared Worker, if any test asked for it. */
export async function closeSharedOrderWorker(): Promise<void> {
  const worker = await orderWorker?.catch(() => undefined);
  orderWorker = undefined;
  await worker?.stop();
}

function running(worker: Worker): RunningWorker {
  const run = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await run;
    },
  };
}

export interface StubActivities {
  readonly orderSystem?: Partial<DeliveryActivities & VoidActivities>;
  readonly channel?: Partial<ReportActivities & ChannelOrderActivities>;
}

/** Runs `test` with the shared Worker and with stubs on the queues of one connection; each queue only when it has one. */
export async function withStubs<T>(
  connection: ConnectionId,
  stubs: StubActivities,
  test: () => Promise<T>,
): Promise<T> {
  await sharedOrderWorker();
  const { native, namespace } = await testTemporal();
  const queues = [
    [orderSystemQueue(connection), stubs.orderSystem],
    [channelQueue(connection), stubs.channel],
  ] as const;
  const workers: RunningWorker[] = [];
  for (const [taskQueue, activities] of queues) {
    if (activities === undefined) continue;
    workers.push(running(await Worker.create({ connection: native, namespace, taskQueue, activities })));
  }
  try {
    return await test();
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

/** The sales order that a stubbed delivery makes. */
export function salesOrderFor(draft: SalesOrderDraft, changes: Partial<SalesOrder> = {}): SalesOrder {
  return {
    id: salesOrderId('9001'),
    orderNumber: draft.reference,
    referenceNumber: draft.channelOrderId,
    status: { kind: 'finalized' },
    packed: 'none',
    shipped: 'none',
    invoiced: 'none',
    total: draft.total,
    updatedAt: '2026-11-23T10:00:00.000Z',
    ...changes,
  };
}

/** A parcel of that sales order. */
export function parcel(number: string, changes: Partial<Shipment> = {}): Shipment {
  return {
    id: shipmentId(`f-${number}`),
    salesOrderId: salesOrderId('9001'),
    orderNumber: '',
    carrier: 'UPS',
    service: 'Ground',
    trackingNumber: number,
    trackingUrl: '',
    updatedAt: '2026-11-23T12:00:00.000Z',
    lines: [],
    ...changes,
  };
}
