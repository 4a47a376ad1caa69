/** Labels of the two single-byte sets that older systems write; the Web's standard reads all of them as windows-1252. */
const SINGLE_BYTE: ReadonlySet<string> = new Set([
  'windows-1252',
  'cp1252',
  'x-cp1252',
  'iso-8859-1',
  'iso8859-1',
  'iso_8859-1',
  'latin1',
  'l1',
  'us-ascii',
  'ascii',
]);
const UTF_8: ReadonlySet<string> = new Set(['utf-8', 'utf8']);

/** Far enough to hold an XML declaration. */
const DECLARATION_BYTES = 200;

/**
 * Decodes a body; undefined when it is not in the characters it claims. A text with replacement characters would be
 * worse: a name or a street that nobody can deliver to.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | undefined): string | undefined {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const label = hasMark ? 'utf-8' : (labelIn(contentType) ?? labelInDeclaration(bytes) ?? 'utf-8');
  if (SINGLE_BYTE.has(label)) return decodeWindows1252(bytes);
  if (!UTF_8.has(label)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What stands in windows-1252 where ISO-8859-1 has control characters that nobody writes. */
const FROM_0X80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** By hand, as some versions of Node decode windows-1252 as ISO-8859-1. */
function decodeWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\u0080-\u009f]/g, (character) => FROM_0X80.charAt(character.charCodeAt(0) - 0x80));
}

function labelIn(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1]?.toLowerCase();
}

function labelInDeclaration(bytes: Uint8Array): string | undefined {
  const head = decodeWindows1252(bytes.subarray(0, DECLARATION_BYTES));
  return /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1]?.toLowerCase();
}
