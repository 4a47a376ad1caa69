import type { PlainPlan } from './plain/plain.js';
import {
  byId,
  byText,
  decimalText,
  flag,
  integer,
  neededText,
  plainValue,
  readOnly,
  text,
  word,
} from './plain/plain.js';
import type { PlainRecord } from './records.js';
import type { Store } from './store.js';

/** `/currencies`. */
export const CURRENCIES: PlainPlan = {
  name: 'currencies',
  singular: 'currency',
  writes: ['create', 'update', 'archive'],
  fields: {
    delimiter: text(','),
    format: text('%u%n'),
    iso: neededText(),
    name: text(),
    precision: integer(2),
    rate: decimalText('1.0'),
    separator: text('.'),
    symbol: text(),
    status: readOnly('active'),
    subunit: readOnly(100),
  },
  check(_store, reader, { fields }) {
    const { iso = '' } = fields;
    if (typeof iso === 'string' && iso.trim() !== '' && !/^[A-Za-z]{3}$/.test(iso))
      reader.complain('iso', 'is invalid');
  },
};

/** `/payment_terms`. */
export const PAYMENT_TERMS: PlainPlan = {
  name: 'payment_terms',
  singular: 'payment_term',
  title: 'payment term',
  isUnstamped: true,
  writes: ['create', 'update', 'archive'],
  fields: {
    name: neededText(),
    due_in_days: integer(0),
    status: readOnly('active'),
    from: word('now', ['now', 'eom']),
  },
};

/** `/payment_methods`. */
export const PAYMENT_METHODS: PlainPlan = {
  name: 'payment_methods',
  singular: 'payment_method',
  title: 'payment method',
  writes: ['create', 'update'],
  fields: { name: neededText(), is_default: { ...flag(false), isReadOnly: true } },
  filters: { name: byText('name') },
};

/** `/price_lists`: the three that every account has go by names instead of numbers. */
export const PRICE_LISTS: PlainPlan = {
  name: 'price_lists',
  singular: 'price_list',
  title: 'price list',
  isUnstamped: true,
  writes: ['create', 'update'],
  wireId: ({ id, fields }) => (typeof fields['built_in'] === 'string' ? fields['built_in'] : id),
  fields: {
    code: text(),
    name: text(),
    is_cost: flag(false),
    currency_id: { ...integer(), isRequired: true },
    currency_symbol: currencyField('symbol'),
    currency_iso: currencyField('iso'),
    is_default: { ...flag(null), isReadOnly: true },
    position: integer(),
  },
  filters: { currency_id: byId('currency_id') },
  check(store, reader, { fields }) {
    const id = fields['currency_id'];
    if (typeof id === 'number' && store.plain.currencies.get(id) === undefined) {
      reader.complain('currency_id', 'must exist');
    }
  },
};

function currencyField(name: 'symbol' | 'iso') {
  return (store: Store, list: PlainRecord) => {
    const currency = store.plain.currencies.get(Number(list.fields['currency_id']));
    return currency === undefined ? null : plainValue(CURRENCIES, currency, name);
  };
}
