import { refusedAction } from '../answers.js';
import type { Fields } from '../body.js';
import { FieldErrors, FieldReader } from '../fields.js';
import { standingFulfillments } from '../fulfillments.js';
import type { LineDraft } from './line-fields.js';
import { readLine } from './line-fields.js';
import { countOf, requireEditable, scopeOf } from './line-writes.js';
import { putLines } from './lines.js';
import { noteOf, readOrderNumber } from './create.js';
import { voidOrder } from './end.js';
import { readOrderFields } from './fields.js';
import { changedParties, readChangedParties } from './parties.js';
import { reworkOrder } from './progress.js';
import type { OrderRecord, OrderStatus } from '../records.js';
import type { Turn } from '../store.js';
import { noteEffect } from '../store.js';
import { stands } from '../switches.js';

const WRITABLE_STATUSES = ['draft', 'active', 'finalized', 'void'] as const;
const RANK: Readonly<Record<OrderStatus, number>> = {
  draft: 0,
  active: 1,
  finalized: 2,
  fulfilled: 3,
  void: 4,
  deleted: 4,
};

/** Applies a partial update; fields left out stay. */
export function changeOrder(turn: Turn, old: OrderRecord, sent: Fields): OrderRecord {
  if (old.status === 'void' || old.status === 'deleted')
    throw refusedAction(`Order is ${old.status} and can't be changed`);
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const parties = readChangedParties(turn, reader, old);
  const fields = readOrderFields(turn.store, reader, old);
  const order_number = reader.text('order_number') === old.order_number ? undefined : readOrderNumber(turn, reader);
  const status = reader.word('status', WRITABLE_STATUSES) ?? old.status;
  if (status === 'void') return voidByPut(turn, old, errors);
  checkMove(turn, { old, status, reader });
  const drafts = readAppended(turn, reader, old);
  errors.throwIfAny();

  const ids = changedParties(turn, parties, old);
  const order = reworkOrder(turn, old, () => {
    turn.store.orders.put({ ...old, ...fields, ...ids, status, order_number: order_number ?? old.order_number });
    putLines(turn, old.id, drafts);
    return [];
  });
  noteEffect(turn, 'order.updated', { subject: order.id, details: noteOf(order) });
  return order;
}

function voidByPut(turn: Turn, old: OrderRecord, errors: FieldErrors): OrderRecord {
  if (stands(turn.world, 'tradegecko.put-status-void', 'refused')) errors.add('status', 'is not included in the list');
  errors.throwIfAny();
  return voidOrder(turn, old);
}

function checkMove(turn: Turn, of: { old: OrderRecord; status: OrderStatus; reader: FieldReader }): void {
  if (RANK[of.status] >= RANK[of.old.status]) return;
  const isOpen = of.old.status !== 'fulfilled' && standingFulfillments(turn.store, of.old.id).length === 0;
  if (isOpen && stands(turn.world, 'tradegecko.back-to-draft', 'allowed')) return;
  of.reader.complain('status', `can't go from ${of.old.status} to ${of.status}`);
}

/** A PUT with lines appends them; lines that exist are changed through their own path. */
function readAppended(turn: Turn, reader: FieldReader, old: OrderRecord): readonly LineDraft[] {
  const rows = reader.rows('order_line_items') ?? [];
  if (rows.length > 0) requireEditable(turn, old);
  const first = countOf(turn.store, old);
  return rows.map((row, at) => readLine(scopeOf(turn, old), row, first + at));
}
