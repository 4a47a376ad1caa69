import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, type WorkflowBundle } from '@temporalio/worker';
import { openTemporal, type Temporal } from '../../src/local/temporal/open.js';
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

async function open(): Promise<OpenTemporal> {
  // Our own loop of signals only: the runner decides when a test run ends. Warnings of stopped servers are noise here.
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
    logger: quiet,
  });
  const stateDir = await mkdtemp(join(tmpdir(), 'orderbridge-test-'));
  const temporal: Temporal = await openTemporal({
    stateDir,
    env: process.env,
    ephemeral: true,
    uiPort: 0,
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTE_NAMES.map((name) => [name, 'Keyword' as const])),
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const { address, namespace, uiUrl = '' } = temporal;
  const [connection, native, bundle] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
    loadWorkflows(),
  ]);
  return {
    address,
    namespace,
    uiUrl,
    client: new Client({ connection, namespace }),
    native,
    bundle,
    async close() {
      await connection.close();
      await native.close();
      await temporal.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

const quiet = {
  log: () => undefined,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
