import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkAddress, type AddressPart } from '../../src/domain/address.js';
import type { PostalAddress } from '../../src/domain/channel-order.js';
import { ADDRESS } from './builders.js';

const COMPLETE: Readonly<Record<string, Partial<PostalAddress>>> = {
  'a US address without a country': {},
  'a US address with its country': { country: 'US' },
  'an address without a second line': { line2: '' },
  'an address without a phone': { phone: '' },
  'a ZIP+4': { postalCode: '90000-1234' },
  'a British address without a state': { country: 'United Kingdom', state: '', postalCode: 'SW1A 1AA' },
  'a German address without a state': { country: 'DE', state: '', postalCode: '10115' },
};

const INCOMPLETE: readonly (readonly [change: Partial<PostalAddress>, missing: readonly AddressPart[]])[] = [
  [{ line1: '', line2: '' }, ['a street line']],
  [{ line1: ' ', line2: '\t' }, ['a street line']],
  [{ city: '' }, ['a city']],
  [{ city: '  ' }, ['a city']],
  [{ postalCode: '' }, ['a postal code']],
  [{ state: '' }, ['a state']],
  [{ state: '', country: 'US' }, ['a state']],
  [{ state: '', country: ' usa ' }, ['a state']],
  [{ state: '', country: 'U.S.A.' }, ['a state']],
  [{ state: '', country: 'United States' }, ['a state']],
  [{ country: 'Canada', postalCode: '', state: '' }, ['a postal code']],
  [
    { line1: '', line2: '', city: '', postalCode: '', state: '' },
    ['a street line', 'a city', 'a postal code', 'a state'],
  ],
];

/** The text of an address without the white space around its parts. */
function textOf(address: PostalAddress): string {
  const { line1, line2, city, state, postalCode, country, phone } = address;
  return [line1, line2, city, state, postalCode, country, phone].map((part) => part.trim()).join('');
}

describe('delivery address', () => {
  for (const [what, change] of Object.entries(COMPLETE)) {
    it(`is complete: ${what}`, () => {
      const address = { ...ADDRESS, ...change };

      assert.deepEqual(checkAddress(address), { kind: 'complete', address });
    });
  }

  for (const [change, missing] of INCOMPLETE) {
    it(`lacks ${missing.join(', ')} with ${JSON.stringify(change)}`, () => {
      assert.deepEqual(checkAddress({ ...ADDRESS, ...change }), { kind: 'incomplete', missing });
    });
  }

  it('moves a lone second line up, because the first may not be empty', () => {
    const result = checkAddress({ ...ADDRESS, line1: ' ', line2: ' Unit 2 ' });

    assert.deepEqual(result, { kind: 'complete', address: { ...ADDRESS, line1: 'Unit 2', line2: '' } });
  });

  it('keeps every word, whatever the address holds', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 80 });
    const addresses = fc.record({
      line1: part,
      line2: part,
      city: part,
      state: part,
      postalCode: part,
      country: part,
      phone: part,
    });
    fc.assert(
      fc.property(addresses, (address) => {
        const result = checkAddress(address);

        if (result.kind === 'complete') assert.equal(textOf(result.address), textOf(address));
      }),
    );
  });
});
