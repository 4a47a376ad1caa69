const DEPTH_MAX = 64;
/** Commas in a whole document: above what the largest answer that is taken in can hold of real rows. */
const COMMAS_MAX = 2_000_000;

/** Names that mean something to JavaScript itself; no service has a field of that name. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A text that is no JSON document of the kind the services send. Says why, never what stood there. */
export class JsonFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JsonFault';
  }
}

/** Reads a document; throws JsonFault. */
export function parseJson(text: string): unknown {
  try {
    assertBounded(text);
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    if (error instanceof JsonFault) throw error;
    // The parser's own message quotes the document, which may hold personal data.
    throw new JsonFault('the answer is no JSON');
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/**
 * Looks at the outline of a text before the parser builds anything of it: how deep it nests, how much it holds, and
 * whether an object names a key twice, of which the parser would keep the last without a word.
 */
function assertBounded(text: string): void {
  const open: Set<string>[] = [];
  let commas = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (isFollowedByColon(text, end)) noteKey(open.at(-1), text.slice(at, end + 1));
      at = end;
    } else if (code === 0x7b || code === 0x5b) {
      if (open.push(new Set()) > DEPTH_MAX) throw new JsonFault('the answer nests too deeply');
    } else if (code === 0x7d || code === 0x5d) open.pop();
    else if (code === COMMA) commas += 1;
    if (commas > COMMAS_MAX) throw new JsonFault('the answer holds too many values');
  }
}

/** Where a string that begins at `start` has its closing quote; the end of the text when it has none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

function isFollowedByColon(text: string, end: number): boolean {
  for (let at = end + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) return true;
    if (code > 0x20) return false;
  }
  return false;
}

function noteKey(keys: Set<string> | undefined, quoted: string): void {
  const key = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
  if (FORBIDDEN_KEYS.has(key)) throw new JsonFault('the answer holds a key that no service writes');
  if (keys?.has(key) === true) throw new JsonFault('the answer names a key twice');
  keys?.add(key);
}
