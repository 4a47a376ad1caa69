const DEPTH_MAX = 32;
/** A little above what the transport lets through, so that the reader has a bound of its own. */
const TEXT_LENGTH_MAX = 24_000_000;
const ELEMENTS_MAX = 1_000_000;
const TAG_LENGTH_MAX = 4_096;

/** A text that is no XML document of the kind the services send. Says why, never what stood there. */
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

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/** How far a document is read. */
interface Reading {
  readonly open: OpenElement[];
  elements: number;
  root: XmlElement | undefined;
}

/**
 * Reads a document and returns its root; throws XmlFault. One pass that never looks back, so that its time grows with
 * the text alone, and strict about the end, so that an answer cut off in the middle is none. It knows the five
 * entities of XML itself: one that expands what a document declares can be made to swell.
 */
export function parseXml(text: string): XmlElement {
  if (text.length > TEXT_LENGTH_MAX) throw new XmlFault('The document is too long.');
  const reading: Reading = { open: [], elements: 0, root: undefined };
  for (let at = 0; at < text.length;) {
    const tag = text.indexOf('<', at);
    const end = tag === -1 ? text.length : tag;
    addText(reading, decodeEntities(text.slice(at, end)));
    at = tag === -1 ? end : readMarkup(reading, text, tag);
  }
  if (reading.root === undefined || reading.open.length > 0) throw new XmlFault('The text is no whole XML document.');
  return reading.root;
}

/** Reads what begins with `<` and returns where it ends. */
function readMarkup(reading: Reading, text: string, start: number): number {
  if (text.startsWith('<!--', start)) return endOf(text, '-->', start + 4);
  if (text.startsWith('<?', start)) return endOf(text, '?>', start + 2);
  if (text.startsWith('<![CDATA[', start)) {
    const end = endOf(text, ']]>', start + 9);
    addText(reading, text.slice(start + 9, end - 3));
    return end;
  }
  if (text.startsWith('<!', start)) throw new XmlFault('A document with a DOCTYPE is not read.');
  const end = endOf(text, '>', start + 1);
  if (end - start > TAG_LENGTH_MAX) throw new XmlFault('A tag is too long.');
  readTag(reading, text.slice(start, end));
  return end;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at === -1) throw new XmlFault('The text is no whole XML document.');
  return at + mark.length;
}

const CLOSING = /^<\/([A-Za-z_][\w:.-]*)\s*>$/;
const OPENING = /^<([A-Za-z_][\w:.-]*)(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>$/;
/** Names that mean something to JavaScript itself; no service has an element of that name. */
const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function readTag(reading: Reading, tag: string): void {
  const closed = CLOSING.exec(tag)?.[1];
  if (closed !== undefined) {
    close(reading, closed);
    return;
  }
  const [, name, slash] = OPENING.exec(tag) ?? [];
  if (name === undefined) throw new XmlFault('The text is no well-formed XML.');
  if (FORBIDDEN_NAMES.has(name)) throw new XmlFault('The document holds an element that no service writes.');
  if (reading.root !== undefined) throw new XmlFault('The document has no single root.');
  if (reading.open.push({ name, children: [], text: '' }) > DEPTH_MAX) {
    throw new XmlFault('The document nests too deeply.');
  }
  reading.elements += 1;
  if (reading.elements > ELEMENTS_MAX) throw new XmlFault('The document holds too many elements.');
  if (slash === '/') close(reading, name);
}

function close(reading: Reading, name: string): void {
  const ended = reading.open.pop();
  if (ended?.name !== name) throw new XmlFault('The document closes what it did not open.');
  const element: XmlElement = { name, text: ended.text.trim(), children: ended.children };
  const parent = reading.open.at(-1);
  if (parent === undefined) reading.root = element;
  else parent.children.push(element);
}

function addText({ open }: Reading, text: string): void {
  const current = open.at(-1);
  if (current !== undefined) current.text += text;
  else if (text.trim() !== '') throw new XmlFault('The document has text outside its root.');
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
  if (!text.includes('&')) return text;
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
