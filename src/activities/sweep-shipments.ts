import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { ConnectionId, SalesOrderId } from '../domain/ids.js';
import { channelOrderIdOf } from '../domain/reference.js';
import { isGone, type SalesOrder } from '../domain/sales-order.js';
import type { Shipment } from '../domain/shipment.js';
import { shipmentsChangedSignal } from '../messages/order-messages.js';
import type { PollShipmentsInput, PollShipmentsResult } from '../messages/sweeps.js';
import { orderWorkflowId } from '../messages/workflow-ids.js';
import { ApiError } from '../ports/api-error.js';
import type { CallOptions } from '../ports/call.js';
import type { OrderSystem } from '../ports/order-system.js';
import { inBatches } from './in-batches.js';
import { listOrders } from './open-orders.js';
import { runActivity } from './run-activity.js';

export interface SweepShipmentsInput extends PollShipmentsInput {
  /** The last sweep's result; null before the first. */
  readonly last: PollShipmentsResult | null;
}

export interface ShipmentSweepActivities {
  sweepShipments(input: SweepShipmentsInput): Promise<PollShipmentsResult>;
}

const PARALLEL = 10;

/** A sweep under way: what it has read and told so far. */
interface Sweep {
  readonly input: SweepShipmentsInput;
  readonly client: Client;
  readonly orderSystem: OrderSystem;
  readonly call: CallOptions;
  cursor: string;
  told: Record<string, string>;
  read: number;
  signalled: number;
}

/** Makes the sweep of the order system: parcels changed since the cursor, and at a slower pace all open sales orders. */
export function createShipmentSweep(orderSystem: OrderSystem): ShipmentSweepActivities {
  return {
    sweepShipments: (input) =>
      runActivity('any-cancel', async (call) => {
        const sweep: Sweep = {
          input,
          client: Context.current().client,
          orderSystem,
          call,
          cursor: input.last?.cursor ?? input.from,
          told: { ...input.last?.told },
          read: 0,
          signalled: 0,
        };
        const slowDue = isSlowDue(input);
        let slowDone = false;
        try {
          await sweepChanges(sweep);
          if (slowDue) await sweepOpenOrders(sweep);
          slowDone = slowDue;
        } catch (error) {
          // The share of the quota is spent: what was told stays told, and the next run goes on from the cursor.
          if (!(error instanceof ApiError && error.code === 'rate-limited')) throw error;
        }
        return {
          cursor: sweep.cursor,
          told: keepWithin(sweep.told, overlapStart(sweep)),
          read: sweep.read,
          signalled: sweep.signalled,
          slowReadAt: slowDone || input.last === null ? new Date().toISOString() : input.last.slowReadAt,
        };
      }),
  };
}

function isSlowDue({ last, slowPaceMs }: SweepShipmentsInput): boolean {
  return last !== null && Date.now() - Date.parse(last.slowReadAt) >= slowPaceMs;
}

function overlapStart({ cursor, input }: Sweep): string {
  return new Date(Date.parse(cursor) - input.overlapMs).toISOString();
}

function keepWithin(told: Readonly<Record<string, string>>, since: string): Record<string, string> {
  return Object.fromEntries(Object.entries(told).filter(([, updatedAt]) => updatedAt >= since));
}

async function sweepChanges(sweep: Sweep): Promise<void> {
  const since = overlapStart(sweep);
  let cursor: string | null = null;
  // The adapter bounds the number of its pages; each page is told before the cursor moves over it.
  do {
    const page = await sweep.orderSystem.listShipmentsSince(since, cursor, sweep.call);
    sweep.read += page.rows.length;
    const news = page.rows.filter((shipment) => sweep.told[shipment.id] !== shipment.updatedAt);
    const workflows = await workflowsOf(sweep, news);
    const salesOrders = await readSalesOrders(sweep, workflows);
    await tellOrders(sweep, workflows, salesOrders);
    for (const shipment of news) sweep.told[shipment.id] = shipment.updatedAt;
    const latest = page.rows.at(-1)?.updatedAt;
    if (latest !== undefined && latest > sweep.cursor) sweep.cursor = latest;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** Which workflow waits for which sales order: by the shipment's order number, else by the id in visibility. */
async function workflowsOf(sweep: Sweep, shipments: readonly Shipment[]): Promise<Map<SalesOrderId, string>> {
  const { connection, referencePrefix } = sweep.input;
  const workflows = new Map<SalesOrderId, string>();
  const others = new Set<SalesOrderId>();
  for (const { orderNumber, salesOrderId } of shipments) {
    const orderId = channelOrderIdOf(orderNumber, referencePrefix);
    if (orderId === undefined) others.add(salesOrderId);
    else workflows.set(salesOrderId, orderWorkflowId(connection, orderId));
  }
  for (const [id, workflowId] of await workflowsBySalesOrder(sweep.client, connection, [...others])) {
    workflows.set(id, workflowId);
  }
  return workflows;
}

/** Ids in one list filter; longer filters are refused by some visibility stores. */
const FILTER_IDS_MAX = 100;

async function workflowsBySalesOrder(
  client: Client,
  connection: ConnectionId,
  ids: readonly SalesOrderId[],
): Promise<Map<SalesOrderId, string>> {
  const found = new Map<SalesOrderId, string>();
  for (let start = 0; start < ids.length; start += FILTER_IDS_MAX) {
    const list = ids.slice(start, start + FILTER_IDS_MAX).map((id) => `"${id}"`);
    const filter = `ExecutionStatus="Running" AND SalesOrderId IN (${list.join(', ')})`;
    for (const order of await listOrders(client, connection, filter)) {
      if (order.salesOrderId !== null) found.set(order.salesOrderId, order.workflowId);
    }
  }
  return found;
}

async function readSalesOrders(
  { orderSystem, call }: Sweep,
  workflows: ReadonlyMap<SalesOrderId, string>,
): Promise<readonly SalesOrder[]> {
  return workflows.size === 0 ? [] : orderSystem.readSalesOrders([...workflows.keys()], call);
}

/** Sends each order the whole picture: its sales order as it stands and all its parcels. */
async function tellOrders(
  sweep: Sweep,
  workflows: ReadonlyMap<SalesOrderId, string>,
  salesOrders: readonly SalesOrder[],
): Promise<void> {
  if (salesOrders.length === 0) return;
  const ids = salesOrders.map(({ id }) => id);
  const shipments = await sweep.orderSystem.listShipmentsOf(ids, sweep.call);
  const told = await inBatches(salesOrders, PARALLEL, async (salesOrder) => {
    const workflowId = workflows.get(salesOrder.id);
    if (workflowId === undefined) return false;
    const own = shipments.filter((shipment) => shipment.salesOrderId === salesOrder.id);
    try {
      await sweep.client.workflow.getHandle(workflowId).signal(shipmentsChangedSignal, { salesOrder, shipments: own });
      return true;
    } catch (error) {
      // Completed, or another hub's order under a number like ours: nobody waits for it here.
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  });
  sweep.signalled += told.filter(Boolean).length;
}

/** The safety net: every open sales order is read, so that nothing hangs on one missed change. */
async function sweepOpenOrders(sweep: Sweep): Promise<void> {
  const { client, input } = sweep;
  const open = await listOrders(client, input.connection, 'ExecutionStatus="Running" AND SalesOrderId IS NOT NULL');
  const workflows = new Map(
    open.flatMap((order) => (order.salesOrderId === null ? [] : [[order.salesOrderId, order.workflowId] as const])),
  );
  const salesOrders = await readSalesOrders(sweep, workflows);
  const news = salesOrders.filter((order) => isGone(order) || order.shipped === 'all');
  await tellOrders(sweep, workflows, news);
}
