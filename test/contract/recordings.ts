import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One recorded answer of the real service, with the call that it answered. */
export interface Recording {
  readonly file: string;
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly requestBody: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Recorded ones are held to their values, others (edited, invented) only to their shape. */
  readonly isRecorded: boolean;
  readonly year: number;
}

/** The folder of recordings that the environment names, if it is there. */
export function recordingsFolder(): string | undefined {
  const folder = process.env['ORDERBRIDGE_RECORDINGS'];
  return folder === undefined || folder === '' || !existsSync(join(folder, '_index.json')) ? undefined : folder;
}

/** A recording that the index of its folder lists; one that cannot be read hinders no other. */
export interface ListedRecording {
  readonly file: string;
  read(): Recording;
}

/** All recordings that the folder's index lists. */
export function listRecordings(folder: string): readonly ListedRecording[] {
  const index = readJson(join(folder, '_index.json'));
  const rows = isFields(index) && Array.isArray(index['files']) ? index['files'].filter(isFields) : [];
  return rows.map((row) => ({ file: textOf(row['file']), read: () => readRecording(folder, row) }));
}

function readJson(path: string): unknown {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return parsed;
}

function readRecording(folder: string, row: Fields): Recording {
  const file = textOf(row['file']);
  const whole = readJson(join(folder, file));
  const request = partOf(whole, 'request');
  const response = partOf(whole, 'response');
  const { pathname, searchParams } = new URL(textOf(row['path']), 'http://recorded.example');
  return {
    file,
    method: textOf(row['method']),
    pathname,
    query: searchParams,
    requestBody: requestText(request['body']),
    status: Number(row['status']),
    headers: headersOf(response['headers']),
    body: response['body'],
    isRecorded: row['kind'] === 'recorded',
    year: new Date(textOf(row['recorded_at'])).getUTCFullYear(),
  };
}

function partOf(value: unknown, name: string): Fields {
  const part = isFields(value) ? value[name] : undefined;
  return isFields(part) ? part : {};
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function requestText(body: unknown): string {
  if (typeof body === 'string') return body;
  return body === null || body === undefined ? '' : JSON.stringify(body);
}

function headersOf(headers: unknown): Readonly<Record<string, string>> {
  const pairs = isFields(headers) ? Object.entries(headers) : [];
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), [value].flat().map(textOf).join(', ')]));
}
