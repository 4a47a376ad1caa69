import type { SandboxState } from '../../state.js';
import type { Collection } from '../collection.js';
import { openCollection } from '../collection.js';
import type { PlainName, PlainRecord, PlainValue } from '../records.js';

/** Where the ids of each plain resource begin. */
const ID_BASES: Readonly<Record<PlainName, number>> = {
  accounts: 100,
  users: 200,
  currencies: 300,
  tax_types: 400,
  tax_components: 450,
  payment_terms: 500,
  payment_methods: 600,
  price_lists: 700,
  locations: 8_400,
  companies: 70_000,
  images: 90_000,
  contacts: 200_000,
  products: 300_000,
  addresses: 1_000_000,
};

/** Opens the collections of the records without rules of their own. */
export function openPlains(state: SandboxState): Readonly<Record<PlainName, Collection<PlainRecord>>> {
  return {
    accounts: openPlain(state, 'accounts'),
    users: openPlain(state, 'users'),
    currencies: openPlain(state, 'currencies'),
    tax_types: openPlain(state, 'tax_types'),
    tax_components: openPlain(state, 'tax_components', { tax_type_id: idIn('tax_type_id') }),
    payment_terms: openPlain(state, 'payment_terms'),
    payment_methods: openPlain(state, 'payment_methods'),
    price_lists: openPlain(state, 'price_lists'),
    locations: openPlain(state, 'locations'),
    companies: openPlain(state, 'companies'),
    images: openPlain(state, 'images', { product_id: idIn('product_id') }),
    contacts: openPlain(state, 'contacts', { company_id: idIn('company_id') }),
    products: openPlain(state, 'products'),
    addresses: openPlain(state, 'addresses', ADDRESS_INDEXES),
  };
}

type Indexes = Readonly<Record<string, (record: PlainRecord) => string | number | null>>;

function openPlain(state: SandboxState, name: PlainName, indexes: Indexes = {}): Collection<PlainRecord> {
  // Lists leave archived records out; where there are none, a long list need not be looked through for them.
  const isArchived = ({ fields }: PlainRecord): string => (fields['status'] === 'archived' ? 'yes' : 'no');
  return openCollection<PlainRecord>(state, { name, idBase: ID_BASES[name], indexes: { ...indexes, isArchived } });
}

const ADDRESS_INDEXES: Indexes = {
  company_id: idIn('company_id'),
  // A marketplace's company gathers one address an order, so its labels cannot be found by reading them all.
  'company_id+label': (address) => labelKey(idIn('company_id')(address), address.fields['label'] ?? ''),
};

function idIn(name: string): (record: PlainRecord) => number | null {
  return ({ fields }) => {
    const id = fields[name];
    return typeof id === 'number' ? id : null;
  };
}

/** One key for a label of one company. */
export function labelKey(companyId: number | null, label: PlainValue): string {
  return `${String(companyId)}/${String(label)}`;
}
