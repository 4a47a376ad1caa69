import type { Json } from '../../state.js';
import type { JsonObject } from '../answers.js';
import type { FieldReader } from '../fields.js';
import type { PlainName, PlainRecord, PlainValue } from '../records.js';
import type { Filter, Resource, SideloadRequest } from '../resource.js';
import type { Store, Turn } from '../store.js';
import { newStamps } from '../store.js';
import { join } from '../wide.js';

type Kind = 'text' | 'integer' | 'decimal' | 'boolean' | 'texts' | 'commaText' | 'ids' | 'asSent';

/** One field of a plain resource. */
export interface PlainField {
  readonly kind: Kind;
  /** What it holds when nothing was sent. */
  readonly absent: PlainValue;
  readonly isRequired?: boolean;
  /** Set for what a client may send once, when it creates the record. */
  readonly isFixed?: boolean;
  /** Set for what only the server writes. */
  readonly isReadOnly?: boolean;
  /** The only words that the field takes. */
  readonly words?: readonly string[];
  /** What is shown, where that is not just what was sent. */
  readonly shown?: Derived;
  /** The name that was given up for this one; clients may still send it. */
  readonly oldName?: string;
}
type Derived = (store: Store, record: PlainRecord) => Json;
type PlainFields = Readonly<Record<string, PlainField | Derived>>;

/** What clients may do to the records of a plain resource; `archive` is what DELETE does. */
export type PlainWrite = 'create' | 'update' | 'archive';

/** A resource whose records are only fields; the order of `fields` is the order on the wire. */
export interface PlainPlan {
  readonly name: PlainName;
  readonly singular: string;
  readonly title?: string;
  /** Set for resources that show neither created_at nor updated_at. */
  readonly isUnstamped?: boolean;
  readonly fields: PlainFields;
  readonly filters?: Readonly<Record<string, Filter<PlainRecord>>>;
  readonly writes: readonly PlainWrite[];
  readonly sideload?: (store: Store, request: SideloadRequest<PlainRecord>) => JsonObject;
  /** The id on the wire, where that is not the record's own. */
  readonly wireId?: (record: PlainRecord) => number | string;
  /** Complains about what no field alone can tell, when a record is sent to its own path. */
  check?(store: Store, reader: FieldReader, of: { fields: PlainRecord['fields']; id: number | null }): void;
  /** Stores what was sent inside the record; called once the record is. */
  settle?(turn: Turn, record: PlainRecord, reader: FieldReader): void;
}

/** A text field. */
export const text = (absent: string | null = null): PlainField => ({ kind: 'text', absent });
/** A text field that must be sent. */
export const neededText = (): PlainField => ({ kind: 'text', absent: null, isRequired: true });
/** A text field that takes only certain words. */
export const word = (absent: string | null, words: readonly string[]): PlainField => ({ kind: 'text', absent, words });
/** A whole number, mostly an id. */
export const integer = (absent: number | null = null): PlainField => ({ kind: 'integer', absent });
/** The id of a record that this one belongs to for good. */
export const parentId = (): PlainField => ({ kind: 'integer', absent: null, isRequired: true, isFixed: true });
/** A decimal string. */
export const decimalText = (absent: string | null = null): PlainField => ({ kind: 'decimal', absent });
/** A truth value. */
export const flag = (absent: boolean | null): PlainField => ({ kind: 'boolean', absent });
/** A list of texts. */
export const texts = (): PlainField => ({ kind: 'texts', absent: [] });
/** A list of ids. */
export const ids = (): PlainField => ({ kind: 'ids', absent: [] });
/** A field that only the server writes. */
export const readOnly = (absent: PlainValue): PlainField => ({ kind: 'text', absent, isReadOnly: true });

/** A field that once had another name, under which it is still taken. */
export const onceCalled = (oldName: string, field: PlainField): PlainField => ({ ...field, oldName });

/** A filter on a text field. */
export const byText = (name: string): Filter<PlainRecord> => ({ kind: 'text', of: valueOf(name) });
/** A filter on a field that holds an id or several. */
export const byId = (name: string): Filter<PlainRecord> => ({ kind: 'integer', of: valueOf(name) });
/** A filter on an id by which the collection is indexed. */
export const byParent = (name: string): Filter<PlainRecord> => ({ ...byId(name), isIndexed: true });

function valueOf(name: string): (record: PlainRecord) => PlainValue {
  return (record) => record.fields[name] ?? null;
}

/** The value of a plain record's field, or what stands there when nothing was ever sent. */
export function plainValue(plan: Pick<PlainPlan, 'fields'>, record: PlainRecord, name: string): PlainValue {
  const sent = record.fields[name];
  if (sent !== undefined) return sent;
  const field = plan.fields[name];
  return typeof field === 'object' ? field.absent : null;
}

/** Makes the resource that a plan describes. */
export function plainResource(plan: PlainPlan): Resource<PlainRecord> {
  const { name, wireId, sideload } = plan;
  const status: Filter<PlainRecord> = { kind: 'text', of: (record) => plainValue(plan, record, 'status') };
  return {
    plural: name,
    singular: plan.singular,
    title: plan.title ?? plan.singular,
    collection: (store) => store.plain[name],
    filters: { ...plan.filters, ...('status' in plan.fields ? { status } : {}) },
    hidden: (_world, store) => (store.plain[name].cellsWith('isArchived', 'yes').length === 0 ? undefined : isArchived),
    render: (store, record) => renderPlain(plan, store, record),
    ...(sideload === undefined ? {} : { sideload }),
    ...(wireId === undefined ? {} : { idsOf: (record) => [wireId(record)] }),
  };
}

const isArchived = (record: PlainRecord): boolean => record.fields['status'] === 'archived';

/** A plain record as it goes over the wire. */
export function renderPlain(plan: PlainPlan, store: Store, record: PlainRecord): JsonObject {
  const { created_at, updated_at } = record;
  const id = plan.wireId?.(record) ?? record.id;
  const fields = Object.entries(plan.fields).map(([name, field]): [string, Json] => [
    name,
    typeof field === 'function'
      ? field(store, record)
      : (field.shown?.(store, record) ?? plainValue(plan, record, name)),
  ]);
  return join(plan.isUnstamped === true ? { id } : { id, created_at, updated_at }, Object.fromEntries(fields));
}

/** Reads what was sent for a record; `old` are the fields that an update changes. */
export function readPlain(
  plan: Pick<PlainPlan, 'fields'>,
  reader: FieldReader,
  old?: PlainRecord['fields'],
): PlainRecord['fields'] {
  const fields: Record<string, PlainValue> = { ...old };
  for (const [name, field] of Object.entries(plan.fields)) {
    if (typeof field === 'function' || field.isReadOnly === true) continue;
    if (old !== undefined && field.isFixed === true) continue;
    const key = reader.has(name) ? name : (field.oldName ?? name);
    const sent = field.words === undefined ? reader[field.kind](key) : reader.word(key, field.words);
    if (sent !== undefined) fields[name] = sent;
    if (field.isRequired === true && isBlank(fields[name])) reader.complain(name, "can't be blank");
  }
  return fields;
}

function isBlank(value: PlainValue | undefined): boolean {
  return value === undefined || value === null || String(value).trim() === '';
}

/** Stores a new plain record. */
export function putPlain(turn: Turn, name: PlainName, fields: PlainRecord['fields']): PlainRecord {
  const collection = turn.store.plain[name];
  const record = { ...newStamps(turn, collection.nextId()), fields };
  collection.put(record);
  return record;
}

/** Stores a changed plain record. */
export function changePlain(
  turn: Turn,
  name: PlainName,
  of: { old: PlainRecord; fields: PlainRecord['fields'] },
): PlainRecord {
  const record = { ...of.old, updated_at: turn.nowAt, fields: of.fields };
  turn.store.plain[name].put(record);
  return record;
}
