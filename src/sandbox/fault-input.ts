import {
  type JsonRecord,
  readCount,
  readOptionalCount,
  readOptionalText,
  readRecord,
  readWord,
} from './control-input.js';
import type { Fault, FaultAim, FaultStroke } from './faults.js';
import { ControlError } from './service.js';
import type { Json } from './state.js';

const DELAY_MAX_MS = 600_000;

/** Reads one fault as the control API takes it. */
export function readFault(value: Json): Fault {
  const record = readRecord(value, 'A fault');
  return { ...readAim(record), ...readStroke(record) };
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

function readStroke(record: JsonRecord): FaultStroke {
  const place = readWord(record, 'place', ['before', 'after', 'answer', 'silence']);
  if (place === 'silence') return { place, applied: record['applied'] === true };
  const kind = readWord(record, 'kind', ['cut', 'status', 'half', 'garbage', 'slow']);
  if (kind === 'slow') return { place, kind, delayMs: readDelay(record) };
  if (kind !== 'status') return { place, kind };
  const body = record['body'];
  return { place, kind, status: readStatus(record), ...(typeof body === 'string' ? { body } : {}) };
}

function readDelay(record: JsonRecord): number {
  const delayMs = readCount(record, 'delayMs');
  if (delayMs <= DELAY_MAX_MS) return delayMs;
  throw new ControlError(400, `delayMs must be at most ${DELAY_MAX_MS}.`);
}

function readStatus(record: JsonRecord): number {
  const status = readCount(record, 'status');
  if (status >= 200 && status <= 599) return status;
  throw new ControlError(400, 'status must be an HTTP status from 200 to 599.');
}
