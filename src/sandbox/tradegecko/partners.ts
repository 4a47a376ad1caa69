import { codeOfCountry } from './countries.js';
import type { FieldReader } from './fields.js';
import type { PlainPlan } from './plain/plain.js';
import { byId, byParent, byText, decimalText, flag, integer, neededText, onceCalled } from './plain/plain.js';
import { parentId, plainValue, readOnly, text, texts, word } from './plain/plain.js';
import { labelKey } from './plain/store.js';
import type { PlainRecord } from './records.js';
import type { SandboxWorld } from '../service.js';
import type { Store } from './store.js';
import { stands } from './switches.js';

const COMPANY_TYPES = ['business', 'supplier', 'consumer'] as const;
const COMPANY_STATUSES = ['active', 'disabled', 'archived'] as const;

/** `/companies`: who is sold to. */
export const COMPANIES: PlainPlan = {
  name: 'companies',
  singular: 'company',
  writes: ['create', 'update', 'archive'],
  fields: {
    assignee_id: integer(),
    default_ledger_account_id: integer(),
    default_payment_method_id: integer(),
    default_payment_term_id: integer(),
    default_stock_location_id: integer(),
    default_tax_type_id: integer(),
    company_code: text(),
    company_type: { ...word(null, COMPANY_TYPES), isRequired: true },
    default_discount_rate: decimalText(),
    default_price_list_id: onceCalled('default_price_type_id', text()),
    default_tax_rate: decimalText(),
    default_document_theme_id: integer(),
    description: text(),
    email: text(),
    fax: text(),
    name: neededText(),
    phone_number: text(),
    status: word('active', COMPANY_STATUSES),
    tax_number: text(),
    website: text(),
    tags: texts(),
    address_ids: (store, company) => store.plain.addresses.recordsWith('company_id', company.id).map(({ id }) => id),
    contact_ids: (store, company) => store.plain.contacts.recordsWith('company_id', company.id).map(({ id }) => id),
    note_ids: () => [],
    default_price_type_id: (_store, { fields }) => fields['default_price_list_id'] ?? null,
  },
  filters: {
    email: { ...byText('email'), looseBy: 'tradegecko.email-filter' },
    // Finds parts of an e-mail address in any case, so that a client has to compare again.
    term: { ...byText('email'), isSearch: true },
    q: {
      kind: 'text',
      isSearch: true,
      of: ({ fields }) => [fields['name'] ?? null, fields['email'] ?? null].map(flat),
    },
    company_code: byText('company_code'),
    company_type: byText('company_type'),
    assignee_id: byId('assignee_id'),
    default_ledger_account_id: byId('default_ledger_account_id'),
    default_payment_method_id: byId('default_payment_method_id'),
    default_payment_term_id: byId('default_payment_term_id'),
    default_stock_location_id: byId('default_stock_location_id'),
    default_tax_type_id: byId('default_tax_type_id'),
    default_price_list_id: byText('default_price_list_id'),
    default_price_type_id: byText('default_price_list_id'),
  },
};

function flat(value: PlainRecord['fields'][string]): string {
  return typeof value === 'string' ? value : '';
}

/** `/contacts`: people of a company. */
export const CONTACTS: PlainPlan = {
  name: 'contacts',
  singular: 'contact',
  writes: ['create', 'update', 'archive'],
  fields: {
    company_id: parentId(),
    email: text(),
    fax: text(),
    first_name: neededText(),
    last_name: text(),
    location: text(),
    mobile: text(),
    notes: text(),
    phone_number: onceCalled('phone', text()),
    position: text(),
    status: readOnly('active'),
    iguana_admin: flag(null),
    online_ordering: flag(null),
    invitation_accepted_at: text(),
    phone: (_store, { fields }) => fields['phone_number'] ?? null,
  },
  filters: { company_id: byParent('company_id'), online_ordering: byText('online_ordering') },
  check: checkCompany,
};

/** `/addresses`: every address belongs to a company. */
export const ADDRESSES: PlainPlan = {
  name: 'addresses',
  singular: 'address',
  writes: ['create', 'update', 'archive'],
  fields: {
    company_id: parentId(),
    address1: neededText(),
    address2: text(),
    city: text(),
    company_name: text(),
    country: text(),
    country_code: { ...text(), shown: (_store, address) => countryCode(address) },
    email: text(),
    first_name: text(),
    last_name: text(),
    label: text(),
    phone_number: text(),
    state: text(),
    status: readOnly('active'),
    suburb: text(),
    zip_code: text(),
  },
  filters: { company_id: byParent('company_id') },
  check(store, reader, of) {
    checkCompany(store, reader, of);
    const companyId = of.fields['company_id'];
    if (typeof companyId === 'number' && isLabelTaken(store, companyId, of)) {
      reader.complain('label', 'has already been taken');
    }
  },
};

/** The country is free text; one that is a code or a name in English gives a code, where none was sent. */
function countryCode(address: PlainRecord): string | null {
  const sent = address.fields['country_code'];
  if (typeof sent === 'string' && sent !== '') return sent;
  const country = plainValue(ADDRESSES, address, 'country');
  return typeof country === 'string' ? codeOfCountry(country) : null;
}

interface Candidate {
  readonly fields: PlainRecord['fields'];
  readonly id: number | null;
}

function checkCompany(store: Store, reader: FieldReader, { fields }: Candidate): void {
  const id = fields['company_id'];
  if (typeof id === 'number' && store.plain.companies.get(id) === undefined)
    reader.complain('company_id', 'must exist');
}

/** Refuses the texts of an address embedded in an order that are longer than the account takes. */
export function complainOfLongTexts(world: SandboxWorld, reader: FieldReader, fields: PlainRecord['fields']): void {
  if (stands(world, 'tradegecko.address-length', 'none')) return;
  const charactersMax = stands(world, 'tradegecko.address-length', '255') ? 255 : 100;
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string' || Array.from(value).length <= charactersMax) continue;
    reader.complain(name, `is too long (maximum is ${charactersMax} characters)`);
  }
}

/** Labels are unique within their company. */
export function isLabelTaken(store: Store, companyId: number, of: Candidate): boolean {
  const label = of.fields['label'] ?? null;
  if (label === null) return false;
  const others = store.plain.addresses.recordsWith('company_id+label', labelKey(companyId, label));
  return others.some((other) => other.id !== of.id);
}
