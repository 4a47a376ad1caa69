import { ACCOUNT_ID, CURRENCY_ID, PRIMARY_LOCATION_ID, TAX_TYPE_ID, USER_ID } from './fresh-world.js';
import type { PlainPlan } from './plain/plain.js';
import { byId, flag, integer, neededText, onceCalled, plainValue, readOnly, text, word } from './plain/plain.js';
import type { PlainRecord, PlainValue } from './records.js';
import { permissionsOf } from './rights.js';
import type { Store } from './store.js';

/** `/accounts/current`. */
export const ACCOUNTS: PlainPlan = {
  name: 'accounts',
  singular: 'account',
  writes: ['update'],
  fields: {
    contact_email: text(),
    contact_mobile: text(),
    contact_phone: text(),
    country: neededText(),
    default_order_price_list_id: onceCalled('default_order_price_type_id', text('retail')),
    default_purchase_order_price_list_id: onceCalled('default_purchase_order_price_type_id', text('buy')),
    default_sales_ledger_account_on: text('company'),
    default_tax_treatment: onceCalled('default_tax_type', text('exclusive')),
    default_document_theme_id: integer(),
    industry: text(''),
    logo_url: readOnly(null),
    name: neededText(),
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
    default_tax_rate: defaultTaxRate,
    default_tax_type: sameAs('default_tax_treatment'),
    default_tax_type_id: integer(TAX_TYPE_ID),
    default_order_price_type_id: sameAs('default_order_price_list_id'),
    default_purchase_order_price_type_id: sameAs('default_purchase_order_price_list_id'),
    location_ids: (store) => store.plain.locations.byId.map(({ record }) => record.id),
    user_ids: (store) => store.plain.users.byId.map(({ record }) => record.id),
  },
};

/** What is shown under a name that was given up for another. */
function sameAs(name: string) {
  return (_store: Store, account: PlainRecord): PlainValue => plainValue(ACCOUNTS, account, name);
}

/** One of the account's own settings. */
export function accountSetting(store: Store, name: string): PlainValue {
  const account = store.plain.accounts.get(ACCOUNT_ID);
  return account === undefined ? null : plainValue(ACCOUNTS, account, name);
}

/** Where stock lies and orders are shipped from when nobody says where. */
export function primaryLocationId(store: Store): number {
  const id = Number(accountSetting(store, 'primary_location_id'));
  return store.plain.locations.get(id) === undefined ? PRIMARY_LOCATION_ID : id;
}

/** Recorded as a number, unlike all other rates. */
function defaultTaxRate(store: Store, account: PlainRecord): number {
  const id = account.fields['default_sales_order_tax_type_id'] ?? TAX_TYPE_ID;
  return Number(store.plain.tax_types.get(Number(id))?.fields['effective_rate'] ?? 0);
}

/** `/users` and `/users/current`. */
export const USERS: PlainPlan = {
  name: 'users',
  singular: 'user',
  writes: ['create', 'update'],
  fields: {
    action_items_email: text('never'),
    avatar_url: text(),
    billing_contact: flag(false),
    email: text(),
    first_name: text(),
    last_name: text(),
    last_sign_in_at: readOnly(null),
    location: text(),
    login_id: integer(),
    mobile: text(),
    notification_email: flag(false),
    permissions: { kind: 'commaText', absent: null, shown: (_store, user) => permissionsOf(user) },
    phone_number: text(),
    position: text(),
    sales_report_email: flag(false),
    status: word('active', ['active', 'disabled', 'archived']),
    account_id: { ...integer(ACCOUNT_ID), isReadOnly: true },
  },
  filters: { login_id: byId('login_id'), account_id: byId('account_id') },
};
