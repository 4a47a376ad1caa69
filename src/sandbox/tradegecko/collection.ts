import type { SandboxState } from '../state.js';
import type { Stored } from './records.js';

/** A place in the lists of a collection; its record changes, its place by id does not. */
export interface Cell<R> {
  record: R;
}
type Cells<R> = readonly Cell<R>[];
type Key = string | number | null;

/** What a collection is made of. */
export interface CollectionPlan<R> {
  readonly name: string;
  /** Ids of different collections do not meet, so that a client that mixes them up is caught. */
  readonly idBase: number;
  readonly indexes: Readonly<Record<string, (record: R) => Key>>;
}

/** A table of the state with the orders and indexes that lists need, so that a read costs its page and not the table. */
export interface Collection<R extends Stored> {
  get(id: number): R | undefined;
  put(record: R): void;
  /** Forgets a record for good; most are kept and only change their status. */
  delete(id: number): void;
  nextId(): number;
  /** All records by rising id. */
  readonly byId: Cells<R>;
  /** All records by rising `updated_at`, ties by id. */
  readonly byUpdate: Cells<R>;
  cell(id: number): Cell<R> | undefined;
  /** The records with one key of a named index, by rising id. */
  cellsWith(index: string, key: Key): Cells<R>;
  recordsWith(index: string, key: Key): readonly R[];
}

const byIdOrder = <R extends Stored>(a: R, b: R): number => a.id - b.id;

/** The order of `byUpdate`; timestamps are all written in one form, so that text order is time order. */
export function byUpdateOrder<R extends Stored>(a: R, b: R): number {
  if (a.updated_at === b.updated_at) return a.id - b.id;
  return a.updated_at < b.updated_at ? -1 : 1;
}

/** The first position whose record does not stand before the wanted one. */
export function lowerBound<R>(cells: Cells<R>, standsBefore: (record: R) => boolean): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const cell = cells[middle];
    if (cell !== undefined && standsBefore(cell.record)) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Order<R> = (a: R, b: R) => number;

function insert<R>(cells: Cell<R>[], cell: Cell<R>, order: Order<R>): void {
  const last = cells.at(-1);
  if (last === undefined || order(last.record, cell.record) < 0) cells.push(cell);
  else
    cells.splice(
      lowerBound(cells, (record) => order(record, cell.record) < 0),
      0,
      cell,
    );
}

function remove<R>(cells: Cell<R>[], cell: Cell<R>, order: Order<R>): void {
  const at = lowerBound(cells, (record) => order(record, cell.record) < 0);
  if (cells[at] === cell) cells.splice(at, 1);
}

/** One secondary index: cells by key. */
class KeyIndex<R extends Stored> {
  readonly #keyOf: (record: R) => Key;
  readonly #buckets = new Map<Key, Cell<R>[]>();

  constructor(keyOf: (record: R) => Key) {
    this.#keyOf = keyOf;
  }

  cells(key: Key): Cells<R> {
    return this.#buckets.get(key) ?? [];
  }

  add(cell: Cell<R>): void {
    const key = this.#keyOf(cell.record);
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, [cell]);
    else insert(bucket, cell, byIdOrder);
  }

  remove(cell: Cell<R>): void {
    const bucket = this.#buckets.get(this.#keyOf(cell.record));
    if (bucket !== undefined) remove(bucket, cell, byIdOrder);
  }

  movesWith(before: R, after: R): boolean {
    return this.#keyOf(before) !== this.#keyOf(after);
  }
}

/** Opens a collection over its table; what the journal brought back is indexed again. */
export function openCollection<R extends Stored>(state: SandboxState, plan: CollectionPlan<R>): Collection<R> {
  const name = `tradegecko.${plan.name}`;
  const table = state.table<R>(name);
  const cells = new Map<number, Cell<R>>();
  const indexes = new Map(Object.entries(plan.indexes).map(([key, keyOf]) => [key, new KeyIndex(keyOf)]));
  for (const record of table.values()) cells.set(record.id, { record });
  const byId = [...cells.values()].sort((a, b) => byIdOrder(a.record, b.record));
  const byUpdate = [...byId].sort((a, b) => byUpdateOrder(a.record, b.record));
  for (const cell of byId) for (const index of indexes.values()) index.add(cell);

  const add = (record: R): void => {
    const cell = { record };
    cells.set(record.id, cell);
    insert(byId, cell, byIdOrder);
    insert(byUpdate, cell, byUpdateOrder);
    for (const index of indexes.values()) index.add(cell);
  };
  const replace = (cell: Cell<R>, record: R): void => {
    const moved = [...indexes.values()].filter((index) => index.movesWith(cell.record, record));
    const isUpdated = cell.record.updated_at !== record.updated_at;
    for (const index of moved) index.remove(cell);
    if (isUpdated) remove(byUpdate, cell, byUpdateOrder);
    cell.record = record;
    if (isUpdated) insert(byUpdate, cell, byUpdateOrder);
    for (const index of moved) index.add(cell);
  };

  const cellsWith = (index: string, key: Key): Cells<R> => indexes.get(index)?.cells(key) ?? [];
  return {
    get: (id) => cells.get(id)?.record,
    put(record) {
      table.put(String(record.id), record);
      const cell = cells.get(record.id);
      if (cell === undefined) add(record);
      else replace(cell, record);
    },
    delete(id) {
      const cell = cells.get(id);
      if (cell === undefined || !cells.delete(id)) return;
      table.delete(String(id));
      for (const index of indexes.values()) index.remove(cell);
      remove(byUpdate, cell, byUpdateOrder);
      remove(byId, cell, byIdOrder);
    },
    nextId: () => plan.idBase + state.nextNumber(name),
    byId,
    byUpdate,
    cell: (id) => cells.get(id),
    cellsWith,
    recordsWith: (index, key) => cellsWith(index, key).map((cell) => cell.record),
  };
}
