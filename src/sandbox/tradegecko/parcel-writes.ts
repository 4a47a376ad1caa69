import { badRequest, refusedAction } from './answers.js';
import type { Fields } from './body.js';
import { decimal, minus, sign, toDecimalText } from './decimal.js';
import { FieldErrors, FieldReader } from './fields.js';
import { readQuantity } from './lines.js';
import type { Share } from './parcels.js';
import { NO_NOTES, noteParcel, packParcel, readNotes, requireOpen, shipParcel } from './parcels.js';
import type { FulfillmentRecord, OrderRecord } from './records.js';
import { unpackedQuantity } from './stock.js';
import type { Turn } from './store.js';

const WRITABLE_STATUSES = ['packed', 'fulfilled'] as const;

/** `POST /fulfillments`. */
export function createFulfillment(turn: Turn, sent: Fields): FulfillmentRecord {
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const order = readOrder(turn, reader);
  const rows = reader.rows('fulfillment_line_items') ?? [];
  if (rows.length === 0) throw badRequest('Cannot create or update a Fulfillment without line items');
  const status = reader.word('status', WRITABLE_STATUSES) ?? 'packed';
  const notes = readNotes(reader, NO_NOTES);
  const shares = order === undefined ? [] : readShares(turn, order, rows);
  const locationId = readLocation(turn, reader);
  errors.throwIfAny();
  if (order === undefined) throw new TypeError('A fulfilment without its order passed its checks.');
  requireOpen(turn, order);

  const parcel = packParcel(turn, order, {
    shares,
    notes,
    ...(locationId === undefined ? {} : { stock_location_id: locationId }),
  });
  return status === 'packed' ? parcel : shipParcel(turn, parcel, { ...parcel });
}

/** `PUT /fulfillments/:id`: tracking at any time, and the step from packed to fulfilled. */
export function changeFulfillment(turn: Turn, old: FulfillmentRecord, sent: Fields): FulfillmentRecord {
  if (old.status === 'void' || old.status === 'deleted') throw refusedAction(`Fulfillment is ${old.status}`);
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const status = reader.word('status', WRITABLE_STATUSES) ?? old.status;
  const notes = readNotes(reader, old);
  if (old.status === 'fulfilled' && status === 'packed') reader.complain('status', "can't go from fulfilled to packed");
  errors.throwIfAny();
  if (status === old.status) return noteParcel(turn, old, notes);
  const order = turn.store.orders.get(old.order_id);
  if (order !== undefined) requireOpen(turn, order);
  return shipParcel(turn, old, notes);
}

function readOrder(turn: Turn, reader: FieldReader): OrderRecord | undefined {
  const id = reader.integer('order_id') ?? null;
  if (id === null) reader.complain('order_id', "can't be blank");
  const order = id === null ? undefined : turn.store.orders.get(id);
  if (id !== null && order === undefined) reader.complain('order_id', 'must exist');
  return order;
}

function readLocation(turn: Turn, reader: FieldReader): number | undefined {
  const id = reader.integer('stock_location_id') ?? undefined;
  if (id !== undefined && turn.store.plain.locations.get(id) === undefined) {
    reader.complain('stock_location_id', 'must exist');
  }
  return id;
}

/** Reads which lines go into a parcel; a line without a quantity goes whole, as the documentation's samples suggest. */
function readShares(turn: Turn, order: OrderRecord, rows: readonly FieldReader[]): readonly Share[] {
  const shares: Share[] = [];
  for (const row of rows) {
    const line = turn.store.lines.get(row.integer('order_line_item_id') ?? 0);
    if (line?.order_id !== order.id) {
      row.complain('order_line_item_id', 'must exist');
      continue;
    }
    const left = unpackedQuantity(turn.store, line);
    const quantity = readQuantity(row, toDecimalText(left));
    if (sign(minus(decimal(quantity), left)) > 0) row.complain('quantity', 'is more than what is left to pack');
    if (shares.some((share) => share.line.id === line.id)) row.complain('order_line_item_id', 'has already been taken');
    shares.push({ line, quantity });
  }
  return shares;
}
