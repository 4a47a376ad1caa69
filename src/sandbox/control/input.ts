import { ControlError } from '../service.js';
import type { Json } from '../state.js';

/** A JSON object as a control call sent it. */
export interface JsonRecord {
  readonly [key: string]: Json | undefined;
}

/** Takes a value as an object, or refuses the call and says which part was none. */
export function readRecord(value: Json | undefined, what: string): JsonRecord {
  if (isRecord(value)) return value;
  throw new ControlError(400, `${what} must be an object.`);
}

/** Takes a value as a list; an absent one is empty. */
export function readList(value: Json | undefined, what: string): readonly Json[] {
  if (value === undefined) return [];
  if (isList(value)) return value;
  throw new ControlError(400, `${what} must be a list.`);
}

/** Takes a member as text that is not empty. */
export function readText(record: JsonRecord, key: string): string {
  const value = record[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new ControlError(400, `${key} must be a text.`);
}

/** Takes a member as text, or as absent. */
export function readOptionalText(record: JsonRecord, key: string): string | undefined {
  return record[key] === undefined || record[key] === null ? undefined : readText(record, key);
}

/** Takes a member as a whole number that is not negative. */
export function readCount(record: JsonRecord, key: string): number {
  const value = record[key];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ControlError(400, `${key} must be a whole number, 0 or more.`);
}

/** Takes a member as a whole number that is not negative, or as absent. */
export function readOptionalCount(record: JsonRecord, key: string): number | undefined {
  return record[key] === undefined ? undefined : readCount(record, key);
}

/** Takes a member as one of a closed set of words. */
export function readWord<Word extends string>(record: JsonRecord, key: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === record[key]);
  if (found !== undefined) return found;
  throw new ControlError(400, `${key} must be one of ${words.join(', ')}.`);
}

function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
