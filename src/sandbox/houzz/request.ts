import type { WireRequest } from '../service.js';
import type { Format } from './envelope.js';
import { parseJsonBody } from './json-body.js';
import { HouzzRefusal } from './refusal.js';
import { parseXml, type XmlElement } from './xml.js';

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

/** What a written request must look like. */
interface BodyRules {
  readonly root: string;
  readonly takesJson: boolean;
}

/** The document of a written request; refuses a body that is none with that root. */
export function readDocument(request: WireRequest, { root, takesJson }: BodyRules): XmlElement {
  const document = takesJson ? documentOf(request, root) : xmlUnder(request, root);
  if (document === undefined) throw new HouzzRefusal('invalid-request', `The body must be a ${root}.`);
  return document;
}

/** The fields of a written request, by name. */
export function fieldsOf(document: XmlElement): ReadonlyMap<string, string> {
  return new Map(document.children.map(({ name, text }) => [name, text.trim()]));
}

/** One field of a written request, for the ledger's words; undefined where the body cannot be read. */
export function peekField(request: WireRequest, root: string, field: string): string | undefined {
  const document = documentOf(request, root);
  return document === undefined ? undefined : fieldsOf(document).get(field);
}

function documentOf(request: WireRequest, root: string): XmlElement | undefined {
  return request.body.trimStart().startsWith('{') ? parseJsonBody(request.body, root) : xmlUnder(request, root);
}

function xmlUnder(request: WireRequest, root: string): XmlElement | undefined {
  const document = parseXml(request.body);
  return document?.name === root ? document : undefined;
}
