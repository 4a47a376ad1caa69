import type { XmlElement } from './xml.js';

const DEPTH_MAX = 20;

/**
 * Reads a JSON body as the document that the same request would be in XML; undefined when it is no JSON object. The
 * root may stand around the fields or be left out: no client is known that sends either.
 */
export function parseJsonBody(source: string, root: string): XmlElement | undefined {
  const parsed = parse(source);
  if (!isRecord(parsed)) return undefined;
  const inner = parsed[root];
  const children = childrenOf(isRecord(inner) ? inner : parsed, 0);
  return children === undefined ? undefined : { name: root, text: '', children };
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

function childrenOf(record: Readonly<Record<string, unknown>>, depth: number): XmlElement[] | undefined {
  const children: XmlElement[] = [];
  for (const [name, value] of Object.entries(record)) {
    for (const entry of listOf(value)) {
      const element = elementOf(name, entry, depth);
      if (element === undefined) return undefined;
      children.push(element);
    }
  }
  return children;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function elementOf(name: string, value: unknown, depth: number): XmlElement | undefined {
  if (typeof value === 'string') return { name, text: value, children: [] };
  if (typeof value === 'number' || typeof value === 'boolean') return { name, text: String(value), children: [] };
  if (!isRecord(value) || depth >= DEPTH_MAX) return undefined;
  const children = childrenOf(value, depth + 1);
  return children === undefined ? undefined : { name, text: '', children };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
