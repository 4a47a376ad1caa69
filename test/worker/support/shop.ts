import type { Client } from '@temporalio/client';
import type { PollOrdersInput } from '../../../src/messages/sweeps.js';
import { ORDER_QUEUE } from '../../../src/messages/queues.js';
import type { ConnectionId } from '../../../src/domain/ids.js';
import { createSandboxControl, type SandboxControl } from '../../../src/sandbox/control/client.js';
import { DEMO_HOUZZ_CREDENTIALS, DEMO_TRADEGECKO_TOKEN, startSandbox } from '../../../src/sandbox/sandbox.js';
import { MARKETPLACE_COMPANY_ID, PRIMARY_LOCATION_ID } from '../../../src/sandbox/tradegecko/fresh-world.js';
import { freshConnectionId, QUICK } from '../../support/orders.js';

export interface ShopOptions {
  readonly quota?: { readonly limit: number; readonly windowMs: number };
  /** The longest a call may take, as the configuration writes it. */
  readonly timeout?: string;
}

/** Both simulated services of one connection, without anyone who works for it. */
export interface Shop {
  readonly id: ConnectionId;
  readonly control: SandboxControl;
  /** Its entry below `connections:`, with further keys of its own. */
  yaml(more?: string): string;
  /** Sales orders that stand in TradeGecko. */
  delivered(): Promise<number>;
  close(): Promise<void>;
}

/** Opens a shop that sells lamps. */
export async function openShop({ quota, timeout = '30s' }: ShopOptions = {}): Promise<Shop> {
  const id = freshConnectionId();
  const sandbox = await startSandbox({
    houzz: DEMO_HOUZZ_CREDENTIALS,
    tradegecko: { token: DEMO_TRADEGECKO_TOKEN, ...(quota === undefined ? {} : { quota }) },
  });
  const control = createSandboxControl(sandbox.houzzUrl);
  await control.tradegecko.putVariant('LAMP-1', { stock: { [PRIMARY_LOCATION_ID]: 1_000 }, price: '25.00' });
  const { userName, appName } = DEMO_HOUZZ_CREDENTIALS;
  return {
    id,
    control,
    yaml: (more = '') => `  ${id}:
    houzz: { baseUrl: '${sandbox.houzzUrl}', token: { env: HOUZZ_TOKEN }, userName: ${userName}, appName: ${appName}, timeout: ${timeout} }
    tradegecko: { baseUrl: '${sandbox.tradegeckoUrl}', token: { env: TRADEGECKO_TOKEN }, companyId: ${MARKETPLACE_COMPANY_ID}, stockLocationId: ${PRIMARY_LOCATION_ID}, timeout: ${timeout} }
${more}
`,
    delivered: async () => (await control.tradegecko.orders()).length,
    close: () => sandbox.close(),
  };
}

/** A whole configuration of these entries. */
export const configOf = (...entries: readonly string[]): string => `connections:\n${entries.join('')}`;

let sweeps = 0;

/** Starts a sweep of a shop's orders; whoever works for it starts an order for each. */
export async function sweepOrders(client: Client, connection: ConnectionId): Promise<void> {
  sweeps += 1;
  const input: PollOrdersInput = {
    connection,
    start: { from: new Date(Date.now() - 3_600_000).toISOString(), skippedIds: [] },
    policy: QUICK,
    slowPaceMs: 3_600_000,
    ageMaxMs: 29 * 86_400_000,
  };
  await client.workflow.start('pollOrders', {
    taskQueue: ORDER_QUEUE,
    workflowId: `poll-orders/${connection}-by-hand-${sweeps}`,
    args: [input],
  });
}
