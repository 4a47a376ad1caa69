import { Client, Connection } from '@temporalio/client';
import type { TemporalLink } from '../../commands/temporal-connection.js';
import { readTemporalSettings, type TemporalSettings } from '../../config/temporal.js';
import type { Temporal } from '../temporal/open.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Keys and certificates are meant for the service that the environment names, not for a server of our own. */
export const securityOf = ({ source }: Temporal, env: Env): Partial<TemporalSettings['security']> =>
  source === 'service' ? readTemporalSettings(env).security : {};

/** Connects to the Temporal that was opened. */
export async function linkTo(temporal: Temporal, env: Env): Promise<TemporalLink> {
  const { address, namespace, source } = temporal;
  const connection = await Connection.connect({
    ...securityOf(temporal, env),
    address,
    // A server on this machine must not be asked for through a proxy meant for the outside.
    ...(source === 'service' ? {} : { channelArgs: { 'grpc.enable_http_proxy': 0 } }),
  });
  return {
    connection,
    client: new Client({ connection, namespace }),
    address,
    namespace,
    within: (limitMs, calls) => connection.withDeadline(Date.now() + limitMs, calls),
    close: () => connection.close(),
  };
}
