import { Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Env } from './command.js';
import { missingSearchAttributes, type SearchAttributes } from './namespace.js';
import { reasonOf, TemporalProblem } from './problem.js';

const CONNECT_MAX_MS = 10_000;

export interface ServiceOptions {
  readonly env: Env;
  readonly searchAttributes: SearchAttributes;
  readonly say: (message: string) => void;
  readonly connectMaxMs?: number;
}

export interface RunningService {
  readonly address: string;
  readonly namespace: string;
}

/** The service that TEMPORAL_ADDRESS names, checked; undefined when it names none. Nothing is changed in it. */
export async function findService(options: ServiceOptions): Promise<RunningService | undefined> {
  const { env, say, searchAttributes, connectMaxMs = CONNECT_MAX_MS } = options;
  const wished = env['TEMPORAL_ADDRESS'];
  if (wished === undefined || wished === '') return undefined;
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars: definedOnly(env) });
  const { address = wished, tls, apiKey, metadata } = connectionOptions;
  const connection = await connect(
    {
      address,
      connectTimeout: connectMaxMs,
      ...(tls === undefined ? {} : { tls }),
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(metadata === undefined ? {} : { metadata }),
    },
    namespace,
  );
  try {
    say(`Using the Temporal service at ${address}, namespace ${namespace} (TEMPORAL_ADDRESS).`);
    const missing = await missingSearchAttributes(connection, namespace, searchAttributes).catch(() => []);
    if (missing.length > 0) say(addByHand(missing, namespace, address));
  } finally {
    await connection.close();
  }
  return { address, namespace };
}

async function connect(options: ConnectionOptions & { address: string }, namespace: string): Promise<Connection> {
  const where = `${options.address}, as TEMPORAL_ADDRESS says`;
  const help = 'Start that service, correct the address, or unset TEMPORAL_ADDRESS to use the embedded server.';
  let connection: Connection;
  try {
    connection = await Connection.connect(options);
  } catch (error) {
    const message = `No Temporal service answers at ${where} (${reasonOf(error)}). ${help}`;
    throw new TemporalProblem('service-unreachable', message);
  }
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return connection;
  } catch (error) {
    await connection.close();
    const message = `The Temporal service at ${where}, does not give access to the namespace ${namespace} (${reasonOf(error)}). `;
    throw new TemporalProblem(
      'service-unreachable',
      `${message}Create it, or correct TEMPORAL_NAMESPACE or the credentials.`,
    );
  }
}

function addByHand(names: readonly string[], namespace: string, address: string): string {
  const flags = names.map((name) => `--name ${name} --type Keyword`).join(' ');
  const command = `temporal operator search-attribute create --address ${address} --namespace ${namespace} ${flags}`;
  return `Search attributes are missing there; orders cannot be started before they are added:\n  ${command}`;
}

function definedOnly(env: Env): Record<string, string> {
  const entries = Object.entries(env);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
