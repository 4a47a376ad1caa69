import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, type WorkflowBundle } from '@temporalio/worker';
import { setUp } from '../../src/commands/setup.js';
import { connectTemporal } from '../../src/commands/temporal-connection.js';
import { openTemporal } from '../../src/local/temporal/open.js';
import { SEARCH_ATTRIBUTE_NAMES } from '../../src/messages/search-attributes.js';
import { loadWorkflows } from '../../src/worker/bundle.js';
import { sharedByParts, type SharedByParts } from './shared-by-parts.js';

/** One Temporal server and one workflow bundle, shared by all tests of a run. */
export interface TestTemporal {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string;
  readonly client: Client;
  readonly native: NativeConnection;
  readonly bundle: WorkflowBundle;
}

interface OpenTemporal extends TestTemporal {
  close(): Promise<void>;
}

/** A server that is there for tests, and what ends it. */
export interface TestServer {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string;
  close(): Promise<void>;
}

type Place = TestServer & Pick<TestTemporal, 'bundle'>;

const RETENTION_DAYS = 30;

let opening: Promise<OpenTemporal> | undefined;

/** The run's server, started by the first test that asks. Tests keep apart by connection ids of their own. */
export function testTemporal(): Promise<TestTemporal> {
  opening ??= open();
  return opening;
}

/** Ends the server, if any test asked for it. */
export async function closeTestTemporal(): Promise<void> {
  const running = await opening?.catch(() => undefined);
  opening = undefined;
  await running?.close();
}

/** Starts a server that keeps everything in memory; fetches or builds it where there is none yet. */
export async function startTestServer(): Promise<TestServer> {
  const stateDir = await mkdtemp(join(tmpdir(), 'orderbridge-test-'));
  const temporal = await openTemporal({
    stateDir,
    env: process.env,
    ephemeral: true,
    uiPort: 0,
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTE_NAMES.map((name) => [name, 'Keyword' as const])),
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const { address, namespace, uiUrl = '' } = temporal;
  return {
    address,
    namespace,
    uiUrl,
    async close() {
      await temporal.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

async function open(): Promise<OpenTemporal> {
  // Our own loop of signals only: the runner decides when a test run ends. Warnings of stopped servers are noise here.
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
    logger: quiet,
  });
  const shared = sharedByParts();
  const place = await (shared === undefined ? ownPlace() : partOf(shared));
  const { address, namespace } = place;
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  return {
    ...place,
    client: new Client({ connection, namespace }),
    native,
    async close() {
      await connection.close();
      await native.close();
      await place.close();
    },
  };
}

async function ownPlace(): Promise<Place> {
  const [server, bundle] = await Promise.all([startTestServer(), loadWorkflows()]);
  return { ...server, bundle };
}

/** A namespace of this part's own, because a Worker of one part would take the work of another from the same queue. */
async function partOf({ address, uiUrl, programFolder }: SharedByParts): Promise<Place> {
  const namespace = `part-${process.pid}`;
  const link = await connectTemporal({
    env: { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace },
    cwd: process.cwd(),
  });
  try {
    await setUp(link, RETENTION_DAYS);
  } finally {
    await link.close();
  }
  const bundle = { code: await readFile(join(programFolder, 'workflows.bundle.js'), 'utf8') };
  return { address, namespace, uiUrl, bundle, close: async () => undefined };
}

const quiet = {
  log: () => undefined,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
