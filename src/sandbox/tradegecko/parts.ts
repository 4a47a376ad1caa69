import type { JsonObject } from './answers.js';
import type { Collection } from './collection.js';
import type { Decimal } from './decimal.js';
import { decimal, minus, plus, sign, sum, toDecimalText } from './decimal.js';
import type { FieldReader } from './fields.js';
import { sentOr } from './fields.js';
import { readQuantity } from './orders/line-fields.js';
import type { LineRecord, OrderRecord, PartRecord } from './records.js';
import type { Resource } from './resource.js';
import type { Store, Turn } from './store.js';
import { newStamps } from './store.js';
import { stands } from './switches.js';

/** How much of an order line goes into a fulfilment, an invoice or a return. */
export interface Share {
  readonly line: LineRecord;
  readonly quantity: string;
  readonly base_price?: string | null;
  readonly position?: number | null;
}

/** A kind of document that takes parts of an order's lines. */
export interface PartPlan<P extends PartRecord> {
  readonly plural: string;
  readonly singular: string;
  readonly title: string;
  /** The name of the document's id, in its lines and in the index of their collection. */
  readonly parent: 'fulfillment_id' | 'invoice_id' | 'fulfillment_return_id';
  collection(store: Store): Collection<P>;
  parentOf(part: P): number;
  make(part: PartRecord, parentId: number): P;
  /** Whether a part counts: its document was neither voided nor deleted. */
  counts(store: Store, part: P): boolean;
  /** How much of a line such documents may hold together. */
  limitOf(store: Store, line: LineRecord): Decimal;
  /** What the line shows besides. */
  extras?(store: Store, part: P): JsonObject;
}

/** What a request does to the lines of one document. */
export interface PartEdit<P extends PartRecord> {
  readonly changed: readonly P[];
  readonly added: readonly Share[];
}

/** The lines of a document. */
export function partsOf<P extends PartRecord>(plan: PartPlan<P>, store: Store, parentId: number): readonly P[] {
  return plan.collection(store).recordsWith(plan.parent, parentId);
}

/** The parts of an order line that count. */
export function countedParts<P extends PartRecord>(plan: PartPlan<P>, store: Store, line: LineRecord): readonly P[] {
  const parts = plan.collection(store).recordsWith('order_line_item_id', line.id);
  return parts.filter((part) => plan.counts(store, part));
}

/** How much of an order line may still go into such a document. */
export function leftOf<P extends PartRecord>(plan: PartPlan<P>, store: Store, line: LineRecord): Decimal {
  return minus(plan.limitOf(store, line), quantityOf(countedParts(plan, store, line)));
}

/** Goods that move in one place. */
export interface GoodsMove {
  readonly variantId: number;
  readonly locationId: number;
  readonly onHand: Decimal;
}

/** What lies in a document, at its place; freeform lines are no goods. */
export function goodsOf<P extends PartRecord>(
  plan: PartPlan<P>,
  store: Store,
  of: { parentId: number; locationId: number },
): readonly GoodsMove[] {
  return partsOf(plan, store, of.parentId).flatMap(({ order_line_item_id, quantity }) => {
    const variantId = store.lines.get(order_line_item_id)?.variant_id ?? null;
    return variantId === null ? [] : [{ variantId, locationId: of.locationId, onHand: decimal(quantity) }];
  });
}

/** The quantities of parts, added up. */
export function quantityOf(parts: readonly PartRecord[]): Decimal {
  return sum(parts.map((part) => decimal(part.quantity)));
}

/** Everything of some lines that is in no such document yet. */
export function openShares<P extends PartRecord>(
  plan: PartPlan<P>,
  store: Store,
  lines: readonly LineRecord[],
): readonly Share[] {
  const open = lines.map((line) => ({ line, left: leftOf(plan, store, line) })).filter(({ left }) => sign(left) > 0);
  return open.map(({ line, left }) => ({ line, quantity: toDecimalText(left) }));
}

/** Reads which lines of an order go into a new document. */
export function readShares<P extends PartRecord>(
  plan: PartPlan<P>,
  turn: Turn,
  of: { order: OrderRecord; rows: readonly FieldReader[] },
): readonly Share[] {
  const shares: Share[] = [];
  for (const row of of.rows) {
    const share = readShare(plan, turn, { row, order: of.order });
    if (share === undefined) continue;
    if (shares.some(({ line }) => line.id === share.line.id)) {
      row.complain('order_line_item_id', 'has already been taken');
    }
    shares.push(share);
  }
  return shares;
}

function readShare<P extends PartRecord>(
  plan: PartPlan<P>,
  turn: Turn,
  { row, order }: { row: FieldReader; order: OrderRecord },
): Share | undefined {
  const line = turn.store.lines.get(row.integer('order_line_item_id') ?? 0);
  if (line?.order_id !== order.id) {
    row.complain('order_line_item_id', 'must exist');
    return undefined;
  }
  const left = leftOf(plan, turn.store, line);
  const quantity = readShareQuantity(turn, row, toDecimalText(left));
  if (sign(minus(decimal(quantity), left)) > 0) row.complain('quantity', 'is more than what is left');
  return { line, quantity, base_price: row.decimal('base_price') ?? null, position: row.integer('position') ?? null };
}

/** The documentation's samples leave the quantity of a new line out, which may mean the whole line. */
function readShareQuantity(turn: Turn, row: FieldReader, whole: string): string {
  const isSent = (row.text('quantity') ?? '') !== '';
  if (!isSent && stands(turn.world, 'tradegecko.part-without-quantity', 'refused')) {
    row.complain('quantity', "can't be blank");
  }
  return readQuantity(row, whole);
}

/** Reads what a request does to a document's lines: rows with an id change theirs, others are added. */
export function readEdit<P extends PartRecord>(
  plan: PartPlan<P>,
  turn: Turn,
  of: { order: OrderRecord; parentId: number; rows: readonly FieldReader[] },
): PartEdit<P> {
  const isNew = (row: FieldReader): boolean => (row.integer('id') ?? null) === null;
  const changed = of.rows
    .filter((row) => !isNew(row))
    .map((row) => {
      const part = plan.collection(turn.store).get(row.integer('id') ?? 0);
      if (part !== undefined && plan.parentOf(part) === of.parentId) return readChange(plan, turn, { row, part });
      row.complain('id', 'must exist');
      return undefined;
    });
  return {
    changed: changed.filter((part) => part !== undefined),
    added: readShares(plan, turn, { order: of.order, rows: of.rows.filter(isNew) }),
  };
}

/** Reads another quantity or place of a document's line. */
export function readChange<P extends PartRecord>(
  plan: PartPlan<P>,
  turn: Turn,
  { row, part }: { row: FieldReader; part: P },
): P {
  const quantity = readQuantity(row, part.quantity);
  const line = turn.store.lines.get(part.order_line_item_id);
  const left = line === undefined ? decimal('0') : plus(leftOf(plan, turn.store, line), decimal(part.quantity));
  if (sign(minus(decimal(quantity), left)) > 0) row.complain('quantity', 'is more than what is left');
  const position = row.integer('position') ?? part.position;
  return { ...part, quantity, position, base_price: sentOr(row.decimal('base_price'), part.base_price) };
}

/** Stores what a request does to a document's lines. */
export function putEdit<P extends PartRecord>(
  plan: PartPlan<P>,
  turn: Turn,
  { parentId, changed, added }: PartEdit<P> & { readonly parentId: number },
): void {
  const collection = plan.collection(turn.store);
  const first = partsOf(plan, turn.store, parentId).length;
  for (const part of changed) collection.put({ ...part, updated_at: turn.nowAt });
  added.forEach((share, at) => {
    const part: PartRecord = {
      ...newStamps(turn, collection.nextId()),
      order_line_item_id: share.line.id,
      base_price: share.base_price ?? null,
      position: share.position ?? first + at,
      quantity: share.quantity,
    };
    collection.put(plan.make(part, parentId));
  });
}

/** A document's line as it goes over the wire. */
function renderPart<P extends PartRecord>(plan: PartPlan<P>, store: Store, part: P): JsonObject {
  return {
    id: part.id,
    created_at: part.created_at,
    updated_at: part.updated_at,
    [plan.parent]: plan.parentOf(part),
    order_line_item_id: part.order_line_item_id,
    base_price: part.base_price,
    position: part.position,
    quantity: part.quantity,
    ...plan.extras?.(store, part),
  };
}

/** The lines of some documents, as they stand beside them on lists as on single ones. */
export function renderPartsOf<P extends PartRecord>(
  plan: PartPlan<P>,
  store: Store,
  parents: readonly { readonly id: number }[],
): readonly JsonObject[] {
  return parents.flatMap(({ id }) => partsOf(plan, store, id)).map((part) => renderPart(plan, store, part));
}

/** The resource of such lines. */
export function partResource<P extends PartRecord>(plan: PartPlan<P>): Resource<P> {
  return {
    plural: plan.plural,
    singular: plan.singular,
    title: plan.title,
    collection: (store) => plan.collection(store),
    filters: {
      [plan.parent]: { kind: 'integer', of: (part) => plan.parentOf(part), isIndexed: true },
      order_line_item_id: { kind: 'integer', of: (part) => part.order_line_item_id, isIndexed: true },
    },
    render: (store, part) => renderPart(plan, store, part),
  };
}
