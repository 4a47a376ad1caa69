import type { Client } from '@temporalio/client';
import type { ConnectionId } from '../../domain/ids.js';
import type { OrderStage } from '../../domain/order-state.js';
import { orderStageKey } from '../../messages/search-attributes.js';
import { orderOfWorkflowId } from '../../messages/workflow-ids.js';
import type { SandboxControl } from '../../sandbox/control/client.js';
import type { HouzzListing } from '../../sandbox/houzz/listing-store.js';
import type { HouzzOrderDocument } from '../../sandbox/houzz/order-document.js';
import type { LedgerEntry } from '../../sandbox/ledger.js';
import { readSalesOrders, readVariants, type SalesOrderFacts, type VariantFacts } from './documents.js';

/** One run of an order's workflow: the stage that it shows, or how it closed. */
export interface OrderRun {
  readonly orderId: string;
  readonly stands: OrderStage | 'failed';
}

/** Where the orders stand on all three sides. */
export interface Picture {
  readonly orders: readonly HouzzOrderDocument[];
  readonly salesOrders: readonly SalesOrderFacts[];
  readonly runs: readonly OrderRun[];
}

/** All that the judge is shown. */
export interface Evidence extends Picture {
  readonly entries: readonly LedgerEntry[];
  readonly listings: readonly HouzzListing[];
  readonly variants: readonly VariantFacts[];
  /** The readings that the simulated services were given of what nobody knows. */
  readonly switches: Readonly<Record<string, string>>;
  /** False when a process was killed on the way: then calls may have been made twice, effects still may not. */
  readonly isUninterrupted: boolean;
}

/** Where evidence is taken from. */
export interface Sources {
  readonly control: SandboxControl;
  readonly client: Client;
  readonly connection: ConnectionId;
}

/** Looks at the orders on all three sides. */
export async function takePicture({ control, client, connection }: Sources): Promise<Picture> {
  const [orders, salesOrders, runs] = await Promise.all([
    control.houzz.orders(),
    control.tradegecko.orders(),
    listRuns(client, connection),
  ]);
  return { orders, salesOrders: readSalesOrders(salesOrders), runs };
}

/** Gathers everything that the judge is shown. */
export async function gatherEvidence(sources: Sources, isUninterrupted: boolean): Promise<Evidence> {
  const { control } = sources;
  const [picture, entries, listings, variants, switches] = await Promise.all([
    takePicture(sources),
    control.ledger(),
    control.houzz.listings(),
    control.tradegecko.variants(),
    control.switches(),
  ]);
  return { ...picture, entries, listings, variants: readVariants(variants), switches, isUninterrupted };
}

/** More runs than this are not the demonstration's own. */
const RUNS_MAX = 20_000;

async function listRuns(client: Client, connection: ConnectionId): Promise<readonly OrderRun[]> {
  const runs: OrderRun[] = [];
  const query = `Connection="${connection}" AND WorkflowType="processOrder"`;
  for await (const run of client.workflow.list({ query, pageSize: 1_000 })) {
    const order = orderOfWorkflowId(run.workflowId);
    if (order === undefined) continue;
    const stage = run.typedSearchAttributes.get(orderStageKey);
    runs.push({ orderId: order.orderId, stands: standingOf(run.status.name, stage) });
    if (runs.length > RUNS_MAX) throw new Error(`More than ${RUNS_MAX} order workflows match ${query}.`);
  }
  return runs;
}

function standingOf(status: string, stage: string | undefined): OrderRun['stands'] {
  switch (status) {
    case 'RUNNING':
      return isStage(stage) ? stage : 'importing';
    case 'COMPLETED':
      return stage === 'cancelled' ? 'cancelled' : 'completed';
    case 'CANCELLED':
      return 'cancelled';
    default:
      return 'failed';
  }
}

const STAGES: Readonly<Record<OrderStage, true>> = {
  importing: true,
  held: true,
  authorising: true,
  delivering: true,
  'awaiting-shipment': true,
  'reporting-shipment': true,
  completed: true,
  cancelling: true,
  cancelled: true,
  'needs-attention': true,
  'cancel-unresolved': true,
};

const isStage = (word: string | undefined): word is OrderStage => word !== undefined && Object.hasOwn(STAGES, word);
