import { hasUnknownPlace, isOfSomeYears } from './key-years.js';
import { pluralOf } from './names.js';
import { isFields, type Fields } from './recordings.js';

/** Two bodies of the same call. */
export interface BodyPair {
  readonly recorded: unknown;
  readonly answered: unknown;
  readonly year: number;
}

/** Where two values stand: the path in words, and the list whose records are looked at. */
interface Place {
  readonly path: string;
  readonly plural: string;
  readonly year: number;
}

/** Names what differs in keys, their order and the forms of values: by path, never by value. */
export function compareBodies({ recorded, answered, year }: BodyPair): readonly string[] {
  if (!isFields(recorded) || !isFields(answered)) {
    const [left, right] = [recorded, answered].map((body) => (body === '' ? 'null' : formOf(body)));
    return left === right ? [] : [`the body is ${String(right)}, not ${String(left)}`];
  }
  const extra = Object.keys(answered).filter((key) => !(key in recorded));
  const bare = Object.keys(recorded).filter((key) => hasRows(recorded[key]) && isEmptyList(answered[key]));
  const top: Place = { path: '', plural: '', year };
  return [
    ...extra.map((key) => `${key} was not recorded`),
    // No row is no difference by itself, but then nothing was compared, and nothing was shown.
    ...bare.map((key) => `${key} is empty, so its rows were not compared`),
    ...compareAll([recorded], [answered], top),
  ];
}

const hasRows = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Compares all records that stand at one place: rows of a list stand at the same. */
function compareAll(recorded: readonly Fields[], answered: readonly Fields[], place: Place): readonly string[] {
  if (recorded.length === 0 || answered.length === 0) return [];
  const keys = commonKeys(recorded);
  const missing = keys.filter((key) => answered.some((row) => !(key in row)) && !isOfSomeYears(place.plural, key));
  const ordered = keys.filter((key) => !hasUnknownPlace(place.plural, key, place.year));
  const shared = new Set(ordered.filter((key) => answered.every((row) => key in row)));
  const wanted = ordered.filter((key) => shared.has(key));
  const moved = answered.map((row) => firstMoved(wanted, row)).find((key) => key !== undefined);
  return [
    ...missing.map((key) => `${pathOf(place, key)} is missing`),
    ...(moved === undefined ? [] : [`${pathOf(place, moved)} stands in another place`]),
    ...keys.filter((key) => !missing.includes(key)).flatMap((key) => compareKey(recorded, answered, { key, place })),
  ];
}

/** The keys that every recorded row has, in their recorded order. */
function commonKeys([first = {}, ...others]: readonly Fields[]): readonly string[] {
  return Object.keys(first).filter((key) => others.every((row) => key in row));
}

function firstMoved(wanted: readonly string[], row: Fields): string | undefined {
  const known = new Set(wanted);
  const found = Object.keys(row).filter((key) => known.has(key));
  return found.find((key, at) => key !== wanted[at]);
}

interface KeyPlace {
  readonly key: string;
  readonly place: Place;
}

function compareKey(recorded: readonly Fields[], answered: readonly Fields[], of: KeyPlace): readonly string[] {
  const left = valuesAt(recorded, of.key);
  const right = valuesAt(answered, of.key);
  return compareValues(left, right, of);
}

const valuesAt = (rows: readonly Fields[], key: string): readonly unknown[] =>
  rows.filter((row) => key in row).map((row) => row[key]);

/** Records that are tables: their keys are ids or names of price lists, and say nothing of a shape. */
const TABLES: readonly string[] = ['prices', 'stock_levels', 'committed_stock_levels', 'invoice_numbers', 'receipt'];

function compareValues(left: readonly unknown[], right: readonly unknown[], of: KeyPlace): readonly string[] {
  const path = pathOf(of.place, of.key);
  const deeper: Place = { path, plural: of.place.path === '' ? pluralOf(of.key) : path, year: of.place.year };
  const lists = [left, right].map((values) =>
    values.filter((value): value is unknown[] => Array.isArray(value)).flat(),
  );
  const records = [left, right].map((values) => values.filter(isFields));
  const [leftRows = [], rightRows = []] = lists;
  const [leftRecords = [], rightRecords = []] = records;
  const inLists = { key: '[]', place: { ...deeper, path } };
  return [
    ...compareForms(left, right, { path, key: of.key }),
    ...compareForms(leftRows, rightRows, { path: `${path}[]`, key: of.key }),
    ...compareAll(leftRows.filter(isFields), rightRows.filter(isFields), { ...inLists.place, path: `${path}[]` }),
    ...(TABLES.includes(of.key)
      ? compareForms(leftRecords.flatMap(cells), rightRecords.flatMap(cells), { path: `${path}.*`, key: of.key })
      : compareAll(leftRecords, rightRecords, deeper)),
  ];
}

const cells = (table: Fields): readonly unknown[] => Object.values(table);

type Form = 'null' | 'flag' | 'number' | 'list' | 'record' | 'decimal' | 'count' | 'time' | 'day' | 'text';

/** Where the service itself mixes numbers and texts, as the facts on JSON say. */
const MIXED: readonly string[] = [
  'total',
  'cached_total',
  'committed',
  'incoming',
  'stock_levels',
  'committed_stock_levels',
];
const NUMERIC: readonly Form[] = ['number', 'decimal', 'count'];
const NEVER_NULL: readonly string[] = ['id', 'created_at', 'updated_at', 'status'];

/** Free text may look like any other form. */
function compareForms(
  left: readonly unknown[],
  right: readonly unknown[],
  { path, key }: { readonly path: string; readonly key: string },
): readonly string[] {
  const recorded = new Set(left.map(formOf));
  const answered = new Set(right.map(formOf));
  if (answered.has('null') && !mayBeNull(key, recorded)) return [`${path} is null, recorded as ${list(recorded)}`];
  recorded.delete('null');
  answered.delete('null');
  if (recorded.size === 0) return [];
  const strange = [...answered].filter((form) => !fits(form, recorded, MIXED.includes(key)));
  return strange.map((form) => `${path} is ${form}, recorded as ${list(recorded)}`);
}

const list = (forms: ReadonlySet<Form>): string => [...forms].sort().join(' or ');

/** An account may lack a text or a link that another has; a flag or a list that always was there is no such thing. */
function mayBeNull(key: string, recorded: ReadonlySet<Form>): boolean {
  if (recorded.size === 0 || recorded.has('null')) return true;
  if (NEVER_NULL.includes(key)) return false;
  return key.endsWith('_id') || !(['flag', 'list', 'record'] as const).some((form) => recorded.has(form));
}

function fits(form: Form, recorded: ReadonlySet<Form>, isMixed: boolean): boolean {
  if (recorded.has(form)) return true;
  if (isMixed && NUMERIC.includes(form) && NUMERIC.some((numeric) => recorded.has(numeric))) return true;
  const isText = form === 'decimal' || form === 'count' || form === 'time' || form === 'day';
  return isText && recorded.has('text');
}

function formOf(value: unknown): Form {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'flag';
  if (typeof value === 'number') return 'number';
  return typeof value === 'string' ? formOfText(value) : 'record';
}

function formOfText(text: string): Form {
  if (/^-?\d+$/.test(text)) return 'count';
  if (/^-?\d+\.\d+$/.test(text)) return 'decimal';
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return 'time';
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? 'day' : 'text';
}

function pathOf({ path }: Place, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
