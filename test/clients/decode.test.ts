import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { decodeBody } from '../../src/clients/decode.js';

const XML = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?><R>Zoë</R>`;

describe('the characters of a body', () => {
  const cases: readonly (readonly [
    claim: string,
    bytes: Buffer,
    type: string | undefined,
    text: string | undefined,
  ])[] = [
    ['UTF-8 without any word of it', Buffer.from('Zoë'), undefined, 'Zoë'],
    ['UTF-8 by its mark, against what the header says', Buffer.from('\ufeffZoë'), 'a/b; charset=latin1', 'Zoë'],
    ['windows-1252 by the header', Buffer.from([0x80, 0xeb]), 'a/b; charset=windows-1252', '€ë'],
    ['windows-1252 where ISO-8859-1 is said, as the Web does', Buffer.from([0x80]), 'a/b;charset=ISO-8859-1', '€'],
    ['windows-1252 by the XML declaration', Buffer.from(XML('iso-8859-1'), 'latin1'), 'text/xml', XML('iso-8859-1')],
    ['the header before the declaration', Buffer.from(XML('latin1')), 'text/xml; charset=UTF-8', XML('latin1')],
    ['nothing of broken UTF-8', Buffer.from([0x41, 0xc3]), undefined, undefined],
    ['nothing of a set nobody writes', Buffer.from('x'), 'a/b; charset=utf-7', undefined],
    ['nothing at all', Buffer.alloc(0), undefined, ''],
  ];
  for (const [claim, bytes, type, text] of cases) {
    it(`are read as ${claim}`, () => {
      assert.equal(decodeBody(bytes, type), text);
    });
  }

  it('come back as they were written, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(decodeBody(Buffer.from(`x${text}`), 'text/plain; charset=utf-8'), `x${text}`);
      }),
      { numRuns: 1_000 },
    );
  });
});
