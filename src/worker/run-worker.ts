import { NativeConnection, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { formatDuration } from '../config/durations.js';
import { loadConfig } from '../config/load-config.js';
import type { WorkerSettings } from '../config/worker.js';
import { openTemporal, type Temporal } from '../local/temporal/open.js';
import { choosePort, HOST } from '../local/temporal/ports.js';
import { SEARCH_ATTRIBUTE_NAMES } from '../messages/search-attributes.js';
import { loadWorkflows } from './bundle.js';
import { openConnection } from './connection.js';
import { coreMetricsFrom } from './core-metrics.js';
import { createFleet, type Fleet } from './fleet.js';
import { followConfig } from './live-config.js';
import { runtimeLogging } from './logging.js';
import { openLookout, type Lookout } from './lookout.js';
import { watchTemporal } from './temporal-watch.js';
import { startWorkers, type Workers } from './workers.js';

/** What a worker's process runs with. */
export interface WorkerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly settings: WorkerSettings;
  readonly log: Logger;
  /** Whether a person sits before it. */
  readonly isTerminal: boolean;
  /** Aborted when the process shall end in order. */
  readonly asked: AbortSignal;
}

/** Of the time to drain, what is left for closing after the last piece of work was called off. */
const CLOSING_MS = 5_000;
const NAMES_MAX = 10;

/** Runs the Workers of all configured connections, as the file says at each moment, until the signal ends them. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { env, cwd, settings, log, asked } = options;
  const say = (line: string): void => {
    log.info(line);
  };
  const load = (): Config => loadConfig({ env, cwd });
  const first = load();
  for (const file of first.exposedSecrets) {
    log.warn({ next: 'Take that right away: chmod 600.' }, `Everybody on this machine may read the secret in ${file}.`);
  }
  const coreAddress = settings.health === null ? undefined : await coreMetricsAddress();
  installRuntime(log, coreAddress);
  const lookout = await openLookout({
    settings: settings.health,
    file: first.path,
    isDraining: () => asked.aborted,
    coreMetrics: coreMetricsFrom(coreAddress),
    say,
  });
  try {
    const temporal = await openTemporal({
      stateDir: settings.stateDir,
      env,
      searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTE_NAMES.map((name) => [name, 'Keyword' as const])),
      serviceWaitMs: settings.temporalWaitMs,
      say,
      signal: asked,
    });
    try {
      await workOn(temporal, { ...options, first, load, lookout, say });
    } finally {
      await temporal.close();
    }
  } finally {
    lookout.close();
  }
}

async function coreMetricsAddress(): Promise<string> {
  const port = await choosePort({ what: 'metrics of Temporal', asked: 0, preferred: undefined }, () => undefined);
  return `${HOST}:${port}`;
}

function installRuntime(log: Logger, coreAddress: string | undefined): void {
  const { logger, telemetryOptions } = runtimeLogging(log);
  const metrics = coreAddress === undefined ? {} : { metrics: { prometheus: { bindAddress: coreAddress } } };
  // Signals are ours: the Workers drain first, then an embedded server ends.
  Runtime.install({ shutdownSignals: [], logger, telemetryOptions: { ...telemetryOptions, ...metrics } });
}

interface Work extends WorkerOptions {
  readonly first: Config;
  readonly load: () => Config;
  readonly lookout: Lookout;
  readonly say: (line: string) => void;
}

async function workOn(temporal: Temporal, work: Work): Promise<void> {
  const { settings, log, asked, lookout, say } = work;
  const { address, namespace, security, uiUrl } = temporal;
  const native = await NativeConnection.connect({ ...security, address });
  try {
    const bundle = await loadWorkflows();
    // Nothing is under way yet: who was asked to end meanwhile need not begin.
    asked.throwIfAborted();
    const workers = await startWorkers({
      native,
      namespace,
      connections: [],
      bundle,
      graceMaxMs: Math.max(settings.drainMs - CLOSING_MS, settings.drainMs / 2),
      onActivity: lookout.onActivity,
    });
    const watch = watchTemporal({
      native,
      onLost: (why) => {
        log.warn({ why }, `Temporal at ${address} does not answer any more. Work goes on by itself once it does.`);
      },
      onBack: (goneMs) => {
        say(`Temporal answers again, after ${formatDuration(goneMs)}.`);
      },
    });
    const fleet = createFleet({
      workers,
      open: (config) => openConnection(config, lookout.onCall(config.id)),
      drainMs: settings.drainMs,
      say,
      warn: (what, why) => {
        log.error({ why }, what);
      },
    });
    if (uiUrl !== undefined) say(`Temporal's Web UI: ${uiUrl}`);
    try {
      await keepTo(work, { temporal, workers, fleet, watch });
    } finally {
      watch.stop();
      await fleet.stop();
    }
  } finally {
    await native.close();
  }
  if (!asked.aborted) throw new Error('The Workers ended although nobody asked.');
}

interface Standing {
  readonly temporal: Temporal;
  readonly workers: Workers;
  readonly fleet: Fleet;
  readonly watch: ReturnType<typeof watchTemporal>;
}

/** Works by the file as it stands at each moment, until somebody asks to end or a Worker fails. */
async function keepTo({ first, load, log, asked, isTerminal, lookout, say }: Work, standing: Standing): Promise<void> {
  const { temporal, workers, fleet, watch } = standing;
  const { address, namespace } = temporal;
  await fleet.apply(first.connections);
  const live = followConfig({
    first,
    load,
    apply: ({ connections }) => fleet.apply(connections),
    say,
    refuse: (what, why, next) => {
      log.error({ why, next }, what);
    },
  });
  const readAgain = (): void => {
    say('SIGHUP: reading the configuration again.');
    void live.readAgain();
  };
  // On a terminal it says that the terminal is closed, and keeps its usual meaning: the end.
  if (!isTerminal) process.on('SIGHUP', readAgain);
  try {
    lookout.show({ address, namespace, watch, fleet, workers, live });
    say(`Working for ${namesOf(fleet)} on ${address}.`);
    // How it went is told by the Workers' own end.
    const stop = (): void => void fleet.stop().catch(() => undefined);
    asked.addEventListener('abort', stop);
    if (asked.aborted) stop();
    await workers.stopped;
  } finally {
    process.off('SIGHUP', readAgain);
    live.stop();
  }
}

function namesOf(fleet: Fleet): string {
  const ids = fleet.posts().flatMap(({ config, standing }) => (standing === 'working' ? [config.id] : []));
  if (ids.length === 0) return 'no connection';
  const more = ids.length - NAMES_MAX;
  return `${ids.slice(0, NAMES_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
