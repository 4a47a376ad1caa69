import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { connectionId } from '../../src/domain/ids.js';

describe('connection id', () => {
  for (const text of ['main', 'a', '7', 'shop-2', 'a-b-c', 'x'.repeat(32)]) {
    it(`takes "${text}"`, () => {
      assert.equal(connectionId(text), text);
    });
  }

  for (const text of ['', 'Main', 'a b', 'a/b', 'a_b', '-a', 'a-', 'a--b', 'ä', 'main\n', 'x'.repeat(33)]) {
    it(`refuses ${JSON.stringify(text)} and names the rule`, () => {
      assert.throws(() => connectionId(text), { name: 'RangeError', message: /lower-case letters, digits/ });
    });
  }
});
