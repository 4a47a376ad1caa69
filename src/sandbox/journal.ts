import {
  appendFileSync,
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.js';

const JOURNAL_NAME = 'sandbox.jsonl';

/** Large enough to be read quickly, small enough that a long journal never stands in memory as one text. */
const PIECE_BYTES = 4 * 1024 * 1024;
const NEW_LINE = 0x0a;

/** One change: table, key, document; a deletion has no third element. */
export type Change = readonly [table: string, key: string, document?: unknown];

/** The file beside the tables: one line for all that one request changed. */
export interface Journal {
  note(change: Change): void;
  /** Writes everything noted since the last commit. */
  commit(): void;
  close(): void;
}

/** What the journal brings back to, and reads from. */
export interface JournalTarget {
  apply(change: Change): void;
  /** How many documents there are. */
  count(): number;
  documents(): Iterable<Change>;
}

/**
 * Opens the journal of a folder (made when missing) and brings its changes back.
 *
 * A commit is one write to the system before the request is answered: what was acknowledged outlives the death of this
 * process, SIGKILL included. It is not forced onto the disk (fsync would cost milliseconds a request), so a power
 * failure may take the last seconds; what is left is then still whole, as a torn line is cut off.
 */
export function openJournal(dir: string, target: JournalTarget): Journal {
  const path = join(dir, JOURNAL_NAME);
  const file = openForAppending(dir, path);
  try {
    const changes = replay(file, path, target);
    return startJournal(needsCompacting(changes, target) ? compacted(file, path, target) : file, path);
  } catch (error) {
    closeSync(file);
    // Only what the system says has a code; the rest is a damaged file, or a mistake of ours.
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new StartError(`${path} cannot be read or rewritten (${codeOf(error)}).`);
  }
}

function openForAppending(dir: string, path: string): number {
  try {
    mkdirSync(dir, { recursive: true });
    // Left behind by one that was killed while it compacted; the journal itself was not touched yet.
    rmSync(`${path}.new`, { force: true });
    return openSync(path, 'a+');
  } catch (error) {
    throw new StartError(`The folder ${dir} cannot be written to (${codeOf(error)}).`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function startJournal(file: number, path: string): Journal {
  let pending: Change[] = [];
  // Where each key's last writing stands among the pending ones: a request that writes a document thrice keeps one.
  const places = new Map<string, number>();
  let size = fstatSync(file).size;
  const commit = (): void => {
    if (pending.length === 0) return;
    // One line holds all that a request changed, so a torn line undoes the request whole.
    const line = Buffer.from(`${JSON.stringify(pending)}\n`);
    try {
      appendFileSync(file, line);
    } catch (error) {
      // On a full disk a part may have been written; the next line must not be glued to it. What is pending stays so,
      // and is written with the next request once there is room again.
      ftruncateSync(file, size);
      throw new Error(`What was asked cannot be kept: ${path} cannot be written to (${codeOf(error)}).`);
    }
    size += line.length;
    pending = [];
    places.clear();
  };
  return {
    note(change) {
      const [table, key, document] = change;
      const name = `${table}\n${key}`;
      const place = places.get(name);
      if (document === undefined) places.delete(name);
      else if (place === undefined) places.set(name, pending.length);
      // A deletion stays where it is, so that what is written anew after it comes last, as it does in memory.
      if (document === undefined || place === undefined) pending.push(change);
      else pending[place] = change;
    },
    commit,
    close() {
      commit();
      closeSync(file);
    },
  };
}

/** Applies every whole line and cuts off a torn one; returns how many changes there were. */
function replay(file: number, path: string, target: JournalTarget): number {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  const lines = { read: 0, changes: 0 };
  let rest: Buffer[] = [];
  let wholeBytes = 0;
  let position = 0;
  for (
    let read = readSync(file, piece, 0, PIECE_BYTES, 0);
    read > 0;
    read = readSync(file, piece, 0, PIECE_BYTES, position)
  ) {
    position += read;
    const end = piece.lastIndexOf(NEW_LINE, read - 1) + 1;
    if (end > 0) {
      applyLines(Buffer.concat([...rest, piece.subarray(0, end)]), { path, lines, target });
      rest = [];
      wholeBytes = position - read + end;
    }
    if (end < read) rest.push(Buffer.from(piece.subarray(end, read)));
  }
  // Only the last line can be torn (a kill in the middle of an append); it was never acknowledged.
  if (wholeBytes < position) ftruncateSync(file, wholeBytes);
  return lines.changes;
}

interface Replay {
  readonly path: string;
  readonly lines: { read: number; changes: number };
  readonly target: JournalTarget;
}

function applyLines(bytes: Buffer, { path, lines, target }: Replay): void {
  const texts = bytes.toString('utf8').split('\n');
  texts.pop();
  for (const text of texts) {
    lines.read += 1;
    const changes = readLine(text);
    if (changes === undefined) {
      throw new StartError(`Line ${lines.read} of ${path} cannot be read; the file is damaged.`);
    }
    for (const change of changes) target.apply(change);
    lines.changes += changes.length;
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

/** More past than world: then a rewriting costs less than what later starts would read for nothing. */
function needsCompacting(changes: number, target: JournalTarget): boolean {
  const live = target.count();
  return changes - live > live;
}

/** Rewrites the journal with one line a document, so that it grows with the world and not with its past. */
function compacted(old: number, path: string, target: JournalTarget): number {
  const next = openSync(`${path}.new`, 'w+');
  let lines: string[] = [];
  let bytes = 0;
  const flush = (): void => {
    writeAll(next, Buffer.from(lines.join('')));
    lines = [];
    bytes = 0;
  };
  for (const change of target.documents()) {
    const line = `${JSON.stringify([change])}\n`;
    lines.push(line);
    bytes += line.length;
    if (bytes > PIECE_BYTES) flush();
  }
  flush();
  // Here a power failure could take everything and not just the last seconds.
  fsyncSync(next);
  closeSync(next);
  renameSync(`${path}.new`, path);
  closeSync(old);
  return openSync(path, 'a+');
}

function writeAll(file: number, bytes: Buffer): void {
  for (let start = 0; start < bytes.length;) start += writeSync(file, bytes, start);
}
