import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { connectionId } from '../../src/domain/ids.js';
import { openTemporal } from '../../src/local/temporal/open.js';
import { SEARCH_ATTRIBUTE_NAMES } from '../../src/messages/search-attributes.js';
import { createSandboxControl, type SandboxControl } from '../../src/sandbox/control/client.js';
import type { NewHouzzOrder } from '../../src/sandbox/houzz/order-document.js';
import { DEMO_HOUZZ_CREDENTIALS, DEMO_TRADEGECKO_TOKEN } from '../../src/sandbox/sandbox.js';
import { MARKETPLACE_COMPANY_ID, PRIMARY_LOCATION_ID } from '../../src/sandbox/tradegecko/fresh-world.js';
import type { BenchSettings } from './bench.js';
import { cleanEnv, runChild, startChild, type Child } from './child.js';
import { temporaryFolder } from './folders.js';
import { descendantsOf, usageOf, type Usage } from './processes.js';
import { startSandboxProcess } from './sandbox-process.js';

/** The one connection of a bench. */
export const SHOP = connectionId('main');

/** Temporal's development server on a file, as the program brings it, with a client. */
export interface Server {
  readonly client: Client;
  readonly address: string;
  /** What the server used so far; undefined where the system does not tell. */
  readonly usage: () => Usage | undefined;
  readonly close: () => Promise<void>;
}

/** Starts a server of our own, whatever the environment names. */
export async function startServer({ say, learn }: Pick<BenchSettings, 'say' | 'learn'>): Promise<Server> {
  const { folder, remove } = temporaryFolder();
  const temporal = await openTemporal({
    stateDir: folder,
    // Only its command is taken from the environment.
    env: { ...cleanEnv(), TEMPORAL_CLI_PATH: process.env['TEMPORAL_CLI_PATH'] },
    port: 0,
    uiPort: 0,
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTE_NAMES.map((name) => [name, 'Keyword' as const])),
    say,
  });
  // The latest of ours: an earlier one may still be ending.
  const pid = Math.max(0, ...descendantsOf(process.pid, 'temporal'));
  const connection = await Connection.connect({ address: temporal.address });
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  learn('Temporal server', `${serverVersion}, development server with a file`);
  return {
    client: new Client({ connection, namespace: temporal.namespace }),
    address: temporal.address,
    usage: () => usageOf(pid),
    async close() {
      await connection.close();
      await temporal.close();
      remove();
    },
  };
}

/** Everything that runs where the program runs, each in a process of its own. */
export interface Stack extends Server {
  readonly control: SandboxControl;
  readonly worker: Child;
  /** Ends the worker and starts another; gives the seconds until it works. */
  readonly restartWorker: () => Promise<number>;
}

export interface StackOptions {
  /** How often orders and shipments are read by themselves; once a day, so never, unless told. */
  readonly pollEvery?: string;
}

/** Starts a server, both services and a worker, and the connection between an empty shop and an empty account. */
export async function openStack(settings: BenchSettings, { pollEvery = '1d' }: StackOptions = {}): Promise<Stack> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const { folder, remove } = temporaryFolder();
    closers.push(remove);
    const sandbox = await startSandboxProcess();
    closers.push(() => sandbox.end());
    const server = await startServer(settings);
    closers.push(() => server.close());
    const file = join(folder, 'orderbridge.yaml');
    await writeFile(file, configuration(sandbox, pollEvery));
    const env = { ...SECRETS, ORDERBRIDGE_CONFIG: file, TEMPORAL_ADDRESS: server.address };
    let worker = await startWorker(env);
    closers.push(() => worker.end());
    const restartWorker = async (): Promise<number> => {
      await worker.end();
      worker = await startWorker(env);
      return worker.readyInS;
    };
    const control = createSandboxControl(sandbox.houzzUrl);
    await stock(control);
    await startConnection(env);
    return { ...server, control, worker, restartWorker, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const SECRETS = { HOUZZ_TOKEN: DEMO_HOUZZ_CREDENTIALS.token, TRADEGECKO_TOKEN: DEMO_TRADEGECKO_TOKEN } as const;

/** Starts a worker as `npm run worker` does, and waits until it works. */
function startWorker(env: Readonly<Record<string, string>>): Promise<Child> {
  return startChild({
    args: ['--import', 'tsx', 'src/worker.ts'],
    // Any free port: a worker that runs on this machine for real keeps its own.
    env: { ...env, ORDERBRIDGE_HEALTH_PORT: '0' },
    isReady: (line) => line.includes('Working for'),
  });
}

async function startConnection(env: Readonly<Record<string, string>>): Promise<void> {
  const started = await runChild(['--import', 'tsx', 'src/starter.ts', 'start', '--from', 'now'], env);
  if (started.code !== 0) throw new Error(`The connection could not be started:\n${started.words}`);
}

const SKU = 'LAMP-1';
const PRICE = '25.00';

async function stock(control: SandboxControl): Promise<void> {
  await control.tradegecko.putVariant(SKU, { stock: { [PRIMARY_LOCATION_ID]: 1_000_000 }, price: PRICE });
  await control.houzz.putListing(SKU, { quantity: 1_000_000, price: PRICE, title: SKU, status: 'Active' });
}

let houses = 0;

/** A plain order: one line, from a house of its own, as two of one buyer could look like parts of one. */
export function plainOrder(): NewHouzzOrder {
  houses += 1;
  const address = { address1: `${houses} Sample Way`, city: 'Testville', state: 'CA', zip: '90000', phone: '5550100' };
  return { address, lines: [{ sku: SKU, quantity: 1, price: PRICE }] };
}

function configuration(urls: { houzzUrl: string; tradegeckoUrl: string }, pollEvery: string): string {
  return `connections:
  ${SHOP}:
    houzz:
      baseUrl: ${urls.houzzUrl}
      token: { env: HOUZZ_TOKEN }
      userName: ${DEMO_HOUZZ_CREDENTIALS.userName}
      appName: ${DEMO_HOUZZ_CREDENTIALS.appName}
    tradegecko:
      baseUrl: ${urls.tradegeckoUrl}
      token: { env: TRADEGECKO_TOKEN }
      companyId: ${MARKETPLACE_COMPANY_ID}
    orders:
      pollEvery: ${pollEvery}
    shipments:
      pollEvery: 1d
    inventory:
      enabled: false
`;
}
