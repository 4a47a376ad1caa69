import { refusedAction } from '../answers.js';
import { standingFulfillments } from '../fulfillments.js';
import { noteOf } from './create.js';
import { settleOrder } from './progress.js';
import type { OrderRecord } from '../records.js';
import { heldBy, moveStock, released } from '../stock.js';
import type { Turn } from '../store.js';
import { noteEffect } from '../store.js';
import { stands } from '../switches.js';

/** Voids an order and what was packed for it, and gives back what it held. */
export function voidOrder(turn: Turn, old: OrderRecord): OrderRecord {
  if (old.status === 'void' && stands(turn.world, 'tradegecko.second-void', 'allowed')) return old;
  refuseVoid(turn, old);
  return end(turn, old, 'void');
}

/** Deletes an order: a draft becomes deleted, anything later void. */
export function deleteOrder(turn: Turn, old: OrderRecord): OrderRecord {
  return old.status === 'draft' ? end(turn, old, 'deleted') : voidOrder(turn, old);
}

function refuseVoid(turn: Turn, order: OrderRecord): void {
  if (order.status === 'void' || order.status === 'deleted') throw refusedAction(`Order is already ${order.status}`);
  const fulfillments = standingFulfillments(turn.store, order.id);
  const hasShipped = fulfillments.some(({ status }) => status === 'fulfilled');
  if (hasShipped && stands(turn.world, 'tradegecko.void-when-shipped', 'refused')) {
    throw refusedAction("A shipped order can't be voided");
  }
  const isPacked = fulfillments.some(({ status }) => status === 'packed');
  if (isPacked && stands(turn.world, 'tradegecko.void-when-packed', 'refused')) {
    throw refusedAction("A packed order can't be voided");
  }
  const isBilled = order.invoiced !== 'none' || order.paid !== 'none';
  if (isBilled && stands(turn.world, 'tradegecko.void-when-invoiced', 'refused')) {
    throw refusedAction("An invoiced order can't be voided");
  }
}

function end(turn: Turn, old: OrderRecord, status: 'void' | 'deleted'): OrderRecord {
  if (stands(turn.world, 'tradegecko.void-releases-stock', 'yes')) moveStock(turn, released(heldBy(turn.store, old)));
  for (const fulfillment of standingFulfillments(turn.store, old.id)) {
    // What has left has left, whatever becomes of its order.
    if (fulfillment.status === 'packed')
      turn.store.fulfillments.put({ ...fulfillment, status: 'void', updated_at: turn.nowAt });
  }
  turn.store.orders.put({ ...old, status });
  const order = settleOrder(turn, old);
  noteEffect(turn, status === 'void' ? 'order.voided' : 'order.deleted', { subject: order.id, details: noteOf(order) });
  return order;
}
