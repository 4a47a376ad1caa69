import { badRequest, refusedAction } from './answers.js';
import type { Fields } from './body.js';
import { FieldErrors, FieldReader } from './fields.js';
import { FULFILLMENT_PARTS } from './fulfillments.js';
import { reworkOrder } from './orders/progress.js';
import { orderOf, readOrder } from './orders/reference.js';
import { NO_NOTES, readNotes } from './parcel-notes.js';
import { noteParcel, packParcel, requireOpen, shipParcel } from './parcels.js';
import { putEdit, readEdit, readShares } from './parts.js';
import type { FulfillmentRecord } from './records.js';
import type { Turn } from './store.js';

const WRITABLE_STATUSES = ['packed', 'fulfilled'] as const;
const NO_LINES = 'Cannot create or update a Fulfillment without line items';

/** `POST /fulfillments`. */
export function createFulfillment(turn: Turn, sent: Fields): FulfillmentRecord {
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const order = readOrder(turn, reader);
  const rows = reader.rows('fulfillment_line_items') ?? [];
  if (rows.length === 0) throw badRequest(NO_LINES);
  const status = reader.word('status', WRITABLE_STATUSES) ?? 'packed';
  const notes = readNotes(turn.store, reader, NO_NOTES);
  const shares = order === undefined ? [] : readShares(FULFILLMENT_PARTS, turn, { order, rows });
  errors.throwIfAny();
  if (order === undefined) throw new TypeError('A fulfilment without its order passed its checks.');
  requireOpen(turn, order);

  const parcel = packParcel(turn, order, { shares, notes });
  return status === 'packed' ? parcel : shipParcel(turn, parcel, parcel);
}

/** `PUT /fulfillments/:id`: tracking at any time, lines while it is packed, and the step from packed to fulfilled. */
export function changeFulfillment(turn: Turn, old: FulfillmentRecord, sent: Fields): FulfillmentRecord {
  if (old.status === 'void' || old.status === 'deleted') throw refusedAction(`Fulfillment is ${old.status}`);
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const order = orderOf(turn, old);
  const rows = reader.rows('fulfillment_line_items');
  if (rows?.length === 0) throw badRequest(NO_LINES);
  const status = reader.word('status', WRITABLE_STATUSES) ?? old.status;
  const notes = readNotes(turn.store, reader, old);
  const edit = readEdit(FULFILLMENT_PARTS, turn, { order, parentId: old.id, rows: rows ?? [] });
  if (old.status === 'fulfilled') complainOfLate(reader, { status, rows });
  errors.throwIfAny();
  if (status !== old.status) requireOpen(turn, order);

  if (rows !== undefined) {
    reworkOrder(turn, order, () => {
      putEdit(FULFILLMENT_PARTS, turn, { parentId: old.id, ...edit });
      return [];
    });
  }
  return status === old.status ? noteParcel(turn, old, notes) : shipParcel(turn, old, notes);
}

function complainOfLate(reader: FieldReader, of: { status: string; rows: readonly FieldReader[] | undefined }): void {
  if (of.status === 'packed') reader.complain('status', "can't go from fulfilled to packed");
  if (of.rows !== undefined) reader.complain('fulfillment_line_items', "can't be changed once fulfilled");
}

/** Begins a change of a packed parcel's lines; what has left is as it is. */
export function editParcel(turn: Turn, id: number, work: () => void): void {
  const parcel = turn.store.fulfillments.get(id);
  if (parcel?.status !== 'packed') throw refusedAction('Only a packed fulfillment can be changed');
  reworkOrder(turn, orderOf(turn, parcel), () => {
    turn.store.fulfillments.put({ ...parcel, updated_at: turn.nowAt });
    work();
    return [];
  });
}
