import type { Decimal } from './decimal.js';
import { ZERO, decimal, minus, negate, plus, sum, toCountText } from './decimal.js';
import type { FulfillmentStatus, LineRecord, OrderRecord, StockRecord, VariantRecord } from './records.js';
import type { Store, Turn } from './store.js';
import { stands } from './switches.js';

/** A change of one variant's stock in one place. */
export interface StockMove {
  readonly variantId: number;
  readonly locationId: number;
  readonly onHand?: Decimal;
  readonly committed?: Decimal;
}

/** Applies a move; a variant whose stock is not managed keeps its figures. */
export function moveStock(turn: Turn, move: StockMove): void {
  const variant = turn.store.variants.get(move.variantId);
  if (variant?.manage_stock !== true) return;
  const old = stockAt(variant, move.locationId);
  const stock: StockRecord = {
    location_id: move.locationId,
    on_hand: toCountText(plus(decimal(old.on_hand), move.onHand ?? ZERO)),
    committed:
      move.committed === undefined ? old.committed : toCountText(plus(decimal(old.committed ?? '0'), move.committed)),
  };
  turn.store.variants.put(withStock(turn, variant, stock));
}

/** A variant with other stock in one place; whether that moves its `updated_at` is a switch. */
export function withStock(turn: Turn, variant: VariantRecord, place: StockRecord): VariantRecord {
  const others = variant.stock.filter(({ location_id }) => location_id !== place.location_id);
  const stock = [...others, place].sort((a, b) => a.location_id - b.location_id);
  const isTouched = stands(turn.world, 'tradegecko.stock-touches-updated-at', 'yes');
  return { ...variant, stock, updated_at: isTouched ? turn.nowAt : variant.updated_at };
}

/** A variant's stock in one place; a place without a record holds nothing. */
export function stockAt(variant: VariantRecord, locationId: number): StockRecord {
  const found = variant.stock.find(({ location_id }) => location_id === locationId);
  return found ?? { location_id: locationId, on_hand: '0', committed: null };
}

/** A variant's figures over all places. */
export function stockTotals(variant: VariantRecord): { onHand: Decimal; committed: Decimal; available: Decimal } {
  const onHand = sum(variant.stock.map((stock) => decimal(stock.on_hand)));
  const committed = sum(variant.stock.map((stock) => decimal(stock.committed ?? '0')));
  return { onHand, committed, available: minus(onHand, committed) };
}

/** How much of an order line lies in fulfilments of the given statuses. */
export function quantityIn(store: Store, line: LineRecord, statuses: readonly FulfillmentStatus[]): Decimal {
  const parts = store.fulfillmentLines.recordsWith('order_line_item_id', line.id);
  const counted = parts.filter((part) => {
    const status = store.fulfillments.get(part.fulfillment_id)?.status;
    return status !== undefined && statuses.includes(status);
  });
  return sum(counted.map((part) => decimal(part.quantity)));
}

/** What of a line was neither packed nor shipped yet. */
export function unpackedQuantity(store: Store, line: LineRecord): Decimal {
  return minus(decimal(line.quantity), quantityIn(store, line, ['packed', 'fulfilled']));
}

/** An order's lines that have a variant; freeform lines need no stock and no fulfilment. */
export function stockLines(store: Store, orderId: number): readonly LineRecord[] {
  return store.lines.recordsWith('order_id', orderId).filter((line) => line.variant_id !== null);
}

/** Whether an order in this status holds stock back. */
export function holdsStock(order: OrderRecord): boolean {
  return order.status === 'active' || order.status === 'finalized';
}

/** Holds back what an order still has to ship, at the order's place. */
export function commitOrder(turn: Turn, order: OrderRecord): void {
  moveCommitted(turn, order, (quantity) => quantity);
}

/** Gives back what an order holds. */
export function releaseOrder(turn: Turn, order: OrderRecord): void {
  moveCommitted(turn, order, negate);
}

function moveCommitted(turn: Turn, order: OrderRecord, change: (unshipped: Decimal) => Decimal): void {
  for (const line of stockLines(turn.store, order.id)) {
    if (line.variant_id === null) continue;
    const unshipped = minus(decimal(line.quantity), quantityIn(turn.store, line, ['fulfilled']));
    moveStock(turn, { variantId: line.variant_id, locationId: order.stock_location_id, committed: change(unshipped) });
  }
}
