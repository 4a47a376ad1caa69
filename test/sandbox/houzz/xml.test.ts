import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseXml } from '../../../src/sandbox/houzz/xml.js';

describe('the reader of XML requests', () => {
  for (const [what, source, text] of [
    ['an empty element', '<A/>', ''],
    ['a byte order mark, a declaration and a comment', '\uFEFF<?xml version="1.0"?><!-- hi --><A>x</A>', 'x'],
    ['attributes', `<A b="1" c='2'>x</A>`, 'x'],
    ['the five entities', '<A>&lt;&gt;&amp;&quot;&apos;</A>', `<>&"'`],
    ['numeric entities', '<A>&#65;&#x42;</A>', 'AB'],
    ['CDATA as it stands', '<A><![CDATA[<b>&amp;]]></A>', '<b>&amp;'],
    ['text that looks like a number', '<A>007</A>', '007'],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.equal(parseXml(source)?.text, text);
    });
  }

  it('keeps all children, also of the same name', () => {
    const document = parseXml('<A><B>1</B><C><D>2</D></C><B>3</B></A>');

    const children = document?.children.map(({ name, text, children: inner }) => [name, text, inner.length]);
    assert.deepEqual(children, [
      ['B', '1', 0],
      ['C', '', 1],
      ['B', '3', 0],
    ]);
  });

  for (const [what, source] of [
    ['nothing', ''],
    ['mere text', 'hello'],
    ['two roots', '<A/><B/>'],
    ['an element that is not closed', '<A><B></B>'],
    ['elements that cross', '<A><B></A></B>'],
    ['a closing tag too many', '<A></A></A>'],
    ['a bare ampersand', '<A>a & b</A>'],
    ['an unknown entity', '<A>&nbsp;</A>'],
    ['a document type', '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>'],
    ['a torn tag', '<A><B'],
    ['text after the root', '<A/>x'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.equal(parseXml(source), undefined);
    });
  }
});
