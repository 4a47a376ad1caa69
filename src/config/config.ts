import { z } from 'zod';
import { connectionId, CONNECTION_ID_PATTERN, type ConnectionId } from '../domain/ids.js';
import { alertsSection, type AlertsConfig } from './alerts.js';
import { flag, optionalGroup, section } from './fields.js';
import { houzzSection, type HouzzConfig } from './houzz.js';
import { inventorySection, type InventoryConfig } from './inventory.js';
import { ordersSection, type OrdersConfig } from './orders.js';
import type { SecretSources } from './secrets.js';
import { shipmentsSection, type ShipmentsConfig } from './shipments.js';
import { tradegeckoSection, type TradegeckoConfig } from './tradegecko.js';

/** One Houzz account joined to one TradeGecko account, with its rules. Holds secrets: never print it whole. */
export interface ConnectionConfig {
  readonly id: ConnectionId;
  /** Whether the worker leaves it alone: neither service is called, and its orders wait. */
  readonly paused: boolean;
  readonly houzz: HouzzConfig;
  readonly tradegecko: TradegeckoConfig;
  readonly orders: OrdersConfig;
  readonly shipments: ShipmentsConfig;
  readonly inventory: InventoryConfig;
  readonly alerts: AlertsConfig;
}

/** The whole configuration, frozen. */
export interface Config {
  /** The file it was read from. */
  readonly path: string;
  /** In the order of the file; at least one. */
  readonly connections: readonly ConnectionConfig[];
  /** Files with secrets that everybody on this machine may read. */
  readonly exposedSecrets: readonly string[];
}

const NAME_FORM = { pattern: CONNECTION_ID_PATTERN.source, examples: ['main'] };
const NAME_MEANING =
  'The short name of one Houzz account joined to one TradeGecko account: lower-case letters, digits, hyphens. ' +
  'Add more connections below it; each has its own sections. ' +
  'The name cannot change once orders have been imported.';

/** The schema of the whole file, which resolves secrets as it reads. */
export const fileSchema = (sources: SecretSources) => {
  const connection = section({
    paused: flag('Say true or false: does the worker leave this connection alone?')
      .prefault(false)
      .describe(
        'Whether the worker leaves this connection alone for now: neither service is called, and its orders ' +
          'wait. The worker follows this file while it runs, so this takes effect within seconds.',
      ),
    houzz: optionalGroup(houzzSection(sources)).describe('The Houzz account, and what may be done in it.'),
    tradegecko: optionalGroup(tradegeckoSection(sources)).describe(
      'The TradeGecko account, and how sales orders are made in it.',
    ),
    orders: optionalGroup(ordersSection()).describe('How orders are imported, and how often they are looked at.'),
    shipments: optionalGroup(shipmentsSection()).describe(
      'How shipments are found, and how their carriers are told to Houzz.',
    ),
    inventory: optionalGroup(inventorySection(sources)).describe(
      'How stock is shown in Houzz, and how often it is compared.',
    ),
    alerts: optionalGroup(alertsSection()).describe('Alerts go to the log; there is nothing to set yet.'),
  });
  const connections = z
    .record(z.string().meta(NAME_FORM), optionalGroup(connection).describe(NAME_MEANING), {
      error: 'Write at least one connection below it, such as "main:".',
    })
    .describe('Every connection by its name.')
    // Names that cannot be used were told already; they must not stop what else is told.
    .transform((byId) =>
      Object.entries(byId).flatMap(([name, rest]) =>
        CONNECTION_ID_PATTERN.test(name) ? [{ id: connectionId(name), ...rest }] : [],
      ),
    )
    .superRefine(refuseEmptyOrShared);
  return section({ connections });
};

/** Two connections that read one Houzz account would each import every order of it. */
function refuseEmptyOrShared(list: readonly Pick<ConnectionConfig, 'id' | 'houzz'>[], context: z.RefinementCtx): void {
  if (list.length === 0) context.addIssue({ code: 'custom', message: 'Write one, such as "main:".', params: EMPTY });
  const owners = new Map<string, ConnectionId>();
  for (const { id, houzz } of list) {
    const account = JSON.stringify([houzz.baseUrl.toLowerCase(), houzz.userName.toLowerCase()]);
    const owner = owners.get(account);
    const params = { what: `is the Houzz account of connection ${owner ?? id} again` };
    const message = 'Keep one connection for each Houzz account.';
    if (owner !== undefined) context.addIssue({ code: 'custom', path: [id, 'houzz', 'userName'], message, params });
    owners.set(account, owner ?? id);
  }
}

const EMPTY = { what: 'holds no connection' };
