import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { escapeXml, parseXml, plainOf, writeXml, XmlFault } from '../../src/clients/xml.js';
import { MEGABYTE, millisecondsOf, TIME_MS_MAX } from './support/hostile.js';

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
    'a child named after a constructor': '<R><constructor><prototype>1</prototype></constructor></R>',
    'nesting without end': '<a>'.repeat(100) + '</a>'.repeat(100),
    'an entity of its own': '<!ENTITY a "b"><R>&a;</R>',
    'a document type behind the root': '<R/><!DOCTYPE R>',
    'a comment without end': '<R><!-- </R>',
    'a tag without a name': '<R>< a></a></R>',
    'an attribute without quotes': '<R a=b/>',
    'a closing tag alone': '</R>',
  };
  for (const [title, text] of Object.entries(faults)) {
    it(`refuses ${title}`, () => {
      assert.throws(() => parseXml(text), XmlFault);
    });
  }

  const heavy: Readonly<Record<string, () => string>> = {
    'a tag that never ends': () => `<${'a'.repeat(20 * MEGABYTE)}`,
    'attributes without end': () => `<R ${'a="b" '.repeat(3 * MEGABYTE)}>`,
    'white space without end in a tag': () => `<R${' '.repeat(20 * MEGABYTE)}`,
    'tags that open for ever': () => '<a>'.repeat(6 * MEGABYTE),
    'comments that open for ever': () => `<R>${'<!--'.repeat(5 * MEGABYTE)}`,
    'sections that open for ever': () => `<R>${'<![CDATA['.repeat(2 * MEGABYTE)}`,
    'five million elements': () => `<R>${'<a/>'.repeat(5 * MEGABYTE)}</R>`,
    'a thousand times a thousand entities': () => `<!DOCTYPE R [<!ENTITY a "${'b'.repeat(1_000)}">]><R>&a;</R>`,
  };
  for (const [title, text] of Object.entries(heavy)) {
    it(`refuses ${title} within bounds of time`, () => {
      const hostile = text();

      const ms = millisecondsOf(() => {
        assert.throws(() => parseXml(hostile), XmlFault);
      });

      assert.ok(ms < TIME_MS_MAX, `${ms} ms`);
    });
  }

  it('reads a page of twenty megabytes within bounds of time', () => {
    const row = `<Order><OrderId>1669-5850-6979-3856</OrderId><Title>${'x&amp;'.repeat(70)}</Title></Order>`;
    const text = `<R><Orders>${row.repeat(45_000)}</Orders></R>`;

    const ms = millisecondsOf(() => plainOf(parseXml(text)));

    assert.ok(ms < TIME_MS_MAX, `${ms} ms`);
  });

  const names = fc.constantFrom('A', 'B', 'Order', 'ns:x');
  const tree = fc.letrec<{ readonly node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(names, fc.string({ unit: 'grapheme' })).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`),
      fc
        .tuple(names, fc.array(tie('node'), { maxLength: 4 }))
        .map(([name, all]) => `<${name}>${all.join('')}</${name}>`),
    ),
  })).node;

  it('refuses every beginning of a document that is not the whole', () => {
    fc.assert(
      fc.property(tree, fc.nat(), (text, cut) => {
        parseXml(text);
        assert.throws(() => parseXml(text.slice(0, cut % text.length)), XmlFault);
      }),
      { numRuns: 2_000 },
    );
  });

  it('ends with a document or with a fault, whatever it is given', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '/',
      '<a>',
      '</a>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        try {
          parseXml(parts.join(''));
        } catch (error) {
          assert.ok(error instanceof XmlFault);
        }
      }),
      { numRuns: 3_000 },
    );
  });

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
