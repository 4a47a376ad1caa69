import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSchedules, storedStart } from '../../commands/schedules.js';
import { startConnection } from '../../commands/start.js';
import type { ConnectionConfig } from '../../config/config.js';
import { loadConfig } from '../../config/load-config.js';
import { createSandboxControl } from '../../sandbox/control/client.js';
import { openConnection, type Connection } from '../../worker/connection.js';
import type { Closers } from './closers.js';
import type { Sources } from './evidence.js';
import { CONNECTION_NAME } from './goods.js';
import type { Host } from './host.js';
import { startServices } from './services.js';
import { writeConfig } from './settings.js';
import { fillShelves } from './shelves.js';

type Env = Readonly<Record<string, string | undefined>>;

export interface WorldOptions {
  readonly stateDir: string;
  readonly env: Env;
  readonly seed: number;
  /** The short name of its connection; the demonstration's own unless told. */
  readonly name?: string;
  /** Positions of the sandbox's switches that differ from the defaults. */
  readonly switches?: Readonly<Record<string, string>>;
  /** How long a call to a service may take, as the configuration writes it; as usual unless told. */
  readonly callTimeout?: string | undefined;
  readonly say: (line: string) => void;
  readonly closers: Closers;
}

/** Both simulated services, and the connection between them. */
export interface World extends Sources {
  readonly host: Host;
  readonly bridge: Connection;
  readonly configPath: string;
  /** Draws the line between older and new orders at the first call; later calls keep it. */
  start(): Promise<void>;
}

/** Opens both services and the connection between them. */
export async function openWorld(host: Host, options: WorldOptions): Promise<World> {
  const { stateDir, env, seed, name = CONNECTION_NAME, switches = {}, callTimeout, say, closers } = options;
  const sandbox = await startServices({ stateDir, seed, switches, say });
  closers.add('the simulated services', () => sandbox.close());
  const control = createSandboxControl(sandbox.houzzUrl);
  await fillShelves(control);
  const configPath = await writeConfig(stateDir, { name, callTimeout, ...sandbox });
  const config = readConnection(configPath, env);
  const bridge = openConnection(config);
  closers.add('the connections to the services', async () => {
    bridge.close();
  });
  await notePlace(stateDir, { host, configPath, ...sandbox });
  return {
    host,
    bridge,
    configPath,
    control,
    client: host.link.client,
    connection: config.id,
    start: () => startSchedules(bridge, host),
  };
}

function readConnection(path: string, env: Env): ConnectionConfig {
  const [connection] = loadConfig({ path, env, cwd: process.cwd() }).connections;
  if (connection === undefined) throw new Error(`${path} holds no connection.`);
  return connection;
}

async function startSchedules({ config, marketplace }: Connection, { link }: Host): Promise<void> {
  const stored = storedStart(await readSchedules(link.client, config.id));
  const report = await startConnection(config, stored === undefined ? 'now' : undefined, {
    link,
    openMarketplace: () => marketplace,
    now: () => Date.now(),
  });
  if (report.kind !== 'started') throw new Error('The schedules of the demonstration could not be started.');
}

interface Place {
  readonly host: Host;
  readonly configPath: string;
  readonly houzzUrl: string;
  readonly tradegeckoUrl: string;
}

/** Tells other programs on this machine where everything is. */
async function notePlace(stateDir: string, { host, configPath, houzzUrl, tradegeckoUrl }: Place): Promise<void> {
  const { address, namespace, uiUrl } = host.temporal;
  const place = { pid: process.pid, address, namespace, uiUrl: uiUrl ?? null, houzzUrl, tradegeckoUrl, configPath };
  await writeFile(join(stateDir, 'demonstration.json'), `${JSON.stringify(place, null, 2)}\n`);
}
