import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, type WorkflowBundle } from '@temporalio/worker';
import { z } from 'zod';
import { setUp } from '../../src/commands/setup.js';
import { connectTemporal } from '../../src/commands/temporal-connection.js';
import { readTemporalSettings } from '../../src/config/temporal.js';
import { userCacheFolder } from '../../src/local/temporal/cache.js';
import { findCommand } from '../../src/local/temporal/find.js';
import { openTemporal } from '../../src/local/temporal/open.js';
import { SEARCH_ATTRIBUTE_NAMES } from '../../src/messages/search-attributes.js';
import { loadWorkflows } from '../../src/worker/bundle.js';

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

/** Where the server is and what it serves; `close` ends what was started for it. */
type Place = Omit<OpenTemporal, 'client' | 'native'>;

/** How the parts of a run hear of the server and the bundle that they share. */
const SHARED = 'ORDERBRIDGE_TEST_SHARED';
const sharedSchema = z.object({ address: z.string(), uiUrl: z.string(), bundleFile: z.string() });
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

/**
 * Fetches or builds the server where there is none yet: minutes that no test's time limit should have to hold. Where it
 * cannot be had the tests that need it say why.
 */
export async function fetchServer(): Promise<void> {
  const { env } = process;
  if (readTemporalSettings(env).isNamed) return;
  await findCommand({ env, cacheFolder: userCacheFolder(env), say }).catch(() => undefined);
}

/** Starts the server and makes the bundle for a run in parts, which find both by `env`. */
export async function serveParts(): Promise<{
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'orderbridge-parts-'));
  const { address, uiUrl, bundle, close } = await ownServer();
  const bundleFile = join(folder, 'workflows.bundle.js');
  await writeFile(bundleFile, bundle.code);
  return {
    env: { [SHARED]: JSON.stringify({ address, uiUrl, bundleFile }) },
    async close() {
      await close();
      await rm(folder, { recursive: true, force: true });
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
  const shared = process.env[SHARED];
  const place = await (shared === undefined ? ownServer() : partOf(shared));
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

async function ownServer(): Promise<Place> {
  const stateDir = await mkdtemp(join(tmpdir(), 'orderbridge-test-'));
  const temporal = await openTemporal({
    stateDir,
    env: process.env,
    ephemeral: true,
    uiPort: 0,
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTE_NAMES.map((name) => [name, 'Keyword' as const])),
    say,
  });
  const { address, namespace, uiUrl = '' } = temporal;
  return {
    address,
    namespace,
    uiUrl,
    bundle: await loadWorkflows(),
    async close() {
      await temporal.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** A namespace of this part's own, because a Worker of one part would take the work of another from the same queue. */
async function partOf(shared: string): Promise<Place> {
  const { address, uiUrl, bundleFile } = sharedSchema.parse(JSON.parse(shared));
  const namespace = `part-${process.pid}`;
  const link = await connectTemporal({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace });
  try {
    await setUp(link, RETENTION_DAYS);
  } finally {
    await link.close();
  }
  const bundle = { code: await readFile(bundleFile, 'utf8') };
  return { address, namespace, uiUrl, bundle, close: async () => undefined };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const quiet = {
  log: () => undefined,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
