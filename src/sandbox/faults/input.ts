import {
  type JsonRecord,
  readCount,
  readOptionalCount,
  readOptionalText,
  readRecord,
  readText,
  readWord,
} from '../control/input.js';
import { FAULT_KIND_NAMES, FAULT_KINDS } from './kinds.js';
import { BARE_KINDS, type Fault, type FaultAim, type FaultKind, type FaultShape, type FaultStroke } from './faults.js';
import { ControlError } from '../service.js';
import type { Json } from '../state.js';

const WAIT_MAX_MS = 600_000;
/** What is made whole before it is sent has to fit into memory; what has no end need not. */
const WHOLE_BYTES_MAX = 2 ** 28;
const ENDLESS_BYTES_MAX = 2 ** 30;
const INTERIM_MAX = 1_000;

const AIM_NAMES = ['name', 'service', 'operation', 'times', 'skip', 'probability', 'seed', 'place'];

/** Reads one fault as the control API takes it. */
export function readFault(value: Json): Fault {
  const record = readRecord(value, 'A fault');
  const place = readWord(record, 'place', ['before', 'after', 'answer', 'silence', 'any']);
  const aim = readAim(record);
  if (place !== 'any') return { ...aim, ...readStroke(record, place) };
  refuseStrangers(record, []);
  return { ...aim, place };
}

function readAim(record: JsonRecord): FaultAim {
  const name = readOptionalText(record, 'name');
  const operation = readOptionalText(record, 'operation');
  const times = readOptionalCount(record, 'times');
  const skip = readOptionalCount(record, 'skip');
  const probability = readProbability(record);
  const seed = readOptionalCount(record, 'seed');
  return {
    service: readWord(record, 'service', ['houzz', 'tradegecko']),
    ...(name === undefined ? {} : { name }),
    ...(operation === undefined ? {} : { operation }),
    ...(times === undefined ? {} : { times }),
    ...(skip === undefined ? {} : { skip }),
    ...(probability === undefined ? {} : { probability }),
    ...(seed === undefined ? {} : { seed }),
  };
}

function readProbability(record: JsonRecord): number | undefined {
  const value = record['probability'];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new ControlError(400, 'probability must be a number from 0 to 1.');
}

function readStroke(record: JsonRecord, place: FaultStroke['place']): FaultStroke {
  if (place === 'silence') {
    refuseStrangers(record, ['applied', 'kind']);
    return { place, applied: record['applied'] === true };
  }
  const kind = readWord(record, 'kind', FAULT_KIND_NAMES);
  const options = FAULT_KINDS[kind].options.map((option) => option.replace('?', ''));
  refuseStrangers(record, ['kind', ...options]);
  return { place, ...readShape(record, kind) };
}

/** A misspelt option would make a fault that proves nothing. */
function refuseStrangers(record: JsonRecord, options: readonly string[]): void {
  const stranger = Object.keys(record).find((name) => !AIM_NAMES.includes(name) && !options.includes(name));
  if (stranger === undefined) return;
  throw new ControlError(400, `This fault has no ${stranger}; it takes ${[...AIM_NAMES, ...options].join(', ')}.`);
}

function readShape(record: JsonRecord, kind: FaultKind): FaultShape {
  return isBare(kind) ? { kind } : readTold(record, kind);
}

type BareKind = (typeof BARE_KINDS)[number];

function isBare(kind: FaultKind): kind is BareKind {
  return BARE_KINDS.some((bare) => bare === kind);
}

function readTold(record: JsonRecord, kind: Exclude<FaultKind, BareKind>): FaultShape {
  switch (kind) {
    case 'status':
      return { kind, status: readStatus(record, [200, 599]), ...readBody(record), ...readHeaders(record) };
    case 'redirect':
      return { kind, location: readText(record, 'location'), status: readRedirectStatus(record) };
    case 'slow':
    case 'drip':
    case 'drip-head':
      return { kind, delayMs: readUpTo(record, 'delayMs', WAIT_MAX_MS) };
    case 'down':
      return { kind, downMs: readUpTo(record, 'downMs', WAIT_MAX_MS) };
    case 'length':
      return { kind, by: readOffset(record) };
    case 'type':
      return { kind, contentType: readText(record, 'contentType') };
    case 'charset':
      return { kind, encoding: readWord(record, 'encoding', ['utf-16le', 'latin1']), ...readLabel(record) };
    case 'huge-header':
    case 'gzip-bomb':
      return { kind, ...readBytes(record, WHOLE_BYTES_MAX) };
    case 'endless':
      return { kind, ...readBytes(record, ENDLESS_BYTES_MAX) };
    case 'interim':
      return { kind, ...(record['count'] === undefined ? {} : { count: readUpTo(record, 'count', INTERIM_MAX) }) };
  }
}

function readBytes(record: JsonRecord, most: number): { bytes?: number } {
  return record['bytes'] === undefined ? {} : { bytes: readUpTo(record, 'bytes', most) };
}

function readUpTo(record: JsonRecord, key: string, most: number): number {
  const count = readCount(record, key);
  if (count <= most) return count;
  throw new ControlError(400, `${key} must be at most ${most}.`);
}

function readStatus(record: JsonRecord, [least, most]: readonly [number, number]): number {
  const status = readCount(record, 'status');
  if (status >= least && status <= most) return status;
  throw new ControlError(400, `status must be an HTTP status from ${least} to ${most}.`);
}

function readRedirectStatus(record: JsonRecord): number {
  return record['status'] === undefined ? 302 : readStatus(record, [300, 399]);
}

function readBody(record: JsonRecord): { body?: string } {
  const body = record['body'];
  return typeof body === 'string' ? { body } : {};
}

function readHeaders(record: JsonRecord): { headers?: Readonly<Record<string, string>> } {
  if (record['headers'] === undefined) return {};
  const headers = readRecord(record['headers'], 'headers');
  return { headers: Object.fromEntries(Object.keys(headers).map((name) => [name, readText(headers, name)])) };
}

function readLabel(record: JsonRecord): { label?: string } {
  const label = readOptionalText(record, 'label');
  return label === undefined ? {} : { label };
}

function readOffset(record: JsonRecord): number {
  const by = record['by'];
  if (typeof by === 'number' && Number.isSafeInteger(by) && by !== 0) return by;
  throw new ControlError(400, 'by must be a whole number other than 0.');
}
