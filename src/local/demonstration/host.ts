import { join } from 'node:path';
import { NativeConnection, Runtime, type WorkflowBundle } from '@temporalio/worker';
import { pino } from 'pino';
import type { TemporalLink } from '../../commands/temporal-connection.js';
import { SEARCH_ATTRIBUTE_NAMES } from '../../messages/search-attributes.js';
import { loadWorkflows } from '../../worker/bundle.js';
import { forTemporal } from '../../worker/logging.js';
import { openTemporal, type Temporal } from '../temporal/open.js';
import type { Closers } from './closers.js';
import { linkTo } from './link.js';

type Env = Readonly<Record<string, string | undefined>>;

export interface HostOptions {
  readonly stateDir: string;
  readonly env: Env;
  /** Everything in memory, on ports that nobody else asks for. */
  readonly isEphemeral: boolean;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** What is opened is left here to be closed, also when a later step fails. */
  readonly closers: Closers;
}

/** What all worlds of a process stand on. */
export interface Host {
  readonly temporal: Temporal;
  readonly link: TemporalLink;
  readonly native: NativeConnection;
  readonly bundle: WorkflowBundle;
}

/** Opens Temporal and what its Workers need; once in a process. */
export async function openHost(options: HostOptions): Promise<Host> {
  const { stateDir, closers } = options;
  const temporal = await openTemporalFor(options);
  closers.add('Temporal', () => temporal.close());
  const link = await linkTo(temporal);
  closers.add('the connection to Temporal', () => link.close());
  // The terminal belongs to the view, so the Workers get a log of their own.
  const log = pino({ level: 'warn' }, pino.destination({ dest: join(stateDir, 'worker.log'), sync: true }));
  // Signals belong to the demonstration, which ends its parts in their order.
  Runtime.install({ shutdownSignals: [], logger: forTemporal(log) });
  const native = await NativeConnection.connect({ ...temporal.security, address: temporal.address });
  closers.add("the Workers' connection", () => native.close());
  return { temporal, link, native, bundle: await loadWorkflows() };
}

async function openTemporalFor({ stateDir, env, isEphemeral, say, signal }: HostOptions): Promise<Temporal> {
  return openTemporal({
    stateDir,
    // What is thrown away afterwards is never put into a service that somebody relies on.
    env: isEphemeral ? withoutService(env) : env,
    say,
    signal,
    ephemeral: isEphemeral,
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTE_NAMES.map((name) => [name, 'Keyword' as const])),
  });
}

function withoutService(env: Env): Env {
  return {
    ...env,
    TEMPORAL_ADDRESS: undefined,
    TEMPORAL_PROFILE: undefined,
    TEMPORAL_CONFIG_FILE: undefined,
    TEMPORAL_NAMESPACE: undefined,
  };
}
