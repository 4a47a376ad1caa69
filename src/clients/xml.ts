import { XMLParser } from 'fast-xml-parser';

const DEPTH_MAX = 32;
/** A little above what the transport lets through, so that the parser has a bound of its own. */
const TEXT_LENGTH_MAX = 24_000_000;

/** A text that is no XML document of the kind the services send. */
export class XmlFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'XmlFault';
  }
}

/** One element; attributes are dropped, as no service we read puts anything into them. */
export interface XmlElement {
  readonly name: string;
  /** Text and CDATA of the element itself, joined and trimmed. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Entities are left to `decodeEntities`: a parser that expands what a document declares can be made to swell. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
  cdataPropName: '#cdata',
  maxNestedTags: DEPTH_MAX,
});

/** Reads a document and returns its root; throws XmlFault. */
export function parseXml(text: string): XmlElement {
  if (text.length > TEXT_LENGTH_MAX) throw new XmlFault('The document is too long.');
  if (/<!DOCTYPE/i.test(text)) throw new XmlFault('A document with a DOCTYPE is not read.');
  if (!isBalanced(text)) throw new XmlFault('The text is no whole XML document.');
  const roots = readNodes(parseOrdered(text)).elements;
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new XmlFault('The document has no single root.');
  return root;
}

function parseOrdered(text: string): unknown {
  try {
    const parsed: unknown = parser.parse(text);
    return parsed;
  } catch {
    // The parser's own message quotes the document, which may hold personal data.
    throw new XmlFault('The text is no well-formed XML.');
  }
}

const TOKEN = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<(\/?)([^\s<>/]+)[^<>]*?(\/?)>|[^<]+|</g;

/** Whether each tag that opens is closed. The parser forgives an answer that was cut off in the middle; we must not. */
function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [token, slash, name, selfClosing] of text.matchAll(TOKEN)) {
    if (token === '<') return false;
    if (name === undefined) {
      if (open.length === 0 && !token.startsWith('<') && token.trim() !== '') return false;
    } else if (slash === '/') {
      if (open.pop() !== name) return false;
    } else if (selfClosing !== '/') open.push(name);
  }
  return open.length === 0;
}

/** Walks the parser's ordered form: a list of records, each with one key that names a text, a CDATA or an element. */
function readNodes(nodes: unknown): { elements: XmlElement[]; text: string } {
  const elements: XmlElement[] = [];
  let text = '';
  for (const node of listOf(nodes)) {
    if (typeof node !== 'object' || node === null) continue;
    for (const [name, value] of Object.entries(node)) {
      if (name === '#text') text += decodeEntities(String(value));
      else if (name === '#cdata') text += rawTextOf(value);
      else elements.push(elementOf(name, value));
    }
  }
  return { elements, text };
}

function elementOf(name: string, nodes: unknown): XmlElement {
  const { elements, text } = readNodes(nodes);
  return { name, text: text.trim(), children: elements };
}

function rawTextOf(nodes: unknown): string {
  let text = '';
  for (const node of listOf(nodes)) {
    if (typeof node === 'object' && node !== null && '#text' in node) text += String(node['#text']);
  }
  return text;
}

function listOf(nodes: unknown): readonly unknown[] {
  return Array.isArray(nodes) ? nodes : [];
}

const NAMED_ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const ENTITY = /&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{1,8});/gi;

function decodeEntities(text: string): string {
  return text.replace(ENTITY, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED_ENTITIES.get(name) ?? whole;
    const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** An element as JSON would show it: a text where it has no children, else a record, with a list where a name repeats. */
export function plainOf(element: XmlElement): unknown {
  if (element.children.length === 0) return element.text;
  const groups = new Map<string, unknown[]>();
  for (const child of element.children) {
    const group = groups.get(child.name);
    if (group === undefined) groups.set(child.name, [plainOf(child)]);
    else group.push(plainOf(child));
  }
  return Object.fromEntries([...groups].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

/** Writes a flat document: a root and its fields, in their order. */
export function writeXml(root: string, fields: readonly (readonly [string, string])[]): string {
  const body = fields.map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`).join('');
  return `<${root}>${body}</${root}>`;
}

/** Escapes a text for use between tags; characters that no XML document may hold are dropped. */
export function escapeXml(text: string): string {
  const allowed = text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
  return allowed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
