/** What an answer is made of; a list is an array in JSON and a wrapper with one child for each entry in XML. */
type WireValue = string | number | WireRecord | readonly WireValue[];
export type WireRecord = { readonly [key: string]: WireValue | undefined };

/** The encoding of an answer, chosen by the request. */
export type Format = 'xml' | 'json';

/** What Houzz called the version of its gateway in the answers that were seen. */
const VERSION = '149';

/** Wraps a payload the way every answer is wrapped. */
export function envelope(ack: 'Success' | 'Error', nowMs: number, payload: WireRecord): WireRecord {
  const timestamp = new Date(nowMs).toISOString().replace(/\.(\d\d)\dZ$/, '.$1Z');
  return { Ack: ack, Version: VERSION, Timestamp: timestamp, ...payload };
}

/** Writes an answer; XML has a root named after the method, JSON has none. */
export function encode(format: Format, method: string, answer: WireRecord): { type: string; body: string } {
  if (format === 'json') return { type: 'application/json; charset=utf-8', body: JSON.stringify(answer) };
  const root = `${method.slice(0, 1).toUpperCase()}${method.slice(1)}Response`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, answer)}`;
  return { type: 'text/xml; charset=utf-8', body };
}

function element(name: string, value: WireValue): string {
  return `<${name}>${content(name, value)}</${name}>`;
}

/** Children of a list are named by its name without the s, but for these two. */
const CHILD_NAMES = new Map([
  ['Images', 'ImageLink'],
  ['ProductAttributes', 'Attribute'],
]);

function content(name: string, value: WireValue): string {
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  if (isList(value)) {
    const child = CHILD_NAMES.get(name) ?? name.replace(/s$/, '');
    return value.map((entry) => element(child, entry)).join('');
  }
  return Object.entries(value)
    .map(([key, child]) => (child === undefined ? '' : element(key, child)))
    .join('');
}

function isList(value: WireRecord | readonly WireValue[]): value is readonly WireValue[] {
  return Array.isArray(value);
}

function escape(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
