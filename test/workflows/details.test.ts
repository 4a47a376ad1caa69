import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { code, plain, summary } from '../../src/workflows/details.js';

describe('a text for the Web UI', () => {
  it('means what it says, whatever signs a SKU holds', () => {
    assert.equal(plain('A|B\n*c*'), 'A\\|B \\*c\\*');
    assert.equal(plain('<b> `d` [e] ~g~ h_i'), '\\<b> \\`d\\` \\[e] \\~g\\~ h_i');
  });

  it('is copied as it stands', () => {
    assert.equal(code('{ "a": "b" }'), '`{ "a": "b" }`');
    assert.equal(code('{ "a": "b`|c" }'), '`` { "a": "b`\\|c" } ``');
  });

  it('fits into the 400 bytes of a summary, in any language', () => {
    assert.equal(summary(' one\n line '), 'one line');
    assert.ok(Buffer.byteLength(summary('\u9f8d'.repeat(1_000))) <= 400);
  });
});
