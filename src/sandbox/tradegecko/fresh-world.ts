import type { Collection } from './collection.js';
import type { PlainName, PlainRecord } from './records.js';

/** The company that stands for the marketplace in a fresh world. */
export const MARKETPLACE_COMPANY_ID = 70_001;
/** The place where a fresh world keeps its stock. */
export const PRIMARY_LOCATION_ID = 8_401;
/** A second place that holds stock. */
export const SECOND_LOCATION_ID = 8_402;
/** The account of a fresh world. */
export const ACCOUNT_ID = 101;
/** The user whose token is used; has every permission. */
export const USER_ID = 201;
/** The application that the first access token belongs to. */
export const APPLICATION_ID = 60_001;
/** The account's only currency, USD. */
export const CURRENCY_ID = 301;
/** The account's default tax type, of zero percent. */
export const TAX_TYPE_ID = 401;

type Row = Readonly<Record<string, string | number | boolean | null>>;

const LISTED: Row = { currency_id: CURRENCY_ID, is_default: true };

const ROWS: readonly (readonly [PlainName, Row])[] = [
  ['accounts', { name: 'Sandbox Trading', country: 'US', contact_email: 'owner@sandbox.example' }],
  ['users', { first_name: 'Sandy', last_name: 'Box', email: 'owner@sandbox.example', billing_contact: true }],
  ['currencies', { iso: 'USD', name: 'United States Dollar', symbol: '$' }],
  ['tax_types', { code: 'NONE', name: 'No tax' }],
  ['tax_components', { tax_type_id: TAX_TYPE_ID, position: 1, label: 'None', rate: '0.0', compound: false }],
  ['payment_terms', { name: 'Due on receipt', due_in_days: 0, from: 'now' }],
  ['payment_methods', { name: 'Cash', is_default: true }],
  ['payment_methods', { name: 'Credit card', is_default: false }],
  ['payment_methods', { name: 'Bank transfer', is_default: false }],
  ['price_lists', { built_in: 'buy', code: 'BUY', name: 'Buy', is_cost: true, ...LISTED }],
  ['price_lists', { built_in: 'wholesale', code: 'WHOLE', name: 'Wholesale', ...LISTED }],
  ['price_lists', { built_in: 'retail', code: 'RETAIL', name: 'Retail', ...LISTED }],
  ['locations', { label: 'Main warehouse', address1: '1 Dock Road', city: 'Reno', state: 'NV', country: 'US' }],
  ['locations', { label: 'Second warehouse', address1: '2 Quay Street', city: 'Newark', state: 'NJ', country: 'US' }],
  ['companies', { name: 'Marketplace', company_type: 'business', company_code: 'MARKETPLACE' }],
];

/** Fills an empty account with what every account has: a user, a currency, places, and one company to sell to. */
export function plantFreshWorld(plain: Readonly<Record<PlainName, Collection<PlainRecord>>>, nowAt: string): void {
  for (const [name, fields] of ROWS) {
    const collection = plain[name];
    collection.put({ id: collection.nextId(), created_at: nowAt, updated_at: nowAt, fields });
  }
}
