import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSchedules, storedStart } from '../../commands/schedules.js';
import { startConnection } from '../../commands/start.js';
import type { TemporalLink } from '../../commands/temporal-connection.js';
import type { ConnectionConfig } from '../../config/config.js';
import { loadConfig } from '../../config/load-config.js';
import { SEARCH_ATTRIBUTE_NAMES } from '../../messages/search-attributes.js';
import { createSandboxControl } from '../../sandbox/control-client.js';
import { openConnection, type Connection } from '../../worker/connection.js';
import { openTemporal, type Temporal } from '../temporal/open.js';
import type { Closers } from './closers.js';
import type { Sources } from './evidence.js';
import { linkTo, securityOf } from './link.js';
import { startServices } from './services.js';
import { writeConfig } from './settings.js';
import { fillShelves } from './shelves.js';
import { startWork, type Work } from './work.js';

type Env = Readonly<Record<string, string | undefined>>;

export interface WorldOptions {
  readonly stateDir: string;
  readonly env: Env;
  readonly seed: number;
  /** Everything in memory, on ports that nobody else asks for. */
  readonly isEphemeral: boolean;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** What is opened is left here to be closed, also when a later step fails. */
  readonly closers: Closers;
}

/** What a demonstration runs in. */
export interface World extends Sources {
  readonly temporal: Temporal;
  readonly configPath: string;
  /** Draws the line between older and new orders at the first call; later calls keep it. */
  start(): Promise<void>;
  /** Starts the Workers; they are stopped first when the world is closed. */
  work(): Promise<Work>;
}

/** Opens everything that a demonstration runs in. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { stateDir, env, seed, say, closers } = options;
  const temporal = await openTemporalFor(options);
  closers.add('Temporal', () => temporal.close());
  const sandbox = await startServices({ stateDir, seed, say });
  closers.add('the simulated services', () => sandbox.close());
  const control = createSandboxControl(sandbox.houzzUrl);
  await fillShelves(control);
  const configPath = await writeConfig(stateDir, sandbox);
  const config = readConnection(configPath, env);
  const link = await linkTo(temporal, env);
  closers.add('the connection to Temporal', () => link.close());
  const connection = openConnection(config);
  closers.add('the connections to the services', async () => {
    connection.close();
  });
  await notePlace(stateDir, { temporal, configPath, ...sandbox });
  return {
    temporal,
    configPath,
    control,
    client: link.client,
    connection: config.id,
    start: () => startSchedules(connection, link),
    work: () => startWork({ connection, temporal, security: securityOf(temporal, env), stateDir, closers }),
  };
}

async function openTemporalFor({ stateDir, env, isEphemeral, say, signal }: WorldOptions): Promise<Temporal> {
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
  return { ...env, TEMPORAL_ADDRESS: undefined, TEMPORAL_NAMESPACE: undefined };
}

function readConnection(path: string, env: Env): ConnectionConfig {
  const [connection] = loadConfig({ path, env, cwd: process.cwd() }).connections;
  if (connection === undefined) throw new Error(`${path} holds no connection.`);
  return connection;
}

async function startSchedules(connection: Connection, link: TemporalLink): Promise<void> {
  const { config, marketplace } = connection;
  const stored = storedStart(await readSchedules(link.client, config.id));
  const report = await startConnection(config, stored === undefined ? 'now' : undefined, {
    link,
    openMarketplace: () => marketplace,
    now: () => Date.now(),
  });
  if (report.kind !== 'started') throw new Error('The schedules of the demonstration could not be started.');
}

interface Place {
  readonly temporal: Temporal;
  readonly configPath: string;
  readonly houzzUrl: string;
  readonly tradegeckoUrl: string;
}

/** Tells other programs on this machine where everything is. */
async function notePlace(stateDir: string, { temporal, configPath, houzzUrl, tradegeckoUrl }: Place): Promise<void> {
  const { address, namespace, uiUrl } = temporal;
  const place = { pid: process.pid, address, namespace, uiUrl: uiUrl ?? null, houzzUrl, tradegeckoUrl, configPath };
  await writeFile(join(stateDir, 'demonstration.json'), `${JSON.stringify(place, null, 2)}\n`);
}
