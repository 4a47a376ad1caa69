import { refusedAction } from '../answers.js';
import type { Fields } from '../body.js';
import { decimal, minus, sign } from '../decimal.js';
import { FieldErrors, FieldReader } from '../fields.js';
import { FULFILLMENT_PARTS } from '../fulfillments.js';
import { INVOICE_PARTS } from '../invoices.js';
import type { LineDraft } from './line-fields.js';
import { changeLine, readLine } from './line-fields.js';
import { putLines } from './lines.js';
import { noteOf } from './create.js';
import { reworkOrder } from './progress.js';
import { orderOf, readOrder } from './reference.js';
import { countedParts, quantityOf } from '../parts.js';
import type { LineRecord, OrderRecord } from '../records.js';
import type { Store, Turn } from '../store.js';
import { noteEffect } from '../store.js';
import { stands } from '../switches.js';

/** Refuses to touch the lines of an order that is past it. */
export function requireEditable(turn: Turn, { status }: OrderRecord): void {
  if (status === 'draft' || status === 'active') return;
  if (status === 'finalized' && stands(turn.world, 'tradegecko.edit-finalized-lines', 'allowed')) return;
  throw refusedAction(`The lines of a ${status} order can't be changed`);
}

/** `POST /order_line_items`. */
export function addLine(turn: Turn, sent: Fields): LineRecord {
  const errors = new FieldErrors();
  const row = new FieldReader(sent, errors);
  const order = readOrder(turn, row);
  const drafts = order === undefined ? [] : [readLine(scopeOf(turn, order), row, countOf(turn.store, order))];
  errors.throwIfAny();
  if (order === undefined) throw new TypeError('An order line without its order passed its checks.');
  requireEditable(turn, order);

  const made: LineRecord[] = [];
  rework(turn, order, () => {
    made.push(...putLines(turn, order.id, drafts));
  });
  const [line] = made;
  if (line === undefined) throw new TypeError('An order line was not made.');
  return line;
}

/** Where the lines of an order are read. */
export function scopeOf(turn: Turn, order: OrderRecord): { turn: Turn; priceListId: string } {
  return { turn, priceListId: order.default_price_list_id };
}

/** How many lines an order has, which is the position of its next one. */
export function countOf(store: Store, order: OrderRecord): number {
  return store.lines.cellsWith('order_id', order.id).length;
}

/** `PUT /order_line_items/:id`. */
export function updateLine(turn: Turn, old: LineRecord, sent: Fields): LineRecord {
  const errors = new FieldErrors();
  const row = new FieldReader(sent, errors);
  const order = orderOf(turn, old);
  requireEditable(turn, order);
  const draft = changeLine(scopeOf(turn, order), row, old);
  complainOfUsed(turn, row, { old, draft });
  errors.throwIfAny();

  const line = { ...old, ...draft, updated_at: turn.nowAt };
  rework(turn, order, () => {
    turn.store.lines.put(line);
  });
  return line;
}

/** What is packed or invoiced already stays on the line. */
function complainOfUsed(turn: Turn, row: FieldReader, { old, draft }: { old: LineRecord; draft: LineDraft }): void {
  for (const used of [packedOf(turn, old), invoicedOf(turn, old)]) {
    if (sign(minus(decimal(draft.quantity), used)) < 0)
      row.complain('quantity', 'is less than what is packed or invoiced');
  }
  const isOther = draft.variant_id !== old.variant_id;
  if (isOther && sign(packedOf(turn, old)) > 0) row.complain('variant_id', "can't be changed once packed");
}

const packedOf = (turn: Turn, line: LineRecord) => quantityOf(countedParts(FULFILLMENT_PARTS, turn.store, line));
const invoicedOf = (turn: Turn, line: LineRecord) => quantityOf(countedParts(INVOICE_PARTS, turn.store, line));

/** `DELETE /order_line_items/:id`. */
export function removeLine(turn: Turn, old: LineRecord): void {
  const order = orderOf(turn, old);
  requireEditable(turn, order);
  if (sign(packedOf(turn, old)) > 0 || sign(invoicedOf(turn, old)) > 0) {
    throw refusedAction("A line that is packed or invoiced can't be deleted");
  }
  rework(turn, order, () => {
    turn.store.lines.delete(old.id);
  });
}

function rework(turn: Turn, order: OrderRecord, work: () => void): void {
  const settled = reworkOrder(turn, order, () => {
    work();
    return [];
  });
  noteEffect(turn, 'order.updated', { subject: order.id, details: noteOf(settled) });
}
