import { resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { readTemporalSettings, type TemporalSettings } from '../config/temporal.js';
import { stateDirOf } from '../config/worker.js';
import { DIRECTLY } from '../local/temporal/directly.js';
import { servedPlace } from '../local/temporal/database-lock.js';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-codes.js';

/** A connection to Temporal, as commands use it. */
export interface TemporalLink {
  readonly client: Client;
  readonly connection: Connection;
  readonly address: string;
  readonly namespace: string;
  /** Its Web UI, where that is known. */
  readonly uiUrl?: string | undefined;
  /** Runs calls that must all have ended within a time; later ones fail instead of hanging. */
  readonly within: <Result>(limitMs: number, calls: () => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}

const CONNECT_LIMIT_MS = 5_000;

/** From where a command is run. */
export interface CommandPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Connects to the Temporal that is meant, within five seconds. */
export async function connectTemporal(place: CommandPlace): Promise<TemporalLink> {
  const { isNamed, address, namespace, security, uiUrl } = meantTemporal(place);
  const connection = await connect(
    { isNamed, address },
    { ...security, address, connectTimeout: CONNECT_LIMIT_MS, channelArgs: DIRECTLY },
  );
  return {
    connection,
    client: new Client({ connection, namespace }),
    address,
    namespace,
    uiUrl,
    within: (limitMs, calls) => connection.withDeadline(Date.now() + limitMs, calls),
    close: () => connection.close(),
  };
}

/** The service that the environment names, else the server that a worker in this place serves, wherever it listens. */
function meantTemporal({ env, cwd }: CommandPlace): TemporalSettings & { readonly uiUrl?: string | undefined } {
  const settings = readTemporalSettings(env);
  return settings.isNamed ? settings : { ...settings, ...servedPlace(resolve(cwd, stateDirOf(env))) };
}

type Meant = Pick<TemporalSettings, 'isNamed' | 'address'>;

async function connect(meant: Meant, options: Parameters<typeof Connection.connect>[0]): Promise<Connection> {
  try {
    return await Connection.connect(options);
  } catch (error) {
    throw new CommandError(
      EXIT.unreachable,
      {
        what: `Temporal could not be reached at ${meant.address}.`,
        why: `No server answered within ${CONNECT_LIMIT_MS / 1_000} seconds, or it refused the connection.`,
        next: meant.isNamed
          ? 'Check TEMPORAL_ADDRESS and its kin (a key, certificates), and that this service runs.'
          : 'Start the worker here, which brings Temporal with it; or name a service in TEMPORAL_ADDRESS.',
      },
      error,
    );
  }
}
