import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { syncInventoryInputOf } from '../../src/commands/start/sweep-inputs.js';
import type { ConnectionConfig } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { ChannelOrderId, ConnectionId } from '../../src/domain/ids.js';
import { channelOrderId, connectionId } from '../../src/domain/ids.js';
import type { OrderPolicy } from '../../src/messages/order-input.js';
import { statusQuery, type OrderStatus } from '../../src/messages/order-messages.js';
import { ORDER_QUEUE } from '../../src/messages/queues.js';
import type {
  PollOrdersInput,
  PollOrdersResult,
  PollShipmentsInput,
  PollShipmentsResult,
  SyncInventoryInput,
  SyncInventoryResult,
} from '../../src/messages/sweeps.js';
import { connectionKey } from '../../src/messages/search-attributes.js';
import { orderWorkflowId } from '../../src/messages/workflow-ids.js';
import { createSandboxControl, type SandboxControl } from '../../src/sandbox/control/client.js';
import type { SalesOrderDocument } from '../../src/sandbox/control/client-tradegecko.js';
import type { NewHouzzOrder } from '../../src/sandbox/houzz/order-document.js';
import type { LedgerCall, LedgerEffect, ServiceName } from '../../src/sandbox/ledger.js';
import { DEMO_HOUZZ_CREDENTIALS, DEMO_TRADEGECKO_TOKEN, startSandbox } from '../../src/sandbox/sandbox.js';
import { MARKETPLACE_COMPANY_ID, PRIMARY_LOCATION_ID } from '../../src/sandbox/tradegecko/fresh-world.js';
import { createConnectionWorkers } from '../../src/worker/connection-workers.js';
import { openConnection } from '../../src/worker/connection.js';
import type { processOrder } from '../../src/workflows/index.js';
import { freshConnectionId, QUICK } from './orders.js';
import { testTemporal } from './temporal.js';
import { until } from './until.js';
import { rulesByConnection, sharedOrderWorker } from './workers.js';

export interface BridgeOptions {
  /** The connection's id where people read it; one of its own when left out. */
  readonly id?: string;
  readonly quota?: { readonly limit: number; readonly windowMs: number };
  /** Units on hand by SKU; listed in Houzz with the same figure. */
  readonly stock?: Readonly<Record<string, number>>;
  readonly switches?: Readonly<Record<string, string>>;
  /** How many more SKUs the world is seeded with, on both sides. */
  readonly skus?: number;
  /** More keys of the connection's Houzz section, as YAML in braces: `flow: classic`. */
  readonly houzz?: string;
  /** The same for its TradeGecko section. */
  readonly tradegecko?: string;
  readonly accountType?: 'seller' | 'vendor';
  /** More keys of the connection, as YAML lines below `main:` style sections. */
  readonly yaml?: string;
  readonly policy?: Partial<OrderPolicy>;
  /** Whether this process works on the connection's queues; not when the test starts processes of its own. */
  readonly works?: boolean;
}

/** A connection between both simulated services, worked on by the real clients, activities and workflows. */
export interface Bridge {
  readonly id: ConnectionId;
  readonly config: ConnectionConfig;
  readonly configPath: string;
  readonly control: SandboxControl;
  /** Runs a sweep now; sweeps remember their last result as the schedule would. */
  pollOrders(changes?: Partial<PollOrdersInput>): Promise<PollOrdersResult>;
  pollShipments(changes?: Partial<PollShipmentsInput>): Promise<PollShipmentsResult>;
  /** Without a raise after which a higher figure is shown, it is shown at once. */
  syncInventory(changes?: Partial<SyncInventoryInput>): Promise<SyncInventoryResult>;
  place(...orders: readonly NewHouzzOrder[]): Promise<ChannelOrderId[]>;
  order(id: ChannelOrderId): Promise<WorkflowHandle<typeof processOrder>>;
  status(id: ChannelOrderId): Promise<OrderStatus>;
  reaches(id: ChannelOrderId, stage: OrderStatus['stage'], timeoutMs?: number): Promise<void>;
  /** Places one order and sweeps; it is then on its way to TradeGecko. */
  sweepIn(order?: NewHouzzOrder): Promise<ChannelOrderId>;
  /** The same, until its sales order stands. */
  deliver(order?: NewHouzzOrder): Promise<DeliveredOrder>;
  calls(service: ServiceName, operation?: string): Promise<LedgerCall[]>;
  effects(effect: string): Promise<LedgerEffect[]>;
  close(): Promise<void>;
}

/** An order whose sales order stands. */
export interface DeliveredOrder {
  readonly id: ChannelOrderId;
  readonly handle: WorkflowHandle<typeof processOrder>;
  readonly salesOrder: SalesOrderDocument;
}

/** One lamp at 25.00. */
export const lamp = (changes: Partial<NewHouzzOrder> = {}): NewHouzzOrder => ({
  lines: [{ sku: 'LAMP-1', quantity: 1, price: '25.00' }],
  ...changes,
});

let houses = 0;

/** Each order from a house of its own: two of one buyer in the same second would look like parts of one order. */
function fromOneHouse(order: NewHouzzOrder): NewHouzzOrder {
  houses += 1;
  const address = { address1: `${houses} Sample Way`, city: 'Testville', state: 'CA', zip: '90000', phone: '5550100' };
  return { address, ...order };
}

/** Opens a bridge of its own; close it in the same test. */
export async function openBridge(options: BridgeOptions = {}): Promise<Bridge> {
  const { client, native, namespace } = await testTemporal();
  const id = options.id === undefined ? freshConnectionId() : connectionId(options.id);
  const folder = await mkdtemp(join(tmpdir(), 'orderbridge-bridge-'));
  const sandbox = await startSandbox({
    houzz: {
      ...DEMO_HOUZZ_CREDENTIALS,
      ...(options.accountType === undefined ? {} : { accountType: options.accountType }),
    },
    tradegecko: { token: DEMO_TRADEGECKO_TOKEN, ...(options.quota === undefined ? {} : { quota: options.quota }) },
    // The harder judge: with unique labels TradeGecko itself would refuse a second sales order under our reference.
    switches: { 'tradegecko.address-label-unique': 'ignored', ...options.switches },
    ...(options.skus === undefined ? {} : { plant: { skus: options.skus, orders: 0 } }),
  });
  const control = createSandboxControl(sandbox.houzzUrl);
  for (const [sku, onHand] of Object.entries(options.stock ?? { 'LAMP-1': 100_000 })) {
    await control.tradegecko.putVariant(sku, { stock: { [PRIMARY_LOCATION_ID]: onHand }, price: '25.00' });
    await control.houzz.putListing(sku, { quantity: onHand, price: '25.00', title: sku, status: 'Active' });
  }
  const configPath = join(folder, 'orderbridge.yaml');
  await writeFile(configPath, yamlOf(id, sandbox, options));
  const { connections } = loadConfig({ path: configPath, env: SECRETS, cwd: folder });
  const [config] = connections;
  if (config === undefined) throw new Error('The test configuration holds no connection.');
  rulesByConnection.set(id, config.orders.rules);
  await sharedOrderWorker();
  const stopWorking = options.works === false ? async () => undefined : await work(config, { native, namespace });
  const policy: OrderPolicy = { ...QUICK, ...options.policy };
  const from = new Date(Date.now() - 3_600_000).toISOString();
  let lastShipments: PollShipmentsResult | undefined;
  const ageMaxMs = 29 * 86_400_000;
  let runs = 0;

  async function sweep<Result>(type: string, input: unknown, activity: string): Promise<Result> {
    runs += 1;
    return client.workflow.execute<(argument: unknown) => Promise<Result>>(type, {
      taskQueue: ORDER_QUEUE,
      workflowId: `${activity}/${id}-${runs}`,
      args: [input],
      typedSearchAttributes: [{ key: connectionKey, value: id }],
    });
  }

  const order = async (orderId: ChannelOrderId) =>
    client.workflow.getHandle<typeof processOrder>(orderWorkflowId(id, orderId));
  const place = async (...orders: readonly NewHouzzOrder[]) =>
    (await control.houzz.placeOrders(...orders.map(fromOneHouse))).map(({ orderId }) => channelOrderId(orderId));
  const status = async (orderId: ChannelOrderId) => (await order(orderId)).query(statusQuery);
  const pollOrders: Bridge['pollOrders'] = (changes = {}) =>
    sweep(
      'pollOrders',
      { connection: id, start: { from, skippedIds: [] }, policy, slowPaceMs: 3_600_000, ageMaxMs, ...changes },
      'poll-orders',
    );
  const reaches: Bridge['reaches'] = async (orderId, stage, timeoutMs) => {
    const isThere = async () => (await status(orderId).catch(() => undefined))?.stage === stage;
    await until(`order ${orderId} reaches ${stage}`, isThere, timeoutMs);
  };
  const sweepIn: Bridge['sweepIn'] = async (newOrder = lamp()) => {
    const [orderId] = await place(newOrder);
    if (orderId === undefined) throw new Error('No order was placed.');
    await pollOrders();
    return orderId;
  };
  return {
    id,
    config,
    configPath,
    control,
    pollOrders,
    async pollShipments(changes = {}) {
      // Started by hand, a run sees no last result, so the activity itself is given it the way the workflow would.
      const input = {
        connection: id,
        from,
        overlapMs: 900_000,
        slowPaceMs: 3_600_000,
        referencePrefix: 'HZ-',
        overdueAfterMs: 432_000_000,
      };
      const result: PollShipmentsResult = await sweep(
        'pollShipments',
        { ...input, ...(lastShipments === undefined ? {} : { from: lastShipments.cursor }), ...changes },
        'poll-shipments',
      );
      lastShipments = result;
      return result;
    },
    syncInventory: (changes = {}) =>
      sweep('syncInventory', { ...syncInventoryInputOf(config), raiseAfterMs: 0, ...changes }, 'sync-inventory'),
    place,
    order,
    status,
    reaches,
    sweepIn,
    async deliver(newOrder) {
      const orderId = await sweepIn(newOrder);
      await reaches(orderId, 'awaiting-shipment');
      const salesOrder = (await control.tradegecko.orders()).find((one) => one.reference_number === orderId);
      if (salesOrder === undefined) throw new Error(`No sales order stands for ${orderId}.`);
      return { id: orderId, handle: await order(orderId), salesOrder };
    },
    calls: async (service, operation = '') =>
      (await control.ledger()).filter(
        (entry): entry is LedgerCall =>
          entry.kind === 'call' && entry.service === service && entry.operation.startsWith(operation),
      ),
    effects: async (effect) =>
      (await control.ledger()).filter(
        (entry): entry is LedgerEffect => entry.kind === 'effect' && entry.effect === effect,
      ),
    async close() {
      await terminateOpenOrders(id);
      await stopWorking();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the configuration's secrets are read from. */
export const SECRETS = { HOUZZ_TOKEN: DEMO_HOUZZ_CREDENTIALS.token, TRADEGECKO_TOKEN: DEMO_TRADEGECKO_TOKEN } as const;

function yamlOf(
  id: string,
  urls: { houzzUrl: string; tradegeckoUrl: string },
  { houzz = '', tradegecko = '', accountType = 'seller', yaml = '' }: BridgeOptions,
): string {
  return `connections:
  ${id}:
    houzz:
      baseUrl: ${urls.houzzUrl}
      token: { env: HOUZZ_TOKEN }
      userName: ${DEMO_HOUZZ_CREDENTIALS.userName}
      appName: ${DEMO_HOUZZ_CREDENTIALS.appName}
      timeout: 2s
      accountType: ${accountType}
      ${houzz}
    tradegecko:
      baseUrl: ${urls.tradegeckoUrl}
      token: { env: TRADEGECKO_TOKEN }
      companyId: ${MARKETPLACE_COMPANY_ID}
      stockLocationId: ${PRIMARY_LOCATION_ID}
      timeout: 2s
      ${tradegecko}
${yaml}
`;
}

async function work(
  config: ConnectionConfig,
  place: Parameters<typeof createConnectionWorkers>[1],
): Promise<() => Promise<void>> {
  const connection = openConnection(config);
  const workers = await createConnectionWorkers(connection, place);
  const runs = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(runs);
    connection.close();
  };
}

async function terminateOpenOrders(id: ConnectionId): Promise<void> {
  const { client } = await testTemporal();
  const query = `WorkflowId STARTS_WITH "order/${id}/" AND ExecutionStatus="Running"`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    await client.workflow
      .getHandle(workflowId)
      .terminate('The test is over.')
      .catch(() => undefined);
  }
}

/** Plays a story on a bridge of its own and closes it, also when the story fails. */
export async function withBridge(story: (bridge: Bridge) => Promise<void>, options: BridgeOptions = {}): Promise<void> {
  const bridge = await openBridge(options);
  try {
    await story(bridge);
  } finally {
    await bridge.close();
  }
}
