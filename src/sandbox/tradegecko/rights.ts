import type { SandboxWorld } from '../service.js';
import type { PlainRecord } from './records.js';

/** What a user may be allowed, in the recorded order. */
export const PERMISSIONS = [
  'read_reports',
  'read_products',
  'write_stocks',
  'write_orders',
  'write_products',
  'write_settings',
  'write_companies',
  'read_buy_prices',
] as const;

/** One right of a user. */
export type Permission = (typeof PERMISSIONS)[number];

/** Which writes need which right, by the first word of the path; no document says it in so many words. */
const WRITES: Partial<Record<Permission, readonly string[]>> = {
  write_orders: [
    'orders',
    'order_line_items',
    'fulfillments',
    'fulfillment_line_items',
    'fulfillment_returns',
    'fulfillment_return_line_items',
    'invoices',
    'invoice_line_items',
    'payments',
  ],
  write_products: ['products', 'variants', 'images', 'price_lists'],
  write_stocks: [
    'stock_adjustments',
    'stock_adjustment_line_items',
    'stock_transfers',
    'purchase_orders',
    'procurements',
  ],
  write_companies: ['companies', 'addresses', 'contacts', 'notes'],
  write_settings: [
    'accounts',
    'users',
    'locations',
    'currencies',
    'tax_types',
    'tax_components',
    'payment_terms',
    'payment_methods',
    'document_themes',
  ],
};
const READS: readonly string[] = ['products', 'variants', 'images'];

/** The right without which a call is refused; undefined where none is asked for. */
export function rightFor(method: string, path: string): Permission | undefined {
  const [, resource = ''] = path.split('/');
  if (method === 'GET' || method === 'HEAD') return READS.includes(resource) ? 'read_products' : undefined;
  return PERMISSIONS.find((permission) => WRITES[permission]?.includes(resource) === true);
}

/** A user's rights; one of whom nothing was said has all. */
export function permissionsOf(user: PlainRecord): readonly Permission[] {
  const kept = user.fields['permissions'];
  if (typeof kept !== 'string') return PERMISSIONS;
  const names = kept.split(',');
  return PERMISSIONS.filter((permission) => names.includes(permission));
}

/** How rights are kept in a user's record, whose fields hold no lists. */
export function permissionsText(permissions: readonly Permission[]): string {
  return permissions.join(',');
}

const TABLE = 'tradegecko.subscription';
const KEY = 'isLapsed';

/** Whether the account's subscription has lapsed, which shuts the API. */
export function isLapsed(world: SandboxWorld): boolean {
  return world.state.table<boolean>(TABLE).get(KEY) ?? false;
}

/** Lets the subscription lapse, or renews it. */
export function setLapsed(world: SandboxWorld, value: boolean): void {
  world.state.table<boolean>(TABLE).put(KEY, value);
}
