import type { ChannelOrderId } from '../../domain/ids.js';
import type { CallOptions } from '../../ports/call.js';
import type { ChannelReading, OrderKey, OrderLookup } from '../../ports/marketplace.js';
import { addDays, pacificDayOf } from './pacific-time.js';

/** One page of all orders created between two days; `to` null for no end. */
interface OrderQuestion {
  readonly from: string;
  readonly to: string | null;
}

/** Reads a list page by page; ends the reading early when `isEnough` says so. Throws when a page cannot be read. */
export type ReadAll = (
  question: OrderQuestion,
  take: (rows: readonly ChannelReading[]) => { readonly isEnough: boolean },
  options: CallOptions,
) => Promise<void>;

/** What a search has come upon so far. */
interface Search {
  readonly sought: ReadonlySet<ChannelOrderId>;
  readonly found: Map<ChannelOrderId, OrderLookup>;
  /** Whether an order without a legible id came by: any of the missing ones may be it. */
  sawNameless: boolean;
}

/**
 * Finds orders by id. Houzz reads none by id, so all of their days are read and searched: an order counts as missing
 * only when complete answers, the second one without an end, do not hold it.
 */
export async function findOrders(
  keys: readonly OrderKey[],
  readAll: ReadAll,
  options: CallOptions,
): Promise<readonly OrderLookup[]> {
  const search: Search = { sought: new Set(keys.map((key) => key.orderId)), found: new Map(), sawNameless: false };
  for (const [question, ids] of questionsOf(keys)) await ask(search, ids, { question, readAll, options });
  const left = keys.filter((key) => !search.found.has(key.orderId));
  const days = left.map((key) => pacificDayOf(key.createdAt)).sort();
  const [firstDay] = days;
  if (firstDay !== undefined) {
    const question = { from: addDays(firstDay, -2), to: null };
    await ask(search, new Set(left.map((key) => key.orderId)), { question, readAll, options });
  }
  return keys.map((key) => search.found.get(key.orderId) ?? absence(search));
}

function absence(search: Search): OrderLookup {
  if (!search.sawNameless) return { kind: 'missing' };
  return { kind: 'unreadable', what: 'an order without a legible OrderId stands among those of its days' };
}

/**
 * One question for all orders of a day. The bounds are a day wider than the day itself, because it is unknown in
 * which zone Houzz compares them and whether it counts the days named.
 */
function questionsOf(keys: readonly OrderKey[]): ReadonlyMap<OrderQuestion, ReadonlySet<ChannelOrderId>> {
  const idsOfDay = new Map<string, Set<ChannelOrderId>>();
  for (const key of keys) {
    const day = pacificDayOf(key.createdAt);
    const ids = idsOfDay.get(day) ?? new Set();
    idsOfDay.set(day, ids.add(key.orderId));
  }
  // The day in UTC is the West Coast's or the one after it; the end must lie after both.
  return new Map([...idsOfDay].map(([day, ids]) => [{ from: addDays(day, -1), to: addDays(day, 2) }, ids]));
}

interface Asking {
  readonly question: OrderQuestion;
  readonly readAll: ReadAll;
  readonly options: CallOptions;
}

async function ask(search: Search, ids: ReadonlySet<ChannelOrderId>, asking: Asking): Promise<void> {
  const areAllFound = (): boolean => [...ids].every((id) => search.found.has(id));
  if (areAllFound()) return;
  const take = (rows: readonly ChannelReading[]): { isEnough: boolean } => {
    for (const row of rows) note(search, row);
    return { isEnough: areAllFound() };
  };
  await asking.readAll(asking.question, take, asking.options);
}

function note(search: Search, row: ChannelReading): void {
  const id = row.kind === 'order' ? row.order.orderId : row.orderId;
  if (id === null) search.sawNameless = true;
  if (id === null || !search.sought.has(id)) return;
  // Of two rows with one id, the one that shows a split says more.
  const isSplit = row.kind === 'order' && row.order.shipmentId !== id;
  if (search.found.has(id) && !isSplit) return;
  search.found.set(
    id,
    row.kind === 'order' ? { kind: 'found', order: row.order } : { kind: 'unreadable', what: row.what },
  );
}
