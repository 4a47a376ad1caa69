import type { HouzzOrderDocument } from '../../../sandbox/houzz/order-document.js';
import type { LedgerEffect } from '../../../sandbox/ledger.js';
import type { SalesOrderFacts } from '../documents.js';
import type { Evidence, OrderRun, Picture } from '../evidence.js';
import { readPlan, type OrderPlan } from '../plan.js';

/** Everything about one planned order, on all sides. */
export interface OrderPicture {
  readonly order: HouzzOrderDocument;
  readonly plan: OrderPlan;
  readonly salesOrders: readonly SalesOrderFacts[];
  readonly runs: readonly OrderRun[];
}

/** The same with what the ledger says of it. */
export interface CaseFile extends OrderPicture {
  /** Sales orders made for it by calls, whatever became of them. */
  readonly created: readonly LedgerEffect[];
  readonly shipped: readonly LedgerEffect[];
}

/** Lays side by side what belongs to each planned order; orders placed by hand are nobody's plan. */
export function orderPictures({ orders, salesOrders, runs }: Picture): readonly OrderPicture[] {
  const salesBy = groupedBy(salesOrders, ({ reference_number }) => reference_number ?? '');
  const runsBy = groupedBy(runs, ({ orderId }) => orderId);
  return orders.flatMap((order) => {
    const plan = readPlan(order.plan);
    if (plan === undefined) return [];
    const { orderId } = order;
    return [{ order, plan, salesOrders: salesBy.get(orderId) ?? [], runs: runsBy.get(orderId) ?? [] }];
  });
}

/** Opens a case file for each planned order. */
export function caseFiles(evidence: Evidence): readonly CaseFile[] {
  const effects = evidence.entries.filter((entry) => entry.kind === 'effect');
  const created = groupedBy(
    effects.filter(({ service, effect }) => service === 'tradegecko' && effect === 'order.created'),
    referenceIn,
  );
  const shipped = groupedBy(
    effects.filter(({ service, effect }) => service === 'houzz' && effect === 'order.shipped'),
    ({ subject }) => subject,
  );
  return orderPictures(evidence).map((picture) => ({
    ...picture,
    created: created.get(picture.order.orderId) ?? [],
    shipped: shipped.get(picture.order.orderId) ?? [],
  }));
}

/** The channel order that a sales order was made for, as the ledger remembers it; empty when it says nothing. */
export function referenceIn({ details }: LedgerEffect): string {
  const reference = details['referenceNumber'];
  return typeof reference === 'string' ? reference : '';
}

function groupedBy<T>(list: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
