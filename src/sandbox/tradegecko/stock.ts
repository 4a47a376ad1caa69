import type { Decimal } from './decimal.js';
import { ZERO, decimal, minus, negate, plus, sign, sum, toCountText } from './decimal.js';
import { shippedOf } from './fulfillments.js';
import type { LineRecord, OrderRecord, StockRecord, VariantRecord } from './records.js';
import type { Store, Turn } from './store.js';
import { stands } from './switches.js';
import { announce } from './webhooks/outbox.js';

/** A change of one variant's stock in one place. */
export interface StockMove {
  readonly variantId: number;
  readonly locationId: number;
  readonly onHand?: Decimal;
  readonly committed?: Decimal;
}

/**
 * Applies moves as one change: those of one variant in one place are added up first, so that what is released and held
 * back again in the same request moves nothing. A variant whose stock is not managed keeps its figures.
 */
export function moveStock(turn: Turn, moves: readonly StockMove[]): void {
  const moved = new Set<number>();
  for (const { variantId, locationId, onHand = ZERO, committed = ZERO } of addUp(moves)) {
    const variant = turn.store.variants.get(variantId);
    if (variant?.manage_stock !== true || (sign(onHand) === 0 && sign(committed) === 0)) continue;
    const old = stockAt(variant, locationId);
    const stock: StockRecord = {
      location_id: locationId,
      on_hand: toCountText(plus(decimal(old.on_hand), onHand)),
      committed: sign(committed) === 0 ? old.committed : toCountText(plus(decimal(old.committed ?? '0'), committed)),
    };
    turn.store.variants.put(withStock(turn, variant, stock));
    moved.add(variantId);
  }
  for (const variantId of moved) announce(turn, 'variant.stock_level_update', variantId);
}

function addUp(moves: readonly StockMove[]): Iterable<StockMove> {
  const sums = new Map<string, StockMove>();
  for (const move of moves) {
    const key = `${move.variantId}/${move.locationId}`;
    const { onHand = ZERO, committed = ZERO } = sums.get(key) ?? {};
    sums.set(key, {
      ...move,
      onHand: plus(onHand, move.onHand ?? ZERO),
      committed: plus(committed, move.committed ?? ZERO),
    });
  }
  return sums.values();
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

/** An order's lines that have a variant; freeform lines need no stock and no fulfilment. */
export function stockLines(store: Store, orderId: number): readonly LineRecord[] {
  return store.lines.recordsWith('order_id', orderId).filter((line) => line.variant_id !== null);
}

/** Whether an order in this status holds stock back. */
export function holdsStock(order: OrderRecord): boolean {
  return order.status === 'active' || order.status === 'finalized';
}

/** What an order holds back at its place: all that it still has to ship, once it is more than a draft. */
export function heldBy(store: Store, order: OrderRecord): readonly StockMove[] {
  if (!holdsStock(order)) return [];
  return stockLines(store, order.id).flatMap((line) => {
    const committed = minus(decimal(line.quantity), shippedOf(store, line));
    return line.variant_id === null
      ? []
      : [{ variantId: line.variant_id, locationId: order.stock_location_id, committed }];
  });
}

/** The moves that give back what was held. */
export function released(held: readonly StockMove[]): readonly StockMove[] {
  return held.map((move) => ({ ...move, committed: negate(move.committed ?? ZERO) }));
}
