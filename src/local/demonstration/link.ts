import { Client, Connection } from '@temporalio/client';
import type { TemporalLink } from '../../commands/temporal-connection.js';
import { DIRECTLY } from '../temporal/directly.js';
import type { Temporal } from '../temporal/open.js';

/** Connects to the Temporal that was opened. */
export async function linkTo(temporal: Temporal): Promise<TemporalLink> {
  const { address, namespace, security } = temporal;
  const connection = await Connection.connect({ ...security, address, channelArgs: DIRECTLY });
  return {
    connection,
    client: new Client({ connection, namespace }),
    address,
    namespace,
    within: (limitMs, calls) => connection.withDeadline(Date.now() + limitMs, calls),
    close: () => connection.close(),
  };
}
