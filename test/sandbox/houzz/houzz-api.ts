import { DEMO_HOUZZ_CREDENTIALS } from '../../../src/sandbox/sandbox.js';

/** An answer as it came, with its body as JSON where it is some. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** The three headers that Houzz asks for. */
export const HEADERS = {
  'X-HOUZZ-API-SSL-TOKEN': DEMO_HOUZZ_CREDENTIALS.token,
  'X-HOUZZ-API-USER-NAME': DEMO_HOUZZ_CREDENTIALS.userName,
  'X-HOUZZ-API-APP-NAME': DEMO_HOUZZ_CREDENTIALS.appName,
};

/** Reads by a method in JSON, unless a format is given. */
export async function read(
  houzzUrl: string,
  method: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const query = new URLSearchParams({ format: 'json', method, ...parameters });
  return answerOf(await fetch(`${houzzUrl}/api?${query.toString()}`, { headers: HEADERS }));
}

/** Writes by a method with an XML body, as all known clients do; the answer is asked in JSON to be easy to read here. */
export async function write(houzzUrl: string, method: string, body: string): Promise<Answer> {
  const query = new URLSearchParams({ format: 'json', method });
  const headers = { ...HEADERS, 'content-type': 'text/xml' };
  return answerOf(await fetch(`${houzzUrl}/api?${query.toString()}`, { method: 'POST', headers, body }));
}

/** Calls updateOrder with the given fields. */
export function updateOrder(houzzUrl: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
  return write(houzzUrl, 'updateOrder', `<UpdateOrderRequest>${elements(fields)}</UpdateOrderRequest>`);
}

/** Calls updateInventory with the given fields. */
export function updateInventory(houzzUrl: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
  return write(houzzUrl, 'updateInventory', `<UpdateInventoryRequest>${elements(fields)}</UpdateInventoryRequest>`);
}

function elements(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');
}

/** Reads an answer whole. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  return { status: response.status, type: response.headers.get('content-type') ?? '', text, json: recordOf(parsed) };
}

/** A value as an object; a test that meets none fails here. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('An object was expected.');
  return Object.fromEntries(Object.entries(value));
}

/** The objects of a list in an answer; none where the list is absent. */
export function listIn(answer: Answer, name: string): Readonly<Record<string, unknown>>[] {
  const list = answer.json[name] ?? [];
  if (!Array.isArray(list)) throw new Error(`${name} was expected to be a list.`);
  return list.map(recordOf);
}

/** The ids of the orders in an answer. */
export function orderIds(answer: Answer): unknown[] {
  return listIn(answer, 'Orders').map((order) => order['OrderId']);
}
