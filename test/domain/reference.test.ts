import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { channelOrderId } from '../../src/domain/ids.js';
import { channelOrderIdOf, isOtherHubPattern, otherHubNumberOf, referenceOf } from '../../src/domain/reference.js';

const PREFIX = 'HZ-';

function idOf(digits: string): ReturnType<typeof channelOrderId> {
  return channelOrderId(digits.replaceAll(/(\d{4})(?=\d)/g, '$1-'));
}

const sixteenDigits = fc
  .integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  .map((digits) => idOf(String(digits).padStart(16, '0')));

describe('reference of a channel order', () => {
  const known: readonly (readonly [id: string, reference: string])[] = [
    ['0000-0000-0000-0000', 'HZ-0'],
    ['0000-0000-0000-0035', 'HZ-Z'],
    ['0000-0000-0000-0036', 'HZ-10'],
    ['1669-5850-6979-3856', 'HZ-GFTGSJ59HC'],
    ['9007-1992-5474-0991', 'HZ-2GOSA7PA2GV'],
  ];
  for (const [id, reference] of known) {
    it(`is ${reference} for ${id}, and leads back`, () => {
      assert.equal(referenceOf(channelOrderId(id), PREFIX), reference);
      assert.equal(channelOrderIdOf(reference, PREFIX), id);
    });
  }

  it('leads back to every id of sixteen digits below 2^53', () => {
    fc.assert(
      fc.property(sixteenDigits, (id) => {
        assert.equal(channelOrderIdOf(referenceOf(id, PREFIX), PREFIX), id);
      }),
    );
  });

  it('leads back under every prefix, the empty one too', () => {
    fc.assert(
      fc.property(sixteenDigits, fc.stringMatching(/^[A-Z0-9]{0,4}-?$/), (id, prefix) => {
        assert.equal(channelOrderIdOf(referenceOf(id, prefix), prefix), id);
      }),
    );
  });

  it('differs for any two ids', () => {
    fc.assert(
      fc.property(fc.uniqueArray(sixteenDigits, { minLength: 2, maxLength: 20 }), (ids) => {
        assert.equal(new Set(ids.map((id) => referenceOf(id, PREFIX))).size, ids.length);
      }),
    );
  });

  for (const id of [
    '9007-1992-5474-0992',
    '9999-9999-9999-9999',
    '1669585069793856',
    'A-1',
    '',
    '1669-5850-6979-385',
  ]) {
    it(`is the id itself for "${id}", which is of another form`, () => {
      assert.equal(referenceOf(channelOrderId(id), PREFIX), id);
    });
  }

  const foreign = {
    'no prefix': 'GFTGSJ59HC',
    'another prefix': 'XX-GFTGSJ59HC',
    'nothing after the prefix': 'HZ-',
    'lower case': 'HZ-gftgsj59hc',
    'leading zeros': 'HZ-0GFTGSJ59HC',
    'a zero written twice': 'HZ-00',
    'one beyond 2^53': 'HZ-2GOSA7PA2GW',
    'too many letters': 'HZ-ZZZZZZZZZZZZ',
    'a sign': 'HZ--5',
    'white space behind': 'HZ-GFTGSJ59HC ',
    'a line break behind': 'HZ-GFTGSJ59HC\n',
  };
  for (const [what, text] of Object.entries(foreign)) {
    it(`is not what is written with ${what}`, () => {
      assert.equal(channelOrderIdOf(text, PREFIX), undefined);
    });
  }

  it('has one spelling only: whatever leads to an id is the reference of that id', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^HZ-[0-9A-Z]{1,12}$/), (text) => {
        const id = channelOrderIdOf(text, PREFIX);

        assert.equal(id === undefined || referenceOf(id, PREFIX) === text, true);
      }),
    );
  });
});

describe("another hub's order numbers", () => {
  const id = channelOrderId('1669-5850-6979-0000');
  for (const [pattern, number] of [
    ['HZZ-{orderId}', 'HZZ-1669-5850-6979-0000'],
    ['CR{digits}', 'CR1669585069790000'],
    ['{digits}/{orderId}', '1669585069790000/1669-5850-6979-0000'],
  ] as const) {
    it(`are ${number} by the pattern ${pattern}`, () => {
      assert.equal(otherHubNumberOf(id, pattern), number);
      assert.equal(isOtherHubPattern(pattern), true);
    });
  }

  it('need a place for the id in their pattern', () => {
    assert.deepEqual(['HZZ', '', '{order}'].map(isOtherHubPattern), [false, false, false]);
  });
});
