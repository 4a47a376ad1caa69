import { Client, Connection } from '@temporalio/client';
import type { TemporalLink } from '../../commands/temporal-connection.js';
import type { Temporal } from '../temporal/open.js';

/** Connects to the Temporal that was opened. */
export async function linkTo(temporal: Temporal): Promise<TemporalLink> {
  const { address, namespace, security, source } = temporal;
  const connection = await Connection.connect({
    ...security,
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
