import { openJournal, type Change } from './journal.js';

/** Plain JSON, as it stands in the journal. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A named set of documents by key, in the order of their first writing. Documents are values: change one by putting a new one. */
interface Table<T> {
  get(key: string): T | undefined;
  put(key: string, document: T): void;
  delete(key: string): void;
  values(): IterableIterator<T>;
  readonly size: number;
}

/**
 * All that the sandbox knows, in memory, with a journal beside it. What a request changed is written in one append
 * before the request is answered (`commit`), so a SIGKILL loses nothing that was acknowledged.
 */
export interface SandboxState {
  table<T>(name: string): Table<T>;
  /** The next number of a named series, from 1. */
  nextNumber(series: string): number;
  /** How many documents each table holds, by its name. */
  sizes(): Record<string, number>;
  /** Writes everything changed since the last commit. */
  commit(): void;
  close(): void;
}

type Rows = Map<string, unknown>;

/** Opens the state in `dir` (made when missing), or a state in memory only when no folder is given. */
export function openState(dir?: string): SandboxState {
  const tables = new Map<string, Rows>();
  const journal = dir === undefined ? undefined : openJournal(dir, targetOf(tables));
  const note = (change: Change): void => journal?.note(change);
  const numbers = tableOf<number>(rowsOf(tables, 'numbers'), 'numbers', note);
  return {
    table: <T>(name: string) => tableOf<T>(rowsOf(tables, name), name, note),
    nextNumber(series) {
      const next = (numbers.get(series) ?? 0) + 1;
      numbers.put(series, next);
      return next;
    },
    sizes: () => Object.fromEntries([...tables].map(([name, rows]) => [name, rows.size])),
    commit: () => journal?.commit(),
    close: () => journal?.close(),
  };
}

function targetOf(tables: Map<string, Rows>) {
  let last = { name: '', rows: new Map<string, unknown>() };
  return {
    apply([name, key, document]: Change): void {
      // Neighbours in the journal mostly belong to one table.
      if (name !== last.name) last = { name, rows: rowsOf(tables, name) };
      if (document === undefined) last.rows.delete(key);
      else last.rows.set(key, document);
    },
    count: () => [...tables.values()].reduce((sum, rows) => sum + rows.size, 0),
    *documents(): Iterable<Change> {
      for (const [name, rows] of tables) for (const [key, document] of rows) yield [name, key, document];
    },
  };
}

function tableOf<T>(rows: Rows, name: string, note: (change: Change) => void): Table<T> {
  if (!holdsOnly<T>(rows)) throw new Error(`The table ${name} holds something that is no document.`);
  return {
    get: (key) => rows.get(key),
    put(key, document) {
      rows.set(key, document);
      note([name, key, document]);
    },
    delete(key) {
      if (rows.delete(key)) note([name, key]);
    },
    values: () => rows.values(),
    get size() {
      return rows.size;
    },
  };
}

/** The journal holds what this same program wrote under this name, so the caller's type is the stored one. */
function holdsOnly<T>(rows: Rows): rows is Map<string, T> {
  return rows instanceof Map;
}

function rowsOf(tables: Map<string, Rows>, name: string): Rows {
  const found = tables.get(name) ?? new Map<string, unknown>();
  tables.set(name, found);
  return found;
}
