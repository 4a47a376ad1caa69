import assert from 'node:assert/strict';
import type { ConnectionConfig } from '../../src/config/config.js';
import { fileSchema } from '../../src/config/config.js';
import { connectTemporal, type TemporalLink } from '../../src/commands/temporal-connection.js';
import { channelOrderId } from '../../src/domain/ids.js';
import type { Marketplace } from '../../src/ports/marketplace.js';
import { plainOrder } from './orders.js';
import { testTemporal } from './temporal.js';

const unasked = async (): Promise<never> => assert.fail('This must not be called here.');

/** A marketplace that lists what is given, two rows a page: an order with its date, or an unreadable one. */
export function marketplaceOf(
  rows: readonly (readonly [id: string, createdAt: string] | string | null)[],
): Marketplace {
  const readings = rows.map((row) =>
    typeof row === 'string' || row === null
      ? { kind: 'unreadable' as const, orderId: row === null ? null : channelOrderId(row), what: 'odd' }
      : { kind: 'order' as const, order: plainOrder({ orderId: channelOrderId(row[0]), createdAt: row[1] }) },
  );
  return {
    name: 'A channel',
    checkCredentials: unasked,
    listImportable: async (cursor) => {
      const start = Number(cursor ?? '0');
      const next = start + 2 < readings.length ? String(start + 2) : null;
      return { rows: readings.slice(start, start + 2), nextCursor: next };
    },
    listOpen: unasked,
    isImportable: () => true,
    needsAuthorisation: () => false,
    authorise: unasked,
    lookUp: unasked,
    reportShipment: unasked,
    cancelOrder: unasked,
    listListings: unasked,
    readListings: unasked,
    setStock: unasked,
  };
}

/** A connection read from a configuration, with more of its sections when given. */
export function connectionConfig(id: string, sections: Readonly<Record<string, unknown>> = {}): ConnectionConfig {
  const token = { env: 'TOKEN' };
  const { houzz, ...others } = sections;
  const main = {
    houzz: { token, userName: id, appName: 'app', ...(typeof houzz === 'object' ? houzz : {}) },
    tradegecko: { token, companyId: 1 },
    ...others,
  };
  const schema = fileSchema({ env: { TOKEN: 'made-up' }, folder: '/' });
  const [connection] = schema.parse({ connections: { [id]: main } }).connections;
  return connection ?? assert.fail('The configuration holds no connection.');
}

/** What the command line connects with, for the test run's server. */
export async function temporalEnv(namespace?: string): Promise<Record<string, string>> {
  const server = await testTemporal();
  return {
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: namespace ?? server.namespace,
    // A file that is not there keeps a real profile out of the tests.
    TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
  };
}

/** Connects the way the command line does; close it in the same test. */
export async function openLink(namespace?: string): Promise<TemporalLink> {
  return connectTemporal({ env: await temporalEnv(namespace), cwd: '/' });
}
