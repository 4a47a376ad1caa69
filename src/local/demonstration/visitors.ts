import type { Evidence } from './evidence.js';
import { readPlan, type OrderPlan } from './plan.js';

/** What a visitor cancelled by hand is judged as an operator's cancel: the plan did not know of it. */
export function withVisitors(evidence: Evidence): Evidence {
  const cancelled = new Set(evidence.runs.filter(({ stands }) => stands === 'cancelled').map(({ orderId }) => orderId));
  const orders = evidence.orders.map((order) => {
    const plan = readPlan(order.plan);
    if (plan?.fate.kind !== 'ship' || !cancelled.has(order.orderId)) return order;
    const changed: OrderPlan = { ...plan, fate: { kind: 'cancel-by-operator', code: order.cancel?.code ?? null } };
    return { ...order, plan: changed };
  });
  return { ...evidence, orders };
}
