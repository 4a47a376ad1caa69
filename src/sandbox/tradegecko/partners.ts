import type { FieldReader } from './fields.js';
import type { PlainPlan } from './plain.js';
import { decimalText, integer, neededText, plainValue, text } from './plain.js';
import type { PlainRecord } from './records.js';
import type { Filter } from './resource.js';
import type { Store } from './store.js';
import { labelKey } from './store.js';

function textFilter(name: string): Filter<PlainRecord> {
  return { kind: 'text', of: (record) => record.fields[name] ?? null };
}

/** `/companies`: who is sold to. */
export const COMPANIES: PlainPlan = {
  name: 'companies',
  singular: 'company',
  fields: {
    status: text('active'),
    assignee_id: integer(),
    default_ledger_account_id: integer(),
    default_payment_method_id: integer(),
    default_payment_term_id: integer(),
    default_stock_location_id: integer(),
    default_tax_type_id: integer(),
    company_code: text(),
    company_type: neededText(),
    default_discount_rate: decimalText(),
    default_price_list_id: text(),
    default_tax_rate: decimalText(),
    default_document_theme_id: integer(),
    description: text(),
    email: text(),
    fax: text(),
    name: neededText(),
    phone_number: text(),
    tax_number: text(),
    website: text(),
    tags: () => [],
    address_ids: (store, company) => store.plain.addresses.recordsWith('company_id', company.id).map(({ id }) => id),
    contact_ids: () => [],
    note_ids: () => [],
    default_price_type_id: text(),
  },
  filters: {
    email: textFilter('email'),
    company_code: textFilter('company_code'),
    company_type: textFilter('company_type'),
  },
};

/** `/addresses`: every address belongs to a company. */
export const ADDRESSES: PlainPlan = {
  name: 'addresses',
  singular: 'address',
  fields: {
    status: text('active'),
    company_id: { kind: 'integer', absent: null, isRequired: true, isFixed: true },
    address1: neededText(),
    address2: text(),
    city: text(),
    company_name: text(),
    country: text(),
    country_code: (_store, address) => countryCode(address),
    email: text(),
    first_name: text(),
    last_name: text(),
    label: text(),
    phone_number: text(),
    state: text(),
    suburb: text(),
    zip_code: text(),
  },
  filters: { company_id: { kind: 'integer', of: (record) => record.fields['company_id'] ?? null, isIndexed: true } },
  check: checkAddress,
};

/** The country is free text; only one that is a code already gives a code. */
function countryCode(address: PlainRecord): string | null {
  const country = plainValue(ADDRESSES, address, 'country');
  return typeof country === 'string' && /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : null;
}

function checkAddress(
  store: Store,
  reader: FieldReader,
  of: { fields: PlainRecord['fields']; id: number | null },
): void {
  const companyId = of.fields['company_id'];
  if (typeof companyId !== 'number') return;
  if (store.plain.companies.get(companyId) === undefined) reader.complain('company_id', 'must exist');
  if (isLabelTaken(store, companyId, of)) reader.complain('label', 'has already been taken');
}

/** Labels are unique within their company. */
export function isLabelTaken(
  store: Store,
  companyId: number,
  of: { fields: PlainRecord['fields']; id: number | null },
): boolean {
  const label = of.fields['label'] ?? null;
  if (label === null) return false;
  const others = store.plain.addresses.recordsWith('company_id+label', labelKey(companyId, label));
  return others.some((other) => other.id !== of.id);
}
