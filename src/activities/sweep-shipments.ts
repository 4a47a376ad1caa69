import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { ChannelOrderId } from '../domain/ids.js';
import { isGone, type SalesOrder } from '../domain/sales-order.js';
import type { ShipmentChange } from '../domain/shipment.js';
import { hasAllLeft } from '../domain/shipping-readiness.js';
import { shipmentsChangedSignal } from '../messages/order-messages.js';
import type { PollShipmentsInput, PollShipmentsResult, QuotaLeft } from '../messages/sweeps.js';
import { ApiError } from '../ports/api-error.js';
import type { CallOptions, Page } from '../ports/call.js';
import type { OrderSystem } from '../ports/order-system.js';
import { inBatches } from './in-batches.js';
import { listOrders, type ListedOrder } from './open-orders.js';
import { runSweep } from './pause-connection.js';
import { addresseeOf, addresseesOf, isOverdue, type Addressees } from './shipment-addressees.js';

export interface SweepShipmentsInput extends PollShipmentsInput {
  /** The last sweep's result; null before the first. */
  readonly last: PollShipmentsResult | null;
}

export interface ShipmentSweepActivities {
  sweepShipments(input: SweepShipmentsInput): Promise<PollShipmentsResult>;
}

const PARALLEL = 10;
/** Ids named in a result; the counts are whole. */
const NAMED_MAX = 50;

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
  changedAfterEnd: ChannelOrderId[];
}

/** Makes the sweep of the order system: parcels changed since the cursor, and at a slower pace all open sales orders. */
export function createShipmentSweep(
  orderSystem: OrderSystem,
  /** Where its quota stands; undefined where nothing is known. Told with each result, so that asking costs nobody a call. */
  quotaLeft: () => QuotaLeft | undefined = () => undefined,
): ShipmentSweepActivities {
  return {
    sweepShipments: (input) =>
      runSweep(input.connection, async (call) => {
        const sweep: Sweep = {
          input,
          client: Context.current().client,
          orderSystem,
          call,
          cursor: input.last?.cursor ?? input.from,
          told: { ...input.last?.told },
          read: 0,
          signalled: 0,
          changedAfterEnd: [],
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
        const quota = quotaLeft();
        return {
          cursor: sweep.cursor,
          told: keepWithin(sweep.told, overlapStart(sweep)),
          read: sweep.read,
          signalled: sweep.signalled,
          changedAfterEnd: sweep.changedAfterEnd.length,
          changedAfterEndIds: [...new Set(sweep.changedAfterEnd)].slice(0, NAMED_MAX),
          slowReadAt: slowDone || input.last === null ? new Date().toISOString() : input.last.slowReadAt,
          ...(quota === undefined ? {} : { quota }),
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
  const { client, input, orderSystem, call } = sweep;
  const since = overlapStart(sweep);
  let cursor: string | null = null;
  // The adapter bounds the number of its pages; each page is told before the cursor moves over it.
  do {
    const page: Page<ShipmentChange> = await orderSystem.listShipmentsSince(since, cursor, call);
    sweep.read += page.rows.length;
    const news = page.rows.filter((shipment) => sweep.told[shipment.id] !== shipment.updatedAt);
    const { open, ended } = await addresseesOf(client, input, news);
    const salesOrders = open.size === 0 ? [] : await orderSystem.readSalesOrders([...open.keys()], call);
    await tellOrders(sweep, open, salesOrders);
    noteAfterEnd(sweep, ended, news);
    for (const shipment of news) sweep.told[shipment.id] = shipment.updatedAt;
    const latest = page.rows.at(-1)?.updatedAt;
    if (latest !== undefined && latest > sweep.cursor) sweep.cursor = latest;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/** What left or changed after its order had ended is told to nobody: the channel takes one report and no correction. */
function noteAfterEnd(sweep: Sweep, ended: Addressees['ended'], shipments: readonly ShipmentChange[]): void {
  for (const { salesOrderId, updatedAt } of shipments) {
    const order = ended.get(salesOrderId);
    const closedAt = order?.closedAt ?? null;
    if (order !== undefined && closedAt !== null && updatedAt > closedAt) sweep.changedAfterEnd.push(order.orderId);
  }
}

/** Sends each order the whole picture: its sales order as it stands and all its parcels. */
async function tellOrders(
  sweep: Sweep,
  addressees: Addressees['open'],
  salesOrders: readonly SalesOrder[],
): Promise<void> {
  if (salesOrders.length === 0) return;
  const ids = salesOrders.map(({ id }) => id);
  const shipments = await sweep.orderSystem.listShipmentsOf(ids, sweep.call);
  const told = await inBatches(salesOrders, PARALLEL, async (salesOrder) => {
    const addressee = addressees.get(salesOrder.id);
    if (addressee === undefined) return false;
    const own = shipments.filter((shipment) => shipment.salesOrderId === salesOrder.id);
    const picture = { salesOrder, shipments: own, isOverdue: isOverdue(salesOrder, addressee, sweep.input) };
    try {
      await sweep.client.workflow.getHandle(addressee.workflowId).signal(shipmentsChangedSignal, picture);
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
  const { client, input, orderSystem, call } = sweep;
  const listed = await listOrders(client, input.connection, 'ExecutionStatus="Running" AND SalesOrderId IS NOT NULL');
  const open = new Map(
    listed.flatMap((order) => (order.salesOrderId === null ? [] : [[order.salesOrderId, order] as const])),
  );
  if (open.size === 0) return;
  const salesOrders = await orderSystem.readSalesOrders([...open.keys()], call);
  const news = salesOrders.filter((salesOrder) => {
    const order = open.get(salesOrder.id);
    return (
      isGone(salesOrder) || hasAllLeft(salesOrder) || (order !== undefined && isNewlyOverdue(salesOrder, order, input))
    );
  });
  const addressees = new Map([...open].map(([id, order]) => [id, addresseeOf(order)] as const));
  await tellOrders(sweep, addressees, news);
}

/** An order that is flagged already, or stands before a person, is not told again. */
function isNewlyOverdue(salesOrder: SalesOrder, order: ListedOrder, input: PollShipmentsInput): boolean {
  const mayBeFlagged = order.stage === 'awaiting-shipment' && order.attentionReason !== 'overdue';
  return mayBeFlagged && isOverdue(salesOrder, addresseeOf(order), input);
}
