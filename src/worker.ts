import { NativeConnection, Runtime } from '@temporalio/worker';
import { loadConfig } from './config/load-config.js';
import { readTemporalSettings } from './config/temporal.js';
import { explain } from './commands/explain.js';
import { openTemporal } from './local/temporal/open.js';
import { SEARCH_ATTRIBUTE_NAMES } from './messages/search-attributes.js';
import { bundleWorkflows } from './worker/bundle.js';
import { openConnection } from './worker/connection.js';
import { createLog, forTemporal } from './worker/logging.js';
import { startWorkers } from './worker/workers.js';

const log = createLog(process.env['ORDERBRIDGE_LOG_LEVEL'] ?? 'info');

/** Runs the Workers of all configured connections until a signal ends them. */
async function main(): Promise<void> {
  const { env } = process;
  const config = loadConfig({ env, cwd: process.cwd() });
  // Signals are ours: the Workers drain first, then an embedded server ends.
  Runtime.install({ shutdownSignals: [], logger: forTemporal(log) });
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal is impatience: nothing is lost, what was under way is tried again.
      if (asked.signal.aborted) process.exit(130);
      log.info(`${signal}: finishing what is under way; a second signal ends at once.`);
      asked.abort();
    });
  }
  const temporal = await openTemporal({
    stateDir: env['ORDERBRIDGE_STATE'] ?? '.orderbridge',
    env,
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTE_NAMES.map((name) => [name, 'Keyword' as const])),
    say: (line) => {
      log.info(line);
    },
    signal: asked.signal,
  });
  const { security } = readTemporalSettings(env);
  const native = await NativeConnection.connect({ ...security, address: temporal.address });
  const connections = config.connections.map(openConnection);
  try {
    const workers = await startWorkers({
      native,
      namespace: temporal.namespace,
      connections,
      bundle: await bundleWorkflows(),
    });
    if (temporal.uiUrl !== undefined) log.info(`Temporal's Web UI: ${temporal.uiUrl}`);
    log.info(`Working for ${connections.map(({ config: { id } }) => id).join(', ')} on ${temporal.address}.`);
    asked.signal.addEventListener('abort', () => void workers.stop());
    if (asked.signal.aborted) await workers.stop();
    await workers.stopped;
  } finally {
    for (const connection of connections) connection.close();
    await native.close();
    await temporal.close();
  }
}

main().then(
  () => {
    log.info('Stopped.');
  },
  (error: unknown) => {
    const { what, why, next, exitCode } = explain(error);
    log.fatal({ why, next }, what);
    process.exitCode = exitCode;
  },
);
