import { resolve } from 'node:path';
import type { TemporalSettings } from '../../config/temporal.js';
import { userCacheFolder } from './cache.js';
import type { Env } from './command.js';
import { findCommand, type CommandSource } from './find.js';
import type { SearchAttributes } from './namespace.js';
import { serve } from './serve.js';
import { findService } from './service.js';

export interface TemporalOptions {
  /** Where the database, its lock and the server's log are kept. */
  readonly stateDir: string;
  readonly env: Env;
  /** Takes the lines that tell what is being done. */
  readonly say: (message: string) => void;
  /** Where a fetched or built command is kept; the user's own cache folder when left out. */
  readonly cacheDir?: string;
  /** 0 takes any free port. Left out: 7233, or any free port where that is taken or the server is ephemeral. */
  readonly port?: number;
  /** As `port`, with 8233; an ephemeral server has the Web UI only when this is given. */
  readonly uiPort?: number;
  /** Keeps everything in memory: for tests. */
  readonly ephemeral?: boolean;
  readonly searchAttributes?: SearchAttributes;
  /** How long to wait for a named service that does not answer yet; not at all when left out. */
  readonly serviceWaitMs?: number;
  readonly signal?: AbortSignal;
}

export interface Temporal {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl?: string;
  /** Keys and certificates of the service; a server of our own has none. Never print it. */
  readonly security: TemporalSettings['security'];
  /** Where it came from: a running service, or a server of our own started from a command found there. */
  readonly source: 'service' | CommandSource;
  /** Ends our own server and waits for its end; leaves a running service alone. */
  readonly close: () => Promise<void>;
}

/** Temporal, ready for use: the running service that the environment names, else a server that lives as long as we do. */
export async function openTemporal(options: TemporalOptions): Promise<Temporal> {
  const { stateDir, env, say, cacheDir, port, uiPort, ephemeral = false, searchAttributes = {}, signal } = options;
  const { serviceWaitMs = 0 } = options;
  const service = await findService({ env, say, searchAttributes, waitMs: serviceWaitMs, signal });
  if (service !== undefined) return { ...service, source: 'service', close: async () => undefined };
  const cacheFolder = resolve(cacheDir ?? userCacheFolder(env));
  const { source, path } = await findCommand({ env, cacheFolder, say, signal });
  const wished = env['TEMPORAL_NAMESPACE'];
  const namespace = wished === undefined || wished === '' ? 'default' : wished;
  const serving = await serve({
    command: path,
    stateFolder: resolve(stateDir),
    namespace,
    isEphemeral: ephemeral,
    port,
    uiPort,
    searchAttributes,
    env,
    say,
    signal,
  });
  const { address, uiUrl, close } = serving;
  return { address, namespace, security: {}, source, close, ...(uiUrl === undefined ? {} : { uiUrl }) };
}
