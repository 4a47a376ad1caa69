import assert from 'node:assert/strict';
import { DEMO_TRADEGECKO_TOKEN } from '../../../src/sandbox/sandbox.js';
import { MARKETPLACE_COMPANY_ID } from '../../../src/sandbox/tradegecko/service.js';
import type { OpenSandbox } from '../open-sandbox.js';

/** A JSON object of an answer. */
export type Document = Readonly<Record<string, unknown>>;

/** An answer as it came, with its body as JSON where it is some. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Document;
}

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the API with the sandbox's token, in JSON unless the headers say otherwise. */
export async function call(
  open: OpenSandbox,
  path: string,
  { method = 'GET', body, headers }: Call = {},
): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${open.sandbox.tradegeckoUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${DEMO_TRADEGECKO_TOKEN}`, 'content-type': 'application/json', ...headers },
    ...(text === undefined ? {} : { body: text }),
  });
  return answerOf(response);
}

/** Reads an answer whole. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, json: documentOf(parsed) };
}

/** A value as an object; a test that meets none fails here. */
export function documentOf(value: unknown): Document {
  if (typeof value !== 'object' || value === null) throw new Error('An object was expected.');
  return Object.fromEntries(Object.entries(value));
}

/** The record under an answer's root. */
export function rootOf(answer: Answer, root: string): Document {
  assert.ok(answer.status < 300, `${answer.status} ${answer.text}`);
  return documentOf(answer.json[root]);
}

/** The records of a list in a document. */
export function rowsOf(document: Document, name: string): Document[] {
  const list = document[name];
  if (!Array.isArray(list)) throw new Error(`${name} was expected to be a list.`);
  return list.map(documentOf);
}

/** A record's id. */
export function idOf(document: Document): number {
  assert.equal(typeof document['id'], 'number');
  return Number(document['id']);
}

let labels = 0;

/** An order that is accepted as it stands, with what a test changes about it. */
export function orderOf(lines: readonly Document[], changes: Document = {}): Document {
  labels += 1;
  return {
    order: {
      company_id: MARKETPLACE_COMPANY_ID,
      issued_at: '2026-11-20',
      status: 'finalized',
      shipping_address: { label: `Order ${labels}`, address1: '1 Main St', city: 'Springfield', country: 'US' },
      order_line_items: lines,
      ...changes,
    },
  };
}

/** Creates an order and returns its document. */
export async function createOrder(
  open: OpenSandbox,
  lines: readonly Document[],
  changes: Document = {},
): Promise<Document> {
  return rootOf(await call(open, '/orders', { method: 'POST', body: orderOf(lines, changes) }), 'order');
}

/** Makes a variant with stock in the primary place and returns its id. */
export async function makeVariant(open: OpenSandbox, sku: string, onHand = 10): Promise<number> {
  return idOf(documentOf(await open.control.tradegecko.putVariant(sku, { stock: { 8401: onHand }, price: '5.0' })));
}

/** A variant's stock in the primary place: on hand, committed, available. */
export async function stockOf(open: OpenSandbox, id: number): Promise<readonly unknown[]> {
  const variant = rootOf(await call(open, `/variants/${id}`), 'variant');
  const place = rowsOf(variant, 'locations').find((row) => row['location_id'] === 8401) ?? {};
  return [place['stock_on_hand'], place['committed'], place['available']];
}

/** Reads an order anew. */
export async function readOrder(open: OpenSandbox, id: unknown): Promise<Document> {
  return rootOf(await call(open, `/orders/${String(id)}`), 'order');
}

/** The effects of the ledger, as pairs of who made them and what they were. */
export async function effectsOf(open: OpenSandbox): Promise<readonly (readonly [string, string])[]> {
  const entries = await open.control.ledger();
  return entries.filter((entry) => entry.kind === 'effect').map((entry) => [entry.by, entry.effect] as const);
}
