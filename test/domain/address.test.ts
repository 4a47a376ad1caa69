import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  ADDRESS_TEXT_MAX,
  checkAddress,
  type AddressCheck,
  type AddressPart,
  type Recipient,
} from '../../src/domain/address.js';
import type { PostalAddress } from '../../src/domain/channel-order.js';
import { ADDRESS } from './builders.js';

type Complete = Extract<AddressCheck, { kind: 'complete' }>;

function check(change: Partial<PostalAddress>, customerName = 'Pat Example'): AddressCheck {
  return checkAddress({ customerName, address: { ...ADDRESS, ...change } }, 'US');
}

function fitted(change: Partial<PostalAddress>, customerName?: string): Complete {
  const result = check(change, customerName);
  if (result.kind === 'incomplete') assert.fail(`It lacks ${result.missing.join(', ')}.`);
  return result;
}

const AS_GIVEN: Readonly<Record<string, Partial<PostalAddress>>> = {
  'a US address': {},
  'a US address with the country in words': { country: 'United States' },
  'an address without a second line': { line2: '' },
  'an address without a phone': { phone: '' },
  'a phone with an extension': { phone: '+1 (555) 010-0100 ext. 12' },
  'a ZIP+4': { postalCode: '90000-1234' },
  'a British address without a state': { country: 'United Kingdom', state: '', postalCode: 'SW1A 1AA' },
  'a German address without a state': { country: 'DE', state: '', postalCode: '10115' },
  'an address in other scripts': { line1: '東京都千代田区1-1', city: '東京', country: 'JP', state: '' },
  'an address with an emoji in it': { line1: '1 Sample Way 🏠', line2: '👩‍👩‍👧 family' },
  'a street of exactly as many characters as fit': { line1: '1'.padEnd(ADDRESS_TEXT_MAX, 'x') },
};

const INCOMPLETE: readonly (readonly [change: Partial<PostalAddress>, missing: readonly AddressPart[]])[] = [
  [{ line1: '', line2: '' }, ['a street line']],
  [{ line1: ' ', line2: '\t' }, ['a street line']],
  [{ line1: '.', line2: '-' }, ['a street line']],
  [{ line1: '🏠', line2: '' }, ['a street line']],
  [{ city: '' }, ['a city']],
  [{ city: '  ' }, ['a city']],
  [{ city: '\u200b' }, ['a city']],
  [{ postalCode: '' }, ['a postal code']],
  [{ postalCode: '-' }, ['a postal code']],
  [{ state: '' }, ['a state']],
  [{ state: '', country: '' }, ['a state']],
  [{ state: '.', country: 'US' }, ['a state']],
  [{ state: '', country: ' usa ' }, ['a state']],
  [{ state: '', country: 'U.S.A.' }, ['a state']],
  [{ state: '', country: 'United States' }, ['a state']],
  [{ country: 'Canada', postalCode: '', state: '' }, ['a postal code']],
  [
    { line1: '', line2: '', city: '', postalCode: '', state: '' },
    ['a street line', 'a city', 'a postal code', 'a state'],
  ],
];

interface Mended {
  readonly what: string;
  readonly given: Partial<PostalAddress>;
  readonly sent: Partial<PostalAddress>;
  readonly notes?: readonly string[];
}

const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index + 10}`).join(' ');

const MENDED: readonly Mended[] = [
  { what: 'fills in the country at home', given: { country: ' ' }, sent: { country: 'US' } },
  {
    what: 'moves a lone second line up',
    given: { line1: ' ', line2: ' Unit 2 ' },
    sent: { line1: 'Unit 2', line2: '' },
  },
  {
    what: 'writes line breaks and control characters as spaces',
    given: { line1: '1 Sample\r\nWay\u0007', city: 'Test\u2028ville', phone: '555\t0100' },
    sent: { line1: '1 Sample Way', city: 'Test ville', phone: '555 0100' },
  },
  { what: 'drops halves of characters', given: { line1: '1 Sample\ud83c Way' }, sent: { line1: '1 Sample Way' } },
  {
    what: 'lets a street that is too long flow into the second line',
    given: { line1: words(20), line2: 'Unit 2' },
    sent: { line1: words(14), line2: `${words(20).slice(words(14).length + 1)} Unit 2` },
  },
  {
    what: 'lets a second line that is too long begin on the first',
    given: { line1: '1 Way', line2: words(15) },
    sent: { line1: `1 Way ${words(13)}`, line2: 'word23 word24' },
  },
  {
    what: 'notes a street in full that fits in no two lines',
    given: { line1: words(30), line2: '' },
    sent: { line1: words(14), line2: words(28).slice(words(14).length + 1) },
    notes: [`Street in full: ${words(30)}.`],
  },
  {
    what: 'notes a street in full of which one word alone is too long',
    given: { line1: `1${'x'.repeat(ADDRESS_TEXT_MAX)}`, line2: '' },
    sent: { line1: `1${'x'.repeat(ADDRESS_TEXT_MAX - 1)}`, line2: 'x' },
    notes: [`Street in full: 1${'x'.repeat(ADDRESS_TEXT_MAX)}.`],
  },
  {
    what: 'notes each other part in full that does not fit',
    given: { city: words(15), state: words(16), phone: words(17) },
    sent: { city: words(14), state: words(14), phone: words(14) },
    notes: [`City in full: ${words(15)}.`, `State in full: ${words(16)}.`, `Phone in full: ${words(17)}.`],
  },
  {
    what: 'counts characters, not halves of them',
    given: { line1: `1 ${'🏠'.repeat(ADDRESS_TEXT_MAX - 2)}`, line2: '' },
    sent: { line1: `1 ${'🏠'.repeat(ADDRESS_TEXT_MAX - 2)}`, line2: '' },
  },
];

describe('delivery address', () => {
  for (const [what, change] of Object.entries(AS_GIVEN)) {
    it(`goes out as it came: ${what}`, () => {
      const { recipient, notes } = fitted(change);

      assert.deepEqual(recipient, { customerName: 'Pat Example', address: { ...ADDRESS, ...change } });
      assert.deepEqual(notes, []);
    });
  }

  for (const [change, missing] of INCOMPLETE) {
    it(`lacks ${missing.join(', ')} with ${JSON.stringify(change)}`, () => {
      assert.deepEqual(check(change), { kind: 'incomplete', missing });
    });
  }

  for (const { what, given, sent, notes = [] } of MENDED) {
    it(what, () => {
      const result = fitted(given);

      assert.deepEqual(result.recipient.address, { ...ADDRESS, ...given, ...sent });
      assert.deepEqual(result.notes, notes);
    });
  }

  it('needs no state where the country at home has none', () => {
    const given = { customerName: '', address: { ...ADDRESS, country: '', state: '' } };

    assert.equal(checkAddress(given, 'DE').kind, 'complete');
  });

  const names: readonly (readonly [given: string, sent: string])[] = [
    ['', ''],
    [' \n', ''],
    ['Siobhán O\'Néill-Müller "Bo" <x> & Söhne; DROP', 'Siobhán O\'Néill-Müller "Bo" <x> & Söhne; DROP'],
    ['山田 太郎 🌸', '山田 太郎 🌸'],
    ['Pat\r\nExample', 'Pat Example'],
  ];
  for (const [given, sent] of names) {
    it(`sends the name ${JSON.stringify(given)} as ${JSON.stringify(sent)}`, () => {
      assert.equal(fitted({}, given).recipient.customerName, sent);
    });
  }

  it('notes a name in full that does not fit', () => {
    const { recipient, notes } = fitted({}, words(40));

    assert.equal(recipient.customerName, words(14));
    assert.deepEqual(notes, [`Recipient in full: ${words(40)}.`]);
  });

  const part = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 250 }),
    fc.string({ unit: 'binary', maxLength: 250 }),
    fc
      .array(fc.string({ unit: fc.constantFrom('a', 'ß', '9', '🏠', '-'), minLength: 1, maxLength: 30 }))
      .map((all) => all.join(' ')),
  );
  const addresses = fc.record({
    line1: part,
    line2: part,
    city: part,
    state: part,
    postalCode: part,
    country: part,
    phone: part,
  });
  const textsOf = ({ customerName, address }: Recipient): readonly string[] => {
    const { line1, line2, city, state, postalCode, country, phone } = address;
    return [customerName, line1, line2, city, state, postalCode, country, phone];
  };
  const wordsIn = (text: string): readonly string[] => text.split(/[\s\p{Cc}\p{Cs}]+/u).filter((word) => word !== '');

  it('keeps every word, and no field is too long or on two lines, whatever it holds', () => {
    let complete = 0;
    fc.assert(
      fc.property(addresses, part, (given, customerName) => {
        const result = checkAddress({ customerName, address: { ...given, city: `${given.city} x` } }, 'US');
        if (result.kind === 'incomplete') return;
        complete += 1;

        const fields = textsOf(result.recipient);
        const sent = [...fields, ...result.notes].flatMap(wordsIn).join(' ');
        for (const word of textsOf({ customerName, address: given }).flatMap(wordsIn)) {
          assert.equal(sent.includes(word), true, JSON.stringify(word));
        }
        for (const field of fields) {
          assert.equal(Array.from(field).length <= ADDRESS_TEXT_MAX, true);
          assert.doesNotMatch(field, /[\p{Cc}\p{Cs}\u2028\u2029]/u);
        }
      }),
      { numRuns: 1_000 },
    );
    assert.equal(complete > 100, true, `Only ${complete} addresses were complete.`);
  });
});
