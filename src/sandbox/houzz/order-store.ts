import type { SandboxState } from '../state.js';
import { firstKeyAt, keyOf } from './order-ids.js';
import { HOUZZ_STATUSES, type HouzzOrderDocument, type HouzzStatus } from './order-document.js';

/** Which orders a reading wants, and which part of them. */
export interface OrderPage {
  readonly statuses: readonly HouzzStatus[];
  /** Created at or after, in milliseconds, on a whole second: ids know no smaller part. */
  readonly fromMs?: number;
  /** Created before, likewise. */
  readonly beforeMs?: number;
  readonly start: number;
  readonly count: number;
}

/** Houzz's orders, with an index by status so that a reading costs what it returns. */
export interface OrderStore {
  /** An order by its id; of the parts of a split one, also by the shipment's id. */
  get(id: string): HouzzOrderDocument | undefined;
  isTaken(key: number): boolean;
  put(order: HouzzOrderDocument): void;
  remove(order: HouzzOrderDocument): void;
  /** The orders put since the last time this was asked. */
  takeChanged(): readonly HouzzOrderDocument[];
  /** One page, newest first. */
  read(page: OrderPage): HouzzOrderDocument[];
  /** All orders in the order of their placement. */
  all(): HouzzOrderDocument[];
}

/** Opens the orders inside a state. */
export function openOrderStore(state: SandboxState): OrderStore {
  // By the shipment's id, which is the order's own unless parts of a split one share that.
  const table = state.table<HouzzOrderDocument>('houzz.orders');
  const byKey = new Map<number, HouzzOrderDocument>();
  const parts = new Map<string, Set<string>>();
  let changed: HouzzOrderDocument[] = [];
  // Keys by status, oldest first, so that a new order is put at the end and nothing moves.
  const keys = new Map<HouzzStatus, number[]>(HOUZZ_STATUSES.map((status) => [status, []]));
  const place = (order: HouzzOrderDocument): void => {
    const key = keyOf(order.shipmentId);
    const previous = byKey.get(key);
    byKey.set(key, order);
    if (order.orderId !== order.shipmentId) {
      parts.set(order.orderId, (parts.get(order.orderId) ?? new Set()).add(order.shipmentId));
    }
    if (previous?.status === order.status) return;
    if (previous !== undefined) removeKey(keys.get(previous.status) ?? [], key);
    insertKey(keys.get(order.status) ?? [], key);
  };
  for (const order of table.values()) place(order);
  return {
    // An order id that only parts share means the first of them.
    get: (id) => table.get(id) ?? table.get([...(parts.get(id) ?? [])][0] ?? ''),
    isTaken: (key) => byKey.has(key),
    put(order) {
      table.put(order.shipmentId, order);
      place(order);
      changed.push(order);
    },
    remove(order) {
      const key = keyOf(order.shipmentId);
      table.delete(order.shipmentId);
      byKey.delete(key);
      removeKey(keys.get(order.status) ?? [], key);
    },
    takeChanged() {
      const taken = changed;
      changed = [];
      return taken;
    },
    read(page) {
      const found = keysOf(page, keys);
      return found.flatMap((key) => byKey.get(key) ?? []);
    },
    all: () => [...table.values()],
  };
}

/** Keys of one status, oldest first, and how many of them a merge has not taken yet. */
interface Run {
  readonly keys: readonly number[];
  left: number;
}

/** Merges the runs from their newest ends, no further than the page needs. */
function keysOf(page: OrderPage, keys: ReadonlyMap<HouzzStatus, readonly number[]>): number[] {
  const runs = page.statuses
    .map((status) => withinDates(keys.get(status) ?? [], page))
    .filter((run) => run.length > 0)
    .map((run): Run => ({ keys: run, left: run.length }));
  const [only, second] = runs;
  if (only === undefined) return [];
  if (second === undefined) return newestOf(only.keys, page);
  const found: number[] = [];
  for (let taken = 0; taken < page.start + page.count; taken += 1) {
    const run = runs.reduce(newerOf, only);
    const newest = run.keys[run.left - 1];
    if (newest === undefined) break;
    run.left -= 1;
    if (taken >= page.start) found.push(newest);
  }
  return found;
}

function newestOf(run: readonly number[], { start, count }: OrderPage): number[] {
  const end = Math.max(0, run.length - start);
  return run.slice(Math.max(0, end - count), end).reverse();
}

function newerOf(one: Run, other: Run): Run {
  return (one.keys[one.left - 1] ?? -1) >= (other.keys[other.left - 1] ?? -1) ? one : other;
}

function withinDates(run: readonly number[], page: OrderPage): readonly number[] {
  if (page.fromMs === undefined && page.beforeMs === undefined) return run;
  const first = page.fromMs === undefined ? 0 : lowerBound(run, firstKeyAt(page.fromMs));
  const end = page.beforeMs === undefined ? run.length : lowerBound(run, firstKeyAt(page.beforeMs));
  return run.slice(first, Math.max(first, end));
}

function insertKey(run: number[], key: number): void {
  run.splice(lowerBound(run, key), 0, key);
}

function removeKey(run: number[], key: number): void {
  const index = lowerBound(run, key);
  if (run[index] === key) run.splice(index, 1);
}

/** The first place in a sorted run whose key is not below the given one. */
function lowerBound(run: readonly number[], key: number): number {
  let low = 0;
  let high = run.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((run[middle] ?? Infinity) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
