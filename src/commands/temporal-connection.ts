import { Client, Connection } from '@temporalio/client';
import { readTemporalSettings } from '../config/temporal.js';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-codes.js';

/** A connection to Temporal, as commands use it. */
export interface TemporalLink {
  readonly client: Client;
  readonly connection: Connection;
  readonly address: string;
  readonly namespace: string;
  /** Runs calls that must all have ended within a time; later ones fail instead of hanging. */
  readonly within: <Result>(limitMs: number, calls: () => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}

const CONNECT_LIMIT_MS = 5_000;

/** Connects to the Temporal that the environment names, within five seconds. */
export async function connectTemporal(env: Readonly<Record<string, string | undefined>>): Promise<TemporalLink> {
  const { address, namespace, security } = readTemporalSettings(env);
  const connection = await connect(address, { ...security, address, connectTimeout: CONNECT_LIMIT_MS });
  return {
    connection,
    client: new Client({ connection, namespace }),
    address,
    namespace,
    within: (limitMs, calls) => connection.withDeadline(Date.now() + limitMs, calls),
    close: () => connection.close(),
  };
}

async function connect(address: string, options: Parameters<typeof Connection.connect>[0]): Promise<Connection> {
  try {
    return await Connection.connect(options);
  } catch (error) {
    throw new CommandError(
      EXIT.unreachable,
      {
        what: `Temporal could not be reached at ${address}.`,
        why: `No server answered within ${CONNECT_LIMIT_MS / 1_000} seconds, or it refused the connection.`,
        next: 'Start it, or set TEMPORAL_ADDRESS (and TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*).',
      },
      error,
    );
  }
}
