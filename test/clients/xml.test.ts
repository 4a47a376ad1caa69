import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { escapeXml, parseXml, plainOf, writeXml, XmlFault } from '../../src/clients/xml.js';

const read = (text: string): unknown => plainOf(parseXml(text));

describe('xml', () => {
  it('reads texts, records and lists by how often a name comes', () => {
    assert.deepEqual(read('<R><A>1</A></R>'), { A: '1' });
    assert.deepEqual(read('<R><A>1</A><A>2</A><B/></R>'), { A: ['1', '2'], B: '' });
    assert.deepEqual(read('<R/>'), '');
  });

  it('passes over declaration, comments, attributes and white space', () => {
    const text = '<?xml version="1.0"?>\n<!-- note <b> -->\n<R at="x">\n  <A>\n 1 </A>\n</R>\n';

    assert.deepEqual(read(text), { A: '1' });
  });

  it('decodes entities once, and none inside CDATA', () => {
    const text = '<R><A>a &amp;lt; &#65;&#x42; &unknown;</A><B><![CDATA[<b> &amp;]]> &amp;</B></R>';

    assert.deepEqual(read(text), { A: 'a &lt; AB &unknown;', B: '<b> &amp; &' });
  });

  const faults: Readonly<Record<string, string>> = {
    nothing: '',
    'plain text': 'hello',
    'a page of HTML with open tags': '<html><body>oops<br></body></html>',
    'half a document': '<R><A>1</A><A>2',
    'a document cut inside a tag': '<R><A>1</A',
    'crossed tags': '<R><A><B></A></B></R>',
    'two roots': '<A/><B/>',
    'text behind the root': '<A/>tail',
    'a document type': '<!DOCTYPE r [<!ENTITY a "b">]><R>&a;</R>',
    'a child named after the prototype': '<R><__proto__><x>1</x></__proto__></R>',
    'nesting without end': '<a>'.repeat(100) + '</a>'.repeat(100),
  };
  for (const [title, text] of Object.entries(faults)) {
    it(`refuses ${title}`, () => {
      assert.throws(() => parseXml(text), XmlFault);
    });
  }

  it('writes what it can read again, whatever the text', () => {
    const text = `<&>"' ]]> ü 😀`;

    const written = writeXml('Request', [
      ['A', text],
      ['B', ''],
    ]);

    assert.deepEqual(read(written), { A: text, B: '' });
  });

  it('drops characters that no document may hold', () => {
    assert.equal(escapeXml('a\u0000b\u001Fc\uFFFEd\te'), 'abcd\te');
  });
});
