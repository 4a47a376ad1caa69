import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

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

const JOURNAL_NAME = 'sandbox.jsonl';

/** One change: table, key, document; a deletion has no third element. */
type Change = readonly [table: string, key: string, document?: unknown];

type Rows = Map<string, unknown>;

/** Opens the state in `dir` (made when missing), or a state in memory only when no folder is given. */
export function openState(dir?: string): SandboxState {
  const tables = new Map<string, Rows>();
  const journal = dir === undefined ? undefined : openJournal(dir, tables);
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

interface Journal {
  note(change: Change): void;
  commit(): void;
  close(): void;
}

function openJournal(dir: string, tables: Map<string, Rows>): Journal {
  const path = join(dir, JOURNAL_NAME);
  mkdirSync(dir, { recursive: true });
  if (existsSync(path)) replay(path, tables);
  compact(path, tables);
  const file = openSync(path, 'a');
  let pending: Change[] = [];
  const commit = (): void => {
    if (pending.length === 0) return;
    // One line holds all that a request changed, so a torn line undoes the request whole.
    appendFileSync(file, `${JSON.stringify(pending)}\n`);
    pending = [];
  };
  return {
    note(change) {
      pending.push(change);
    },
    commit,
    close() {
      commit();
      closeSync(file);
    },
  };
}

function replay(path: string, tables: Map<string, Rows>): void {
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [index, text] of lines.entries()) {
    const changes = text === '' ? [] : readLine(text);
    // Only the last line can be torn (a kill in the middle of an append); it was never acknowledged.
    if (changes === undefined && index === lines.length - 1) continue;
    if (changes === undefined) throw new Error(`Line ${index + 1} of ${path} cannot be read; the file is damaged.`);
    for (const [name, key, document] of changes) {
      if (document === undefined) rowsOf(tables, name).delete(key);
      else rowsOf(tables, name).set(key, document);
    }
  }
}

function readLine(text: string): readonly Change[] | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return isLine(line) ? line : undefined;
  } catch {
    return undefined;
  }
}

function isLine(line: unknown): line is readonly Change[] {
  return Array.isArray(line) && line.every(isChange);
}

function isChange(change: unknown): change is Change {
  return Array.isArray(change) && typeof change[0] === 'string' && typeof change[1] === 'string';
}

/** Rewrites the journal with one line a document, so that it grows with the world and not with its past. */
function compact(path: string, tables: Map<string, Rows>): void {
  const lines: string[] = [];
  for (const [name, rows] of tables) {
    for (const [key, document] of rows) lines.push(`${JSON.stringify([[name, key, document] satisfies Change])}\n`);
  }
  writeFileSync(`${path}.new`, lines.join(''));
  renameSync(`${path}.new`, path);
}
