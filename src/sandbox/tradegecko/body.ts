import type { WireRequest } from '../service.js';
import type { Json } from '../state.js';
import { badRequest } from './answers.js';

/** A JSON object of a request; any key may be missing. */
export type Fields = Readonly<Record<string, Json | undefined>>;

/** Whether a value is a JSON object. */
export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The parser makes nothing but JSON values.
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

/** Reads a request's body, JSON or form-encoded; nothing sent is an empty object. */
export function readBody(request: WireRequest): Fields {
  if (request.body.trim() === '') return {};
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return readForm(new URLSearchParams(request.body));
  const parsed = parseJson(request.body);
  if (!isFields(parsed)) throw badRequest('There was a problem in the JSON you submitted');
  return parsed;
}

function parseJson(text: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJson(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

type Tree = { [key: string]: Tree | Tree[] | string | string[] };

const FORM_DEPTH_MAX = 6;

/** Nested names as Rails reads them: `order[tags][]=a`, `order[order_line_items][][price]=1`. */
function readForm(form: URLSearchParams): Fields {
  const root: Tree = {};
  for (const [name, value] of form) {
    const keys = [...name.matchAll(/([^[\]]+)|\[\]/g)].map((match) => match[1] ?? '').slice(0, FORM_DEPTH_MAX);
    // No record has such a field, and planting it would reach what all objects share.
    if (!keys.includes('__proto__')) plant(root, keys, value);
  }
  return root;
}

function plant(tree: Tree, keys: readonly string[], value: string): void {
  const [key = '', next, ...rest] = keys;
  if (next === undefined) tree[key] = value;
  else if (next !== '') plant(branch(tree, key), [next, ...rest], value);
  else if (rest.length === 0) tree[key] = [...texts(tree[key]), value];
  else tree[key] = plantRow(rows(tree[key]), rest, value);
}

function branch(tree: Tree, key: string): Tree {
  const found = tree[key];
  if (typeof found === 'object' && !Array.isArray(found)) return found;
  const made: Tree = {};
  tree[key] = made;
  return made;
}

/** A name that the last row already holds begins the next row. */
function plantRow(list: Tree[], keys: readonly string[], value: string): Tree[] {
  const last = list.at(-1);
  const row = last === undefined || Object.hasOwn(last, keys[0] ?? '') ? {} : last;
  plant(row, keys, value);
  return row === last ? list : [...list, row];
}

const texts = (found: Tree[string] | undefined): string[] =>
  Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
const rows = (found: Tree[string] | undefined): Tree[] =>
  Array.isArray(found) ? found.filter((item) => typeof item === 'object') : [];
