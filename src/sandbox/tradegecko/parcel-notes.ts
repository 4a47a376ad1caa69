import type { FieldReader } from './fields.js';
import { sentOr } from './fields.js';
import type { FulfillmentRecord } from './records.js';
import type { Store } from './store.js';

/** What a parcel says of itself; carriers' names and addresses are free text. Null ids fall back to the order's. */
export type ParcelNotes = Pick<
  FulfillmentRecord,
  | 'delivery_type'
  | 'exchange_rate'
  | 'notes'
  | 'packed_at'
  | 'receipt'
  | 'received_at'
  | 'service'
  | 'shipped_at'
  | 'tracking_company'
  | 'tracking_number'
  | 'tracking_url'
> & {
  readonly shipping_address_id: number | null;
  readonly billing_address_id: number | null;
  readonly stock_location_id: number | null;
};

/** What a parcel says when nothing was sent. */
export const NO_NOTES: ParcelNotes = {
  shipping_address_id: null,
  billing_address_id: null,
  stock_location_id: null,
  delivery_type: null,
  exchange_rate: '1.0',
  notes: null,
  packed_at: null,
  receipt: {},
  received_at: null,
  service: null,
  shipped_at: null,
  tracking_company: null,
  tracking_number: null,
  tracking_url: null,
};

/** Reads what was sent about a parcel over what it says. */
export function readNotes(store: Store, reader: FieldReader, old: ParcelNotes): ParcelNotes {
  const { addresses, locations } = store.plain;
  return {
    shipping_address_id: readKnown(reader, 'shipping_address_id', addresses) ?? old.shipping_address_id,
    billing_address_id: readKnown(reader, 'billing_address_id', addresses) ?? old.billing_address_id,
    stock_location_id: readKnown(reader, 'stock_location_id', locations) ?? old.stock_location_id,
    delivery_type: sentOr(reader.text('delivery_type'), old.delivery_type),
    exchange_rate: reader.decimal('exchange_rate') ?? old.exchange_rate,
    notes: sentOr(reader.text('notes'), old.notes),
    packed_at: sentOr(reader.day('packed_at'), old.packed_at),
    receipt: reader.object('receipt') ?? old.receipt,
    received_at: sentOr(reader.instant('received_at'), old.received_at),
    service: sentOr(reader.text('service'), old.service),
    shipped_at: sentOr(reader.instant('shipped_at'), old.shipped_at),
    tracking_company: sentOr(reader.text('tracking_company'), old.tracking_company),
    tracking_number: sentOr(reader.text('tracking_number'), old.tracking_number),
    tracking_url: sentOr(reader.text('tracking_url'), old.tracking_url),
  };
}

/** Reads the id of a record that must exist. */
export function readKnown(
  reader: FieldReader,
  name: string,
  collection: { get(id: number): unknown },
): number | undefined {
  const id = reader.integer(name) ?? undefined;
  if (id !== undefined && collection.get(id) === undefined) reader.complain(name, 'must exist');
  return id;
}

/** What an action may say of a parcel goes over what the parcel says, but takes nothing away. */
export function mergeNotes(old: ParcelNotes, sent: ParcelNotes): ParcelNotes {
  return {
    ...old,
    notes: sent.notes ?? old.notes,
    service: sent.service ?? old.service,
    tracking_company: sent.tracking_company ?? old.tracking_company,
    tracking_number: sent.tracking_number ?? old.tracking_number,
    tracking_url: sent.tracking_url ?? old.tracking_url,
  };
}
