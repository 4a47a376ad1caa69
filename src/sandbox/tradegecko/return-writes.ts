import { badRequest, refusedAction } from './answers.js';
import type { Fields } from './body.js';
import { negate } from './decimal.js';
import { FieldErrors, FieldReader, sentOr } from './fields.js';
import { takeNumber } from './numbering.js';
import { reworkOrder } from './orders/progress.js';
import { orderOf, readOrder } from './orders/reference.js';
import { readKnown } from './parcel-notes.js';
import type { GoodsMove, Share } from './parts.js';
import { goodsOf, putEdit, readEdit, readShares } from './parts.js';
import type { OrderRecord, ReturnRecord } from './records.js';
import { RETURN_PARTS } from './returns.js';
import type { StockMove } from './stock.js';
import type { Turn } from './store.js';
import { newStamps, noteEffect } from './store.js';
import { announce } from './webhooks/outbox.js';

const WRITABLE_STATUSES = ['returning', 'received'] as const;
const NO_LINES = 'Cannot create or update a Fulfillment Return without line items';

/** What a return says of itself. */
export type ReturnNotes = Pick<
  ReturnRecord,
  'delivery_type' | 'notes' | 'received_at' | 'tracking_company' | 'tracking_number' | 'tracking_url' | 'location_id'
>;

/** What a return says where nothing was sent: its goods come back to where the order's come from. */
export function plainReturn({ stock_location_id }: OrderRecord): ReturnNotes {
  const texts = { delivery_type: null, notes: null, tracking_company: null, tracking_number: null, tracking_url: null };
  return { ...texts, received_at: null, location_id: stock_location_id };
}

/** `POST /fulfillment_returns`. */
export function createReturn(turn: Turn, sent: Fields): ReturnRecord {
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const order = readOrder(turn, reader);
  const rows = reader.rows('fulfillment_return_line_items') ?? [];
  if (rows.length === 0) throw badRequest(NO_LINES);
  const status = reader.word('status', WRITABLE_STATUSES) ?? 'returning';
  const notes = order === undefined ? undefined : readReturnNotes(turn, reader, plainReturn(order));
  const shares = order === undefined ? [] : readShares(RETURN_PARTS, turn, { order, rows });
  errors.throwIfAny();
  if (order === undefined || notes === undefined) throw new TypeError('A return without its order passed its checks.');

  const made = makeReturn(turn, order, { shares, notes });
  return status === 'received' ? receiveReturn(turn, made) : made;
}

function readReturnNotes<N extends ReturnNotes>(turn: Turn, reader: FieldReader, old: N): N {
  return {
    ...old,
    location_id: readKnown(reader, 'location_id', turn.store.plain.locations) ?? old.location_id,
    delivery_type: sentOr(reader.text('delivery_type'), old.delivery_type),
    notes: sentOr(reader.text('notes'), old.notes),
    received_at: sentOr(reader.instant('received_at'), old.received_at),
    tracking_company: sentOr(reader.text('tracking_company'), old.tracking_company),
    tracking_number: sentOr(reader.text('tracking_number'), old.tracking_number),
    tracking_url: sentOr(reader.text('tracking_url'), old.tracking_url),
  };
}

/** Notes that goods are on their way back. */
export function makeReturn(
  turn: Turn,
  order: OrderRecord,
  { shares, notes }: { shares: readonly Share[]; notes: ReturnNotes },
): ReturnRecord {
  const { store } = turn;
  const credit_note_number = takeNumber(turn.world.state, {
    series: 'credit-note',
    prefix: 'CN',
    isTaken: () => false,
  });
  const stamps = newStamps(turn, store.returns.nextId());
  const made: ReturnRecord = { ...stamps, ...notes, order_id: order.id, status: 'returning', credit_note_number };
  reworkOrder(turn, order, () => {
    store.returns.put(made);
    putEdit(RETURN_PARTS, turn, { parentId: made.id, changed: [], added: shares });
    return [];
  });
  noteEffect(turn, 'fulfillment_return.created', { subject: made.id, details: { orderId: order.id } });
  announce(turn, 'fulfillment_return.create', made.id);
  return made;
}

/** Takes goods back in: they are on hand again where they were received. */
export function receiveReturn(turn: Turn, old: ReturnRecord): ReturnRecord {
  const received = { ...old, status: 'received', received_at: old.received_at ?? turn.nowAt } as const;
  putReturn(turn, received, () => goodsIn(turn, old));
  noteEffect(turn, 'fulfillment_return.received', { subject: old.id, details: { orderId: old.order_id } });
  announce(turn, 'fulfillment_return.received', old.id);
  return received;
}

/** `PUT /fulfillment_returns/:id`: what it says, its lines while they are on their way, and that they arrived. */
export function changeReturn(turn: Turn, old: ReturnRecord, sent: Fields): ReturnRecord {
  if (old.status === 'void' || old.status === 'deleted') throw refusedAction(`Fulfillment return is ${old.status}`);
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const rows = reader.rows('fulfillment_return_line_items');
  if (rows?.length === 0) throw badRequest(NO_LINES);
  const status = reader.word('status', WRITABLE_STATUSES) ?? old.status;
  const notes = readReturnNotes(turn, reader, old);
  const edit = readEdit(RETURN_PARTS, turn, { order: orderOf(turn, old), parentId: old.id, rows: rows ?? [] });
  if (old.status === 'received')
    complainOfLate(reader, { status, isMoved: notes.location_id !== old.location_id, rows });
  errors.throwIfAny();

  putReturn(turn, notes, () => {
    putEdit(RETURN_PARTS, turn, { parentId: old.id, ...edit });
    return [];
  });
  if (status !== old.status) return receiveReturn(turn, notes);
  noteEffect(turn, 'fulfillment_return.updated', { subject: old.id, details: { orderId: old.order_id } });
  return notes;
}

function complainOfLate(
  reader: FieldReader,
  of: { status: string; isMoved: boolean; rows: readonly FieldReader[] | undefined },
): void {
  if (of.status === 'returning') reader.complain('status', "can't go from received to returning");
  if (of.isMoved) reader.complain('location_id', "can't be changed once received");
  if (of.rows !== undefined) reader.complain('fulfillment_return_line_items', "can't be changed once received");
}

/** `DELETE /fulfillment_returns/:id`: deleted while on its way, void once received, and then its goods are gone again. */
export function deleteReturn(turn: Turn, old: ReturnRecord): void {
  if (old.status === 'void' || old.status === 'deleted') throw refusedAction(`Fulfillment return is ${old.status}`);
  const hasArrived = old.status === 'received';
  const taken = goodsIn(turn, old).map((move) => ({ ...move, onHand: negate(move.onHand) }));
  putReturn(turn, { ...old, status: hasArrived ? 'void' : 'deleted' }, () => (hasArrived ? taken : []));
  const effect = hasArrived ? 'fulfillment_return.voided' : 'fulfillment_return.deleted';
  noteEffect(turn, effect, { subject: old.id, details: { orderId: old.order_id } });
}

/** Begins a change of a return's lines; what was received is as it is. */
export function editReturn(turn: Turn, id: number, work: () => void): void {
  const old = turn.store.returns.get(id);
  if (old?.status !== 'returning') throw refusedAction('Only a return on its way can be changed');
  putReturn(turn, old, () => {
    work();
    return [];
  });
}

function putReturn(turn: Turn, record: ReturnRecord, also: () => readonly StockMove[]): void {
  reworkOrder(turn, orderOf(turn, record), () => {
    turn.store.returns.put({ ...record, updated_at: turn.nowAt });
    return also();
  });
}

function goodsIn(turn: Turn, { id, location_id }: ReturnRecord): readonly GoodsMove[] {
  return goodsOf(RETURN_PARTS, turn.store, { parentId: id, locationId: location_id });
}
