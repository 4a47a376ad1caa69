import type { SandboxWorld } from '../service.js';
import type { Cell, Collection } from './collection.js';
import { byUpdateOrder, lowerBound } from './collection.js';
import type { Bounds, ListOrder } from './list-query.js';
import { integerValues, readBounds, readOrder, textValues } from './list-query.js';
import type { Stored } from './records.js';
import type { Filter, Resource } from './resource.js';
import type { Store } from './store.js';
import { stands } from './switches.js';

/** What a list found: all matching records by rising key, and the direction in which they are to be read. */
export interface Selection<R> {
  readonly cells: readonly Cell<R>[];
  readonly isDescending: boolean;
}

interface Asked<R> {
  readonly name: string;
  readonly filter: Filter<R>;
  readonly values: ReadonlySet<string>;
  /** Whether it finds parts in any case. */
  readonly isLoose: boolean;
}
type Test<R> = (record: R) => boolean;

/** A list under way. */
export interface ListScope {
  readonly world: SandboxWorld;
  readonly store: Store;
  readonly query: URLSearchParams;
}

/** Finds the records that a list asks for, through the narrowest index at hand. */
export function select<R extends Stored>(resource: Resource<R>, scope: ListScope): Selection<R> {
  const collection = resource.collection(scope.store);
  const order = readOrder(scope.query, scope.world);
  const updated = readBounds(scope.query, 'updated_at');
  const asked = askedFilters(resource, scope);
  const ids = integerValues(scope.query, 'ids');

  const indexed = asked.filter(({ filter, isLoose }) => filter.isIndexed === true && !isLoose);
  const narrow = ids.length > 0 ? cellsOfIds(resource, collection, ids) : narrowest(collection, indexed);
  const isRange = narrow === undefined && (order.by === 'updated_at' || updated.min !== '' || updated.max !== '');
  const candidates = narrow ?? (isRange ? updatedWithin(collection, updated) : collection.byId);

  const isAskedByState = ids.length > 0 || asked.some(({ name }) => name === 'status');
  const tests = [...filterTests(asked, scope.store), ...boundTests<R>(scope, updated)];
  const isHidden = isAskedByState ? undefined : resource.hidden?.(scope.world, scope.store);
  if (isHidden !== undefined) tests.push((record) => !isHidden(record));
  const isUnlisted = ids.length > 0 ? undefined : resource.unlisted?.(scope.world);
  if (isUnlisted !== undefined) tests.push((record) => !isUnlisted(record));
  const matching =
    tests.length === 0 ? candidates : candidates.filter(({ record }) => tests.every((test) => test(record)));
  const positioned = byPosition(resource, matching, { query: scope.query, asked });
  return positioned ?? { cells: sorted(matching, order, isRange), isDescending: order.isDescending };
}

/** The rows of one parent stand as they do in its document, unless an order is asked for. */
function byPosition<R extends Stored>(
  resource: Resource<R>,
  cells: readonly Cell<R>[],
  { query, asked }: { readonly query: URLSearchParams; readonly asked: readonly Asked<R>[] },
): Selection<R> | undefined {
  const isOfOne = asked.some(({ name, values }) => name === resource.parentFilter && values.size === 1);
  if (!isOfOne || resource.positionOf === undefined || textValues(query, 'order').length > 0) return undefined;
  const position = ({ record }: Cell<R>): number => resource.positionOf?.(record) ?? 0;
  return { cells: [...cells].sort((a, b) => position(a) - position(b)), isDescending: false };
}

function askedFilters<R extends Stored>(resource: Resource<R>, { world, query }: ListScope): readonly Asked<R>[] {
  const all = Object.entries(resource.filters).map(([name, filter]) => ({
    name,
    filter,
    values: new Set(filter.kind === 'integer' ? integerValues(query, name) : textValues(query, name)),
    isLoose: filter.isSearch === true || (filter.looseBy !== undefined && stands(world, filter.looseBy, 'partial')),
  }));
  return all.filter(({ values }) => values.size > 0);
}

function cellsOfIds<R extends Stored>(
  resource: Resource<R>,
  collection: Collection<R>,
  ids: readonly string[],
): readonly Cell<R>[] {
  if (resource.idsOf !== undefined) {
    const named = new Set(ids);
    return collection.byId.filter(({ record }) => resource.idsOf?.(record).some((id) => named.has(String(id))));
  }
  const wanted = [...new Set(ids.map(Number))].sort((a, b) => a - b);
  return wanted.map((id) => collection.cell(id)).filter((cell) => cell !== undefined);
}

/** The cells of the index that leaves the fewest; only those are put in order. */
function narrowest<R extends Stored>(
  collection: Collection<R>,
  indexed: readonly Asked<R>[],
): readonly Cell<R>[] | undefined {
  let best: readonly (readonly Cell<R>[])[] | undefined;
  for (const { name, filter, values } of indexed) {
    const keys = [...values].map((value) => (filter.kind === 'integer' ? Number(value) : value));
    const buckets = keys.map((key) => collection.cellsWith(name, key)).filter((cells) => cells.length > 0);
    if (best === undefined || countOf(buckets) < countOf(best)) best = buckets;
  }
  if (best === undefined || best.length <= 1) return best === undefined ? undefined : (best[0] ?? []);
  return best.flat().sort((a, b) => a.record.id - b.record.id);
}

function countOf(buckets: readonly (readonly unknown[])[]): number {
  return buckets.reduce((count, cells) => count + cells.length, 0);
}

function updatedWithin<R extends Stored>(collection: Collection<R>, bounds: Bounds): readonly Cell<R>[] {
  const cells = collection.byUpdate;
  if (bounds.min === '' && bounds.max === '') return cells;
  const from = bounds.min === '' ? 0 : lowerBound(cells, (record) => record.updated_at < bounds.min);
  const to = bounds.max === '' ? cells.length : lowerBound(cells, (record) => record.updated_at <= bounds.max);
  return cells.slice(from, to);
}

function filterTests<R>(asked: readonly Asked<R>[], store: Store): Test<R>[] {
  return asked.map(({ filter, values, isLoose }) => {
    const matches = isLoose ? partOf(values) : (text: string) => values.has(text);
    return (record) => [filter.of(record, store)].flat().some((value) => matches(String(value)));
  });
}

function partOf(values: ReadonlySet<string>): (text: string) => boolean {
  const wanted = [...values].map((value) => value.toLowerCase());
  return (text) => wanted.some((part) => text.toLowerCase().includes(part));
}

function boundTests<R extends Stored>(scope: ListScope, updated: Bounds): Test<R>[] {
  const created = readBounds(scope.query, 'created_at');
  const isInclusive = stands(scope.world, 'tradegecko.time-bounds', 'inclusive');
  const within = ({ min, max }: Bounds, at: string): boolean =>
    (min === '' || at > min || (isInclusive && at === min)) && (max === '' || at < max || (isInclusive && at === max));
  const tests: Test<R>[] = [];
  if (created.min !== '' || created.max !== '') tests.push((record) => within(created, record.created_at));
  if (updated.min !== '' || updated.max !== '') tests.push((record) => within(updated, record.updated_at));
  return tests;
}

/** Candidates come by id, or by `updated_at` from a range; ids rise with `created_at`. */
function sorted<R extends Stored>(cells: readonly Cell<R>[], order: ListOrder, isRange: boolean): readonly Cell<R>[] {
  const isByUpdate = order.by === 'updated_at';
  if (isByUpdate === isRange) return cells;
  return [...cells].sort((a, b) => (isByUpdate ? byUpdateOrder(a.record, b.record) : a.record.id - b.record.id));
}
