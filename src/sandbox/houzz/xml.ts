/** An element of a request: its text without the children's, and its children in order. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

const NAME = String.raw`[A-Za-z_][\w:.-]*`;
const ATTRIBUTE = String.raw`\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*')`;
/** A comment or declaration, CDATA, a closing tag, an opening tag, or text. A document type is none of them, on purpose. */
const TOKEN = new RegExp(
  [
    String.raw`<!--[\s\S]*?-->|<\?[\s\S]*?\?>`,
    String.raw`<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>`,
    String.raw`</(?<closed>${NAME})\s*>`,
    String.raw`<(?<opened>${NAME})(?:${ATTRIBUTE})*\s*(?<empty>/?)>`,
    `(?<text>[^<]+)`,
  ].join('|'),
  'gy',
);

/** Reads an XML document strictly; undefined when it is not well-formed. Attributes are skipped: no request has a use for them. */
export function parseXml(source: string): XmlElement | undefined {
  const trimmed = source.replace(/^\uFEFF/, '').trim();
  const outside: Open = { name: '', text: '', children: [] };
  const stack: Open[] = [outside];
  let position = 0;
  for (const match of trimmed.matchAll(TOKEN)) {
    position += match[0].length;
    if (!takeToken(stack, match.groups ?? {})) return undefined;
  }
  // The pattern is sticky, so reading stops at the first thing that is no token.
  const isWhole = position === trimmed.length && stack.length === 1 && outside.text.trim() === '';
  return isWhole && outside.children.length === 1 ? outside.children[0] : undefined;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** Adds one token to the innermost open element; false when it does not belong there. */
function takeToken(stack: Open[], groups: Groups): boolean {
  const inner = stack.at(-1);
  if (inner === undefined) return false;
  const { cdata, closed, opened, empty, text } = groups;
  if (cdata !== undefined) inner.text += cdata;
  if (text !== undefined) {
    const plain = decodeEntities(text);
    if (plain === undefined) return false;
    inner.text += plain;
  }
  if (opened !== undefined) {
    const element: Open = { name: opened, text: '', children: [] };
    inner.children.push(element);
    if (empty === '') stack.push(element);
  }
  if (closed === undefined) return true;
  stack.pop();
  return stack.length > 0 && inner.name === closed;
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const ENTITY = /&(#\d{1,7}|#x[\da-fA-F]{1,6}|\w{1,8});/g;

function decodeEntities(text: string): string | undefined {
  if (text.replaceAll(ENTITY, '').includes('&')) return undefined;
  const unknown = new Set<string>();
  const decoded = text.replaceAll(ENTITY, (whole: string, name: string) => {
    const plain = ENTITIES.get(name) ?? characterOf(name);
    if (plain === undefined) unknown.add(whole);
    return plain ?? '';
  });
  return unknown.size === 0 ? decoded : undefined;
}

function characterOf(reference: string): string | undefined {
  const point = Number(reference.replace(/^#x/, '0x').replace(/^#/, ''));
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
