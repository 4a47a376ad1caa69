import { accountSetting, primaryLocationId } from '../account.js';
import { CURRENCY_ID } from '../fresh-world.js';
import type { FieldReader } from '../fields.js';
import { sentOr } from '../fields.js';
import type { OrderRecord } from '../records.js';
import type { Store } from '../store.js';

/** The fields of an order that a client may send at creation and change later. */
export type OrderFields = Pick<
  OrderRecord,
  | 'contact_id'
  | 'assignee_id'
  | 'stock_location_id'
  | 'currency_id'
  | 'reference_number'
  | 'issued_at'
  | 'ship_at'
  | 'default_price_list_id'
  | 'email'
  | 'phone_number'
  | 'notes'
  | 'source_url'
  | 'tags'
  | 'tax_treatment'
>;

const TAX_TREATMENTS = ['exclusive', 'inclusive'] as const;

const ABSENT_FIELDS = {
  contact_id: null,
  assignee_id: null,
  reference_number: null,
  issued_at: '',
  ship_at: null,
  email: null,
  phone_number: null,
  notes: null,
  source_url: null,
  tags: [],
} as const satisfies Partial<OrderFields>;

/** What an order holds where nothing was sent: much of it are settings of the account. */
export function absentFields(store: Store): OrderFields {
  const currencyId = Number(accountSetting(store, 'default_currency_id'));
  return {
    ...ABSENT_FIELDS,
    stock_location_id: primaryLocationId(store),
    currency_id: store.plain.currencies.get(currencyId) === undefined ? CURRENCY_ID : currencyId,
    default_price_list_id: String(accountSetting(store, 'default_order_price_list_id') ?? 'retail'),
    tax_treatment: accountSetting(store, 'default_tax_treatment') === 'inclusive' ? 'inclusive' : 'exclusive',
  };
}

/** Reads what was sent of an order's own fields over what it holds. */
export function readOrderFields(store: Store, reader: FieldReader, old: OrderFields): OrderFields {
  return {
    contact_id: sentOr(reader.integer('contact_id'), old.contact_id),
    assignee_id: sentOr(reader.integer('assignee_id'), old.assignee_id),
    stock_location_id: readLocation(store, reader, old.stock_location_id),
    currency_id: readCurrency(store, reader, old.currency_id),
    reference_number: sentOr(reader.text('reference_number'), old.reference_number),
    issued_at: readIssuedAt(reader, old.issued_at),
    ship_at: sentOr(reader.day('ship_at'), old.ship_at),
    default_price_list_id: reader.text('default_price_list_id') ?? old.default_price_list_id,
    email: sentOr(reader.text('email'), old.email),
    phone_number: sentOr(reader.text('phone_number'), old.phone_number),
    notes: sentOr(reader.text('notes'), old.notes),
    source_url: sentOr(reader.text('source_url'), old.source_url),
    tags: reader.texts('tags') ?? old.tags,
    // The plugin of 2013 sent the old name of this field, and it was taken.
    tax_treatment:
      reader.word('tax_treatment', TAX_TREATMENTS) ?? reader.word('tax_type', TAX_TREATMENTS) ?? old.tax_treatment,
  };
}

function readIssuedAt(reader: FieldReader, old: string): string {
  const sent = reader.text('issued_at');
  if (sent === undefined && old !== '') return old;
  if (sent === undefined || sent === null || sent.trim() === '') {
    reader.complain('issued_at', "can't be blank");
    return old;
  }
  return reader.day('issued_at') ?? old;
}

function readLocation(store: Store, reader: FieldReader, old: number): number {
  const sent = reader.integer('stock_location_id') ?? old;
  if (store.plain.locations.get(sent) === undefined) reader.complain('stock_location_id', 'must exist');
  return sent;
}

/** The documented way in is the ISO code; production clients sent the id. */
function readCurrency(store: Store, reader: FieldReader, old: number): number {
  const iso = reader.text('currency_iso') ?? '';
  if (iso !== '') {
    const isAsked = (code: unknown): boolean => String(code).toUpperCase() === iso.toUpperCase();
    const found = store.plain.currencies.byId.find(({ record }) => isAsked(record.fields['iso']));
    if (found === undefined) reader.complain('currency_iso', 'is invalid');
    return found?.record.id ?? old;
  }
  const sent = reader.integer('currency_id') ?? old;
  if (store.plain.currencies.get(sent) === undefined) reader.complain('currency_id', 'must exist');
  return sent;
}
