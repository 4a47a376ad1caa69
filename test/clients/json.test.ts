import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { JsonFault, parseJson } from '../../src/clients/json.js';
import { MEGABYTE, millisecondsOf, TIME_MS_MAX } from './support/hostile.js';

const PERSON = 'Pat Example';

describe('json', () => {
  it('reads what JSON.parse reads, where no key means something to JavaScript', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 12 }), (text) => {
        const isOdd = /__proto__|constructor|prototype/.test(text);
        if (isOdd) return;
        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('refuses every beginning of a document that is not the whole', () => {
    const whole = fc.json().filter((text) => /^[[{]/.test(text));
    fc.assert(
      fc.property(whole, fc.nat(), (text, cut) => {
        assert.throws(() => parseJson(text.slice(0, cut % text.length)), JsonFault);
      }),
      { numRuns: 1_000 },
    );
  });

  const faults: Readonly<Record<string, string>> = {
    nothing: '',
    'a page of HTML': '<html></html>',
    'a bare NUL': '"a\u0000b"',
    'a line break in a text': '"a\nb"',
    'a number with a leading zero': '[01]',
    'two documents': '{}{}',
    'a key that stands twice': '{"OrderId":"1","OrderId":"2"}',
    'a key that stands twice, once in disguise': '{"OrderId":"1","Order\\u0049d":"2"}',
    'a prototype': '{"Orders":[{"__proto__":{"Status":"Charged"}}]}',
    'a prototype in disguise': '{"\\u005f_proto__":{"a":1}}',
    'a constructor': '{"constructor":{"prototype":{"a":1}}}',
    'nesting beyond the bound': '['.repeat(65) + ']'.repeat(65),
  };
  for (const [title, text] of Object.entries(faults)) {
    it(`refuses ${title}`, () => {
      assert.throws(() => parseJson(text), JsonFault);
    });
  }

  it('takes a key again in another object, and as a text', () => {
    const text = '[{"a":"a"},{"a":["a","a"]},"a"]';

    assert.deepEqual(parseJson(text), JSON.parse(text));
  });

  const heavy: Readonly<Record<string, () => string>> = {
    'brackets that open for ever': () => '['.repeat(20 * MEGABYTE),
    'braces with keys that open for ever': () => '{"a":'.repeat(4 * MEGABYTE),
    'a list of ten million numbers': () => `[${'0,'.repeat(10 * MEGABYTE)}0]`,
    'a text that never ends': () => `"${'x'.repeat(20 * MEGABYTE)}`,
    'backslashes without end': () => `"${'\\'.repeat(20 * MEGABYTE)}`,
    'quotes behind backslashes': () => `["${'\\\\\\"'.repeat(4 * MEGABYTE)}`,
    'white space behind each text': () => `["a"${' '.repeat(20 * MEGABYTE)}`,
  };
  for (const [title, text] of Object.entries(heavy)) {
    it(`refuses ${title} within bounds of time`, () => {
      const hostile = text();

      const ms = millisecondsOf(() => {
        assert.throws(() => parseJson(hostile), JsonFault);
      });

      assert.ok(ms < TIME_MS_MAX, `${ms} ms`);
    });
  }

  it('reads a page of twenty megabytes within bounds of time', () => {
    const row = JSON.stringify({ OrderId: '1669-5850-6979-3856', CustomerName: PERSON, Title: 'x'.repeat(400) });
    const text = `{"Orders":[${Array.from({ length: 40_000 }, () => row).join(',')}]}`;

    const ms = millisecondsOf(() => parseJson(text));

    assert.ok(ms < TIME_MS_MAX, `${ms} ms`);
  });

  it('never repeats what stood in a document', () => {
    for (const text of [`{"a":"${PERSON}",}`, `{"${PERSON}":1,"${PERSON}":2}`, `[${PERSON}]`]) {
      assert.throws(
        () => parseJson(text),
        (error: Error) => error instanceof JsonFault && !`${error.stack ?? ''}${String(error.cause)}`.includes('Pat'),
      );
    }
  });
});
