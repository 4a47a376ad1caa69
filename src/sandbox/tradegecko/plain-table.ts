import { ACCOUNT_ID, CURRENCY_ID, PRIMARY_LOCATION_ID, TAX_TYPE_ID, USER_ID } from './fresh-world.js';
import { ADDRESSES, COMPANIES } from './partners.js';
import type { PlainPlan } from './plain.js';
import { flag, integer, neededText, readOnly, text } from './plain.js';
import { plus, toDecimalText, ZERO } from './decimal.js';
import type { PlainRecord } from './records.js';
import { stockTotals } from './stock.js';
import type { Store } from './store.js';

const PERMISSIONS = [
  'read_reports',
  'read_products',
  'write_stocks',
  'write_orders',
  'write_products',
  'write_settings',
  'write_companies',
  'read_buy_prices',
] as const;

/** `/accounts/current`. */
export const ACCOUNTS: PlainPlan = {
  name: 'accounts',
  singular: 'account',
  fields: {
    contact_email: text(),
    contact_mobile: text(),
    contact_phone: text(),
    country: text(),
    // Recorded as a number, unlike other rates.
    default_tax_rate: () => 0,
    default_tax_type: text('exclusive'),
    default_tax_treatment: text('exclusive'),
    default_order_price_list_id: text('retail'),
    default_purchase_order_price_list_id: text('buy'),
    industry: text(),
    logo_url: text(),
    name: text(),
    stock_level_warn: flag(true),
    tax_label: text('Tax'),
    tax_number: text(''),
    tax_number_label: text('Tax Number'),
    time_zone: text('Pacific Time (US & Canada)'),
    website: text(),
    primary_location_id: integer(PRIMARY_LOCATION_ID),
    primary_billing_location_id: integer(PRIMARY_LOCATION_ID),
    default_currency_id: integer(CURRENCY_ID),
    default_payment_method_id: integer(),
    default_payment_term_id: integer(),
    billing_contact_id: integer(USER_ID),
    default_sales_order_tax_type_id: integer(TAX_TYPE_ID),
    default_purchase_order_tax_type_id: integer(TAX_TYPE_ID),
    default_tax_exempt_id: integer(TAX_TYPE_ID),
    default_tax_type_id: integer(TAX_TYPE_ID),
    location_ids: (store) => store.plain.locations.byId.map(({ record }) => record.id),
    user_ids: (store) => store.plain.users.byId.map(({ record }) => record.id),
  },
};

/** `/users` and `/users/current`. */
export const USERS: PlainPlan = {
  name: 'users',
  singular: 'user',
  fields: {
    status: readOnly('active'),
    action_items_email: text('never'),
    avatar_url: text(),
    billing_contact: flag(false),
    email: text(),
    first_name: text(),
    last_name: text(),
    last_sign_in_at: text(),
    location: text(),
    login_id: integer(),
    mobile: text(),
    notification_email: flag(false),
    permissions: () => PERMISSIONS,
    phone_number: text(),
    position: text(),
    sales_report_email: flag(false),
    account_id: integer(ACCOUNT_ID),
  },
};

/** `/locations`: where stock lies. */
const LOCATIONS: PlainPlan = {
  name: 'locations',
  singular: 'location',
  fields: {
    status: readOnly('active'),
    address1: neededText(),
    address2: text(''),
    city: text(),
    country: neededText(),
    holds_stock: flag(true),
    label: neededText(),
    state: text(),
    suburb: text(''),
    zip_code: text(),
  },
};

/** `/currencies`. */
const CURRENCIES: PlainPlan = {
  name: 'currencies',
  singular: 'currency',
  fields: {
    status: readOnly('active'),
    delimiter: text(','),
    format: text('%u%n'),
    iso: neededText(),
    name: text(),
    precision: integer(2),
    rate: text('1.0'),
    separator: text('.'),
    symbol: text(),
    subunit: readOnly('100'),
  },
};

/** `/tax_types`, whose components always come beside them. */
const TAX_TYPES: PlainPlan = {
  name: 'tax_types',
  singular: 'tax_type',
  title: 'tax type',
  fields: {
    status: readOnly('active'),
    code: text(),
    imported_from: readOnly(null),
    name: neededText(),
    quickbooks_online_id: text(),
    xero_online_id: text(),
    effective_rate: readOnly('0.0'),
    tax_component_ids: () => [],
  },
  sideload: () => ({ tax_components: [] }),
};

/** `/payment_terms`. */
const PAYMENT_TERMS: PlainPlan = {
  name: 'payment_terms',
  singular: 'payment_term',
  title: 'payment term',
  fields: { status: readOnly('active'), name: text(), due_in_days: integer(0), from: text('now') },
};

/** `/products`: what variants belong to. */
export const PRODUCTS: PlainPlan = {
  name: 'products',
  singular: 'product',
  fields: {
    status: readOnly('active'),
    brand: text(),
    description: text(),
    image_url: readOnly(null),
    name: neededText(),
    opt1: text(),
    opt2: text(),
    opt3: text(),
    product_type: text(),
    quantity: productQuantity,
    search_cache: readOnly(null),
    supplier: text(),
    supplier_ids: () => [],
    image_ids: () => [],
    tags: text(),
    variant_ids: (store, product) => store.variants.recordsWith('product_id', product.id).map(({ id }) => id),
    vendor: text(),
  },
};

function productQuantity(store: Store, product: PlainRecord): string {
  const variants = store.variants.recordsWith('product_id', product.id);
  return toDecimalText(variants.reduce((total, variant) => plus(total, stockTotals(variant).onHand), ZERO));
}

/** Plain resources that are read through lists and by id. */
export const READ_PLANS: readonly PlainPlan[] = [
  ADDRESSES,
  COMPANIES,
  CURRENCIES,
  LOCATIONS,
  PAYMENT_TERMS,
  PRODUCTS,
  TAX_TYPES,
  ACCOUNTS,
  USERS,
];
