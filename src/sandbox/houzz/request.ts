import type { WireRequest } from '../service.js';
import type { Format } from './envelope.js';
import { HouzzRefusal } from './refusal.js';
import { parseXml } from './xml.js';

/** Reads query parameters by name, in any case unless told otherwise. */
export function parameterOf(query: URLSearchParams, name: string, isCaseSensitive: boolean): string | undefined {
  if (isCaseSensitive) return query.get(name) ?? undefined;
  const wanted = name.toLowerCase();
  for (const [key, value] of query) {
    if (key.toLowerCase() === wanted) return value;
  }
  return undefined;
}

/** The encoding that a request asks for; XML where it does not say. */
export function formatOf(query: URLSearchParams): Format {
  return parameterOf(query, 'format', false)?.toLowerCase() === 'json' ? 'json' : 'xml';
}

/** The fields of a written request, by name; refuses a body that is no XML document with that root. */
export function readFields(request: WireRequest, root: string): ReadonlyMap<string, string> {
  const fields = fieldsUnder(request, root);
  if (fields === undefined) throw new HouzzRefusal('invalid-request', `The body must be a ${root}.`);
  return fields;
}

/** One field of a written request, for the ledger's words; undefined where the body cannot be read. */
export function peekField(request: WireRequest, root: string, field: string): string | undefined {
  return fieldsUnder(request, root)?.get(field);
}

function fieldsUnder(request: WireRequest, root: string): Map<string, string> | undefined {
  const document = parseXml(request.body);
  if (document?.name !== root) return undefined;
  return new Map(document.children.map(({ name, text }) => [name, text.trim()]));
}
