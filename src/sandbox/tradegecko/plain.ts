import type { Json } from '../state.js';
import type { JsonObject } from './answers.js';
import type { FieldReader } from './fields.js';
import type { PlainName, PlainRecord } from './records.js';
import type { Filter, Resource, SideloadRequest } from './resource.js';
import type { Store, Turn } from './store.js';
import { newStamps } from './store.js';
import { join } from './wide.js';

type Value = string | number | boolean | null;
type Kind = 'text' | 'integer' | 'decimal' | 'boolean';

/** One field of a plain resource. */
export interface PlainField {
  readonly kind: Kind;
  /** What it holds when nothing was sent. */
  readonly absent: Value;
  readonly isRequired?: boolean;
  /** Set for what a client may send once, when it creates the record. */
  readonly isFixed?: boolean;
  /** Set for what only the server writes. */
  readonly isReadOnly?: boolean;
}
type Derived = (store: Store, record: PlainRecord) => Json;

/** A resource whose records are only fields; the order of `fields` is the order on the wire. */
export interface PlainPlan {
  readonly name: PlainName;
  readonly singular: string;
  readonly title?: string;
  readonly fields: Readonly<Record<string, PlainField | Derived>>;
  readonly filters?: Readonly<Record<string, Filter<PlainRecord>>>;
  readonly sideload?: (store: Store, request: SideloadRequest<PlainRecord>) => JsonObject;
  /** Complains about what no field alone can tell, when a record is sent to its own path. */
  check?(store: Store, reader: FieldReader, of: { fields: PlainRecord['fields']; id: number | null }): void;
}

/** A text field. */
export const text = (absent: string | null = null): PlainField => ({ kind: 'text', absent });
/** A text field that must be sent. */
export const neededText = (): PlainField => ({ kind: 'text', absent: null, isRequired: true });
/** A whole number, mostly an id. */
export const integer = (absent: number | null = null): PlainField => ({ kind: 'integer', absent });
/** A decimal string. */
export const decimalText = (absent: string | null = null): PlainField => ({ kind: 'decimal', absent });
/** A truth value. */
export const flag = (absent: boolean | null): PlainField => ({ kind: 'boolean', absent });
/** A field that only the server writes. */
export const readOnly = (absent: Value): PlainField => ({ kind: 'text', absent, isReadOnly: true });

/** The value of a plain record's field, or what stands there when nothing was ever sent. */
export function plainValue(plan: PlainPlan, record: PlainRecord, name: string): Value {
  const field = plan.fields[name];
  return record.fields[name] ?? (typeof field === 'object' ? field.absent : null);
}

/** Makes the resource that a plan describes. */
export function plainResource(plan: PlainPlan): Resource<PlainRecord> {
  const status: Filter<PlainRecord> = { kind: 'text', of: (record) => plainValue(plan, record, 'status') };
  return {
    plural: plan.name,
    singular: plan.singular,
    title: plan.title ?? plan.singular,
    collection: (store) => store.plain[plan.name],
    filters: { ...plan.filters, ...('status' in plan.fields ? { status } : {}) },
    hidden: () => (record) => record.fields['status'] === 'archived',
    render: (store, record) => renderPlain(plan, store, record),
    ...(plan.sideload === undefined ? {} : { sideload: plan.sideload }),
  };
}

/** A plain record as it goes over the wire. */
export function renderPlain(plan: PlainPlan, store: Store, record: PlainRecord): JsonObject {
  const { id, created_at, updated_at } = record;
  const fields = Object.entries(plan.fields).map(([name, field]): [string, Json] => [
    name,
    typeof field === 'function' ? field(store, record) : plainValue(plan, record, name),
  ]);
  return join({ id, created_at, updated_at }, Object.fromEntries(fields));
}

/** Reads what was sent for a record; `old` are the fields that an update changes. */
export function readPlain(plan: PlainPlan, reader: FieldReader, old?: PlainRecord['fields']): PlainRecord['fields'] {
  const fields: Record<string, Value> = { ...old };
  for (const [name, field] of Object.entries(plan.fields)) {
    if (typeof field === 'function' || field.isReadOnly === true) continue;
    if (old !== undefined && field.isFixed === true) continue;
    const sent = reader[field.kind](name);
    if (sent !== undefined) fields[name] = sent;
    if (field.isRequired === true && isBlank(fields[name])) reader.complain(name, "can't be blank");
  }
  return fields;
}

function isBlank(value: Value | undefined): boolean {
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
