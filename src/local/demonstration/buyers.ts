import type { SandboxControl } from '../../sandbox/control/client.js';
import type { NewHouzzOrder } from '../../sandbox/houzz/order-document.js';
import { readPlan } from './plan.js';
import { planOrder, planOrders, type PlannedOrder } from './scenario.js';

const AT_ONCE = 50;

/** Which orders of which seed are placed. */
export interface Orders {
  readonly seed: number;
  readonly count: number;
}

/** Places those orders that stood there before the bridge was first started. */
export async function placeOlder(control: SandboxControl, { seed, count }: Orders): Promise<void> {
  await place(
    control,
    planOrders(seed, count).filter(({ ageMs }) => ageMs > 0),
  );
}

/** Places what is missing of the first orders; an older one that is missing now would be a new one, so it is left out. */
export async function placeRest(control: SandboxControl, { seed, count }: Orders): Promise<void> {
  const placed = new Set(await placedIndexes(control));
  await place(
    control,
    planOrders(seed, count).filter(({ plan, ageMs }) => ageMs === 0 && !placed.has(plan.index)),
  );
}

/** Places the next order after all that were placed. */
export async function placeNext(control: SandboxControl, seed: number): Promise<void> {
  const next = Math.max(-1, ...(await placedIndexes(control))) + 1;
  const candidates = [planOrder(seed, next), planOrder(seed, next + 1), planOrder(seed, next + 2)];
  const order = candidates.find(({ ageMs }) => ageMs === 0);
  if (order !== undefined) await place(control, [order]);
}

async function placedIndexes(control: SandboxControl): Promise<readonly number[]> {
  return (await control.houzz.orders()).flatMap(({ plan }) => readPlan(plan)?.index ?? []);
}

async function place(control: SandboxControl, planned: readonly PlannedOrder[]): Promise<void> {
  const orders = planned.map(({ order, ageMs }): NewHouzzOrder => {
    return ageMs === 0 ? order : { ...order, createdAt: new Date(Date.now() - ageMs).toISOString() };
  });
  for (let start = 0; start < orders.length; start += AT_ONCE) {
    await control.houzz.placeOrders(...orders.slice(start, start + AT_ONCE));
  }
}
