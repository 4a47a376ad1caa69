import { setTimeout as delay } from 'node:timers/promises';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { readTemporalSettings, type TemporalSettings } from '../../config/temporal.js';
import { formatDuration } from '../../config/durations.js';
import type { Env } from './command.js';
import { DIRECTLY } from './directly.js';
import { missingSearchAttributes, type SearchAttributes } from './namespace.js';
import { reasonOf, TemporalProblem } from './problem.js';

const CONNECT_MAX_MS = 10_000;
const PAUSE_MS = 500;
/** The SDK wraps what gRPC reports, sometimes twice. */
const CAUSES_MAX = 4;

export interface ServiceOptions {
  readonly env: Env;
  readonly searchAttributes: SearchAttributes;
  readonly say: (message: string) => void;
  readonly connectMaxMs?: number;
  /** How long to wait for a service that does not answer yet; not at all when left out. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface RunningService {
  readonly address: string;
  readonly namespace: string;
  readonly security: TemporalSettings['security'];
}

/** The service that the environment names, checked; undefined when it names none. Nothing is changed in it. */
export async function findService(options: ServiceOptions): Promise<RunningService | undefined> {
  const { env, say, searchAttributes, connectMaxMs = CONNECT_MAX_MS } = options;
  const { isNamed, address, namespace, security } = readTemporalSettings(env);
  if (!isNamed) return undefined;
  const way: Way = { ...security, address, connectTimeout: connectMaxMs, channelArgs: DIRECTLY };
  const connection = await connectInTime(() => connect(way, namespace), { ...options, address });
  try {
    say(`Using the Temporal service at ${address}, namespace ${namespace}, as the environment says.`);
    const missing = await missingSearchAttributes(connection, namespace, searchAttributes).catch(() => []);
    if (missing.length > 0) say(addByHand(missing, namespace, address));
  } finally {
    await connection.close();
  }
  return { address, namespace, security };
}

type Way = ConnectionOptions & { readonly address: string };

interface Waiting extends Pick<ServiceOptions, 'say' | 'waitMs' | 'signal'> {
  readonly address: string;
}

/** A service that starts beside us may need its moment; one that refuses us will do so again. */
async function connectInTime(
  connectOnce: () => Promise<Connection>,
  { address, say, signal, waitMs = 0 }: Waiting,
): Promise<Connection> {
  const until = Date.now() + waitMs;
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await connectOnce();
    } catch (error) {
      const mayCome = error instanceof TemporalProblem && error.code === 'service-unreachable';
      if (!mayCome || Date.now() >= until) throw error;
      if (isFirst)
        say(`Temporal does not answer at ${address} yet; waiting for it, at most ${formatDuration(waitMs)}.`);
    }
    await delay(PAUSE_MS, undefined, { signal });
  }
}

async function connect(options: Way, namespace: string): Promise<Connection> {
  const where = `${options.address}, which the environment names`;
  const help = 'Start that service, correct TEMPORAL_ADDRESS or the profile, or unset both to use the embedded server.';
  let connection: Connection;
  try {
    connection = await Connection.connect(options);
  } catch (error) {
    const message = `No Temporal service answers at ${where} (${reasonOf(error)}). ${help}`;
    throw new TemporalProblem(codeOf(error), message);
  }
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return connection;
  } catch (error) {
    await connection.close();
    const message = `The Temporal service at ${where}, does not give access to the namespace ${namespace} (${reasonOf(error)}). `;
    throw new TemporalProblem(codeOf(error), `${message}Create it, or correct TEMPORAL_NAMESPACE or the credentials.`);
  }
}

/** gRPC's codes for credentials that are not good enough; what else goes wrong may mend itself. */
const REFUSALS: readonly unknown[] = [7, 16];

function codeOf(error: unknown): 'service-refused' | 'service-unreachable' {
  let current = error;
  for (let depth = 0; depth < CAUSES_MAX && current instanceof Error; depth += 1) {
    if ('code' in current && REFUSALS.includes(current.code)) return 'service-refused';
    current = current.cause;
  }
  return 'service-unreachable';
}

function addByHand(names: readonly string[], namespace: string, address: string): string {
  const flags = names.map((name) => `--name ${name} --type Keyword`).join(' ');
  const command = `temporal operator search-attribute create --address ${address} --namespace ${namespace} ${flags}`;
  return `Search attributes are missing there; orders cannot be started before they are added:\n  ${command}`;
}
