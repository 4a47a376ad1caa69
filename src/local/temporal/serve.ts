import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import type { Env } from './command.js';
import { lockDatabase } from './database-lock.js';
import { DIRECTLY } from './directly.js';
import { startGuarded, type Guarded } from './guarded.js';
import type { FileLock } from './lock.js';
import { prepareNamespace, type SearchAttributes } from './namespace.js';
import { poll } from './poll.js';
import { choosePort, HOST, isListening } from './ports.js';
import { reasonOf, TemporalProblem } from './problem.js';
import { openServerLog, type ServerLog } from './server-log.js';

const PORT = 7233;
const UI_PORT = 8233;
const READY_MAX_MS = 45_000;
/** The server ends within 1.3 s when nothing is wrong. */
const END_GRACE_MS = 10_000;
const STARTS_MAX = 3;

export interface ServeOptions {
  readonly command: string;
  readonly stateFolder: string;
  readonly namespace: string;
  readonly isEphemeral: boolean;
  readonly port: number | undefined;
  readonly uiPort: number | undefined;
  readonly searchAttributes: SearchAttributes;
  readonly env: Env;
  readonly say: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Serving {
  readonly address: string;
  readonly uiUrl: string | undefined;
  readonly close: () => Promise<void>;
}

const databaseFile = (stateFolder: string): string => join(stateFolder, 'temporal.db');

interface Ports {
  readonly port: number;
  /** Undefined: without the Web UI. */
  readonly uiPort: number | undefined;
}

/** Runs Temporal's development server until it is closed, or until this process is gone. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { stateFolder, isEphemeral, say, signal } = options;
  // The database holds what orders hold, so it is for the user's own eyes: the folder, when it is ours to make, and the
  // file, when the folder was there before.
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  const lock = isEphemeral ? undefined : await lockDatabase({ stateFolder, say, signal });
  try {
    return await startOnFreePorts(options, lock);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Between our look at a port and the server's use of it another process may take it: then once more, with others. */
async function startOnFreePorts(options: ServeOptions, lock: FileLock | undefined): Promise<Serving> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await start(options, await choosePorts(options), lock);
    } catch (error) {
      const isRace = error instanceof TemporalProblem && error.message.includes('address already in use');
      if (!isRace || starts >= STARTS_MAX) throw error;
    }
  }
}

async function choosePorts({ isEphemeral, port, uiPort, say }: ServeOptions): Promise<Ports> {
  const server = { what: "Temporal's port", asked: port, preferred: isEphemeral ? undefined : PORT };
  const ui = { what: "the Web UI's port", asked: uiPort, preferred: isEphemeral ? undefined : UI_PORT };
  const isHeadless = isEphemeral && uiPort === undefined;
  return { port: await choosePort(server, say), uiPort: isHeadless ? undefined : await choosePort(ui, say) };
}

async function start(options: ServeOptions, ports: Ports, lock: FileLock | undefined): Promise<Serving> {
  const { stateFolder, isEphemeral, say } = options;
  const log = openServerLog(join(stateFolder, isEphemeral ? `temporal-${ports.port}.log` : 'temporal.log'));
  const server = await startServer(options, ports, log);
  const place = {
    address: `${HOST}:${ports.port}`,
    uiUrl: ports.uiPort === undefined ? undefined : `http://${HOST}:${ports.uiPort}`,
  };
  const cleanUp = async (): Promise<void> => {
    await server.end();
    if (isEphemeral) await rm(log.file, { force: true });
  };
  try {
    lock?.addHolder('guard', server.guardPid);
    lock?.addHolder('server', server.pid);
    await waitUntilReady({ options, ports, server, log });
    if (!isEphemeral) await chmod(databaseFile(stateFolder), 0o600);
    lock?.notePlace(place);
  } catch (error) {
    await cleanUp();
    throw error;
  }
  let isClosing = false;
  void server.ended.then((how) => {
    lock?.release();
    if (!isClosing)
      say(`Temporal's server has ended by itself (${how}); its log is ${log.file}. Start again to go on.`);
  });
  server.letGo();
  return {
    ...place,
    close: async () => {
      isClosing = true;
      await cleanUp();
    },
  };
}

async function startServer(options: ServeOptions, ports: Ports, log: ServerLog): Promise<Guarded> {
  const { command, stateFolder, namespace, isEphemeral, env } = options;
  const flags = {
    ip: HOST,
    port: String(ports.port),
    namespace,
    'log-level': 'error',
    ...(ports.uiPort === undefined ? {} : { 'ui-port': String(ports.uiPort) }),
    ...(isEphemeral ? {} : { 'db-filename': databaseFile(stateFolder) }),
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  if (ports.uiPort === undefined) args.push('--headless');
  try {
    return await startGuarded({
      program: command,
      args: ['server', 'start-dev', ...args],
      env: { ...withoutTemporalSettings(env), TEMPORAL_VERSION_CHECK_DISABLED: '1' },
      folder: stateFolder,
      output: log.descriptor,
      // What is only in memory has nothing to put in order.
      graceMs: isEphemeral ? 0 : END_GRACE_MS,
    });
  } catch (error) {
    throw new TemporalProblem('not-ready', `Temporal's server could not be started (${command}): ${reasonOf(error)}`);
  } finally {
    log.close();
  }
}

/** The user's settings for Temporal's tools are meant for clients; the server gets its own by flags. */
function withoutTemporalSettings(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

interface Start {
  readonly options: ServeOptions;
  readonly ports: Ports;
  readonly server: Guarded;
  readonly log: ServerLog;
}

async function waitUntilReady({ options, ports, server, log }: Start): Promise<void> {
  const { namespace, searchAttributes, signal } = options;
  let ending: string | undefined;
  void server.ended.then((how) => {
    ending = how;
  });
  const problem = (why: string): TemporalProblem =>
    new TemporalProblem(
      'not-ready',
      `Temporal's server on ${HOST}:${ports.port} ${why}. Its log, ${log.file}, ends:\n${log.tail()}`,
    );
  const isUp = await poll(
    async () => {
      if (ending !== undefined) throw problem(`ended while it started (${ending})`);
      return (await isListening(ports.port)) ? true : undefined;
    },
    { boundMs: READY_MAX_MS, everyMs: 20, signal },
  );
  if (isUp !== true) throw problem(`is not ready after ${READY_MAX_MS / 1000} s`);
  try {
    // Connecting asks the service for its system info; it must not go through a proxy meant for the outside.
    const connection = await Connection.connect({
      address: `${HOST}:${ports.port}`,
      connectTimeout: READY_MAX_MS,
      channelArgs: DIRECTLY,
    });
    await prepareNamespace(connection, namespace, searchAttributes).finally(async () => connection.close());
  } catch (error) {
    signal?.throwIfAborted();
    throw problem(`does not answer as it must (${reasonOf(error)})`);
  }
}
