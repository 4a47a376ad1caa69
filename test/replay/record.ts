/**
 * Records one history for each kind of end, from real runs against the sandbox, for `replay.test.ts`.
 * Run it with `npm run record` after a workflow changed on purpose and its change was versioned; keep the old files.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { SILENT } from '../../src/commands/output/progress.js';
import { placeTestOrder } from '../../src/commands/test-order.js';
import { testOrderWorkflowId } from '../../src/messages/test-order.js';
import { syncInventoryInputOf } from '../../src/commands/start/sweep-inputs.js';
import { ORDER_QUEUE } from '../../src/messages/queues.js';
import type { InspectStockInput } from '../../src/messages/stock-inspection.js';
import { cancelOrderSignal, resolveCancellationUpdate } from '../../src/messages/order-messages.js';
import { openLink } from '../support/stand-ins.js';
import { lamp, openBridge, type Bridge } from '../support/bridge.js';
import { closeTestTemporal, testTemporal } from '../support/temporal.js';
import { closeSharedOrderWorker } from '../support/workers.js';

const FOLDER = new URL('histories/', import.meta.url);

async function keep(name: string, handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<void> {
  const history = historyToJSON(await handle.fetchHistory());
  // Who ran it is of no interest, and names the machine.
  const nameless = history.replaceAll(/\b\d+@[\w.-]+/g, 'recorder');
  await writeFile(new URL(`${name}.json`, FOLDER), `${nameless}\n`);
  process.stderr.write(`recorded ${name}\n`);
}

async function orderUnderway(bridge: Bridge) {
  const [id] = await bridge.place(lamp());
  if (id === undefined) throw new Error('No order was placed.');
  await bridge.pollOrders();
  await bridge.reaches(id, 'awaiting-shipment');
  const salesOrder = (await bridge.control.tradegecko.orders()).find((order) => order.reference_number === id);
  if (salesOrder === undefined) throw new Error('No sales order stands.');
  return { id, handle: await bridge.order(id), salesOrderId: salesOrder.id };
}

/** Every story plays on a bridge of its own and names the order whose history it leaves. */
const STORIES: Readonly<Record<string, (bridge: Bridge) => Promise<Pick<WorkflowHandle, 'fetchHistory'>>>> = {
  'processOrder.completed': async (bridge) => {
    const { handle, salesOrderId } = await orderUnderway(bridge);
    await bridge.control.tradegecko.shipOrder(salesOrderId, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
    await bridge.pollShipments();
    await handle.result();
    return handle;
  },
  'processOrder.cancelled-with-code': async (bridge) => {
    const { handle } = await orderUnderway(bridge);
    await handle.signal(cancelOrderSignal, { reason: 'sold out', by: 'operator', houzzCancelCode: '1' });
    await handle.result();
    return handle;
  },
  'processOrder.cancellation-requested': async (bridge) => {
    const { handle } = await orderUnderway(bridge);
    await handle.cancel();
    await handle.result().catch(() => undefined);
    return handle;
  },
  'processOrder.cancel-unresolved-then-kept': async (bridge) => {
    const { id, handle, salesOrderId } = await orderUnderway(bridge);
    await bridge.control.tradegecko.packOrder(salesOrderId);
    await handle.signal(cancelOrderSignal, { reason: 'too late', by: 'operator' });
    await bridge.reaches(id, 'cancel-unresolved');
    await handle.executeUpdate(resolveCancellationUpdate, { args: [{ decision: 'keep-and-ship', by: 'operator' }] });
    await bridge.control.tradegecko.shipOrder(salesOrderId, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
    await bridge.pollShipments();
    await handle.result();
    return handle;
  },
  'processOrder.lost-answer': async (bridge) => {
    await bridge.control.addFaults({ service: 'tradegecko', operation: 'POST /orders', place: 'after', kind: 'cut' });
    return (await orderUnderway(bridge)).handle;
  },
  'processOrder.unknown-sku': async (bridge) => {
    const [id] = await bridge.place(lamp({ lines: [{ sku: 'NOT-YET', quantity: 1, price: '5.00' }] }));
    if (id === undefined) throw new Error('No order was placed.');
    await bridge.pollOrders();
    await bridge.reaches(id, 'needs-attention');
    return bridge.order(id);
  },
};

/** The sweeps' runs of the first story's bridge. */
const SWEEPS = { pollOrders: 'poll-orders', pollShipments: 'poll-shipments', syncInventory: 'sync-inventory' } as const;

async function main(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const [name, play] of Object.entries(STORIES)) {
    const bridge = await openBridge();
    await keep(name, await play(bridge));
    if (name === 'processOrder.completed') {
      await keepSweeps(bridge);
      await keepInspections(bridge);
      await keepTestOrder(bridge);
    }
    await bridge.close();
  }
}

async function keepSweeps(bridge: Bridge): Promise<void> {
  await bridge.syncInventory();
  const { client } = await testTemporal();
  for (const [workflow, prefix] of Object.entries(SWEEPS)) {
    const query = `WorkflowType="${workflow}" AND WorkflowId STARTS_WITH "${prefix}/${bridge.id}"`;
    for await (const { workflowId } of client.workflow.list({ query })) {
      await keep(`${workflow}.one-sweep`, client.workflow.getHandle(workflowId));
      break;
    }
  }
}

async function keepInspections(bridge: Bridge): Promise<void> {
  const { client } = await testTemporal();
  const comparison = syncInventoryInputOf(bridge.config);
  for (const [name, sku] of [
    ['one-listing', 'LAMP-1'],
    ['all-listings', null],
  ] as const) {
    const workflowId = `inspect-stock/${bridge.id}/${name}`;
    const argument: InspectStockInput = { comparison, sku };
    const handle = await client.workflow.start('inspectStock', {
      taskQueue: ORDER_QUEUE,
      workflowId,
      args: [argument],
    });
    await handle.result();
    await keep(`inspectStock.${name}`, handle);
  }
}

async function keepTestOrder(bridge: Bridge): Promise<void> {
  const { client } = await testTemporal();
  const link = await openLink();
  await placeTestOrder(bridge.config, 'LAMP-1', { link, progress: SILENT, now: Date.now, waitMs: 30_000 });
  await link.close();
  await keep('testOrder.placed-and-removed', client.workflow.getHandle(testOrderWorkflowId(bridge.config.id)));
}

try {
  await main();
} finally {
  await closeSharedOrderWorker();
  await closeTestTemporal();
}
