import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseDay, parseInstant } from '../../../src/sandbox/tradegecko/dates.js';

describe('dates that the TradeGecko side takes', () => {
  for (const [written, instant] of [
    ['2021-03-04', '2021-03-04T00:00:00.000Z'],
    ['2021-03-04T10:00:00.500Z', '2021-03-04T10:00:00.500Z'],
    ['2021-03-04T10:00:00-08:00', '2021-03-04T18:00:00.000Z'],
    ['2021-03-04 10:00:00', '2021-03-04T10:00:00.000Z'],
    ['2021-03-04 10:00', '2021-03-04T10:00:00.000Z'],
    ['2021-03-04 10:00:00 -0800', '2021-03-04T18:00:00.000Z'],
    ['04-03-2021', '2021-03-04T00:00:00.000Z'],
    ['July 3, 2013', '2013-07-03T00:00:00.000Z'],
    ['3 Jul 2013', '2013-07-03T00:00:00.000Z'],
    ['Wed, 03 Jul 2013 10:00:00 +0200', '2013-07-03T08:00:00.000Z'],
    ['Jul 03 2013', '2013-07-03T00:00:00.000Z'],
    ['Wed, 03 Jul 2013 10:00:00 GMT', '2013-07-03T10:00:00.000Z'],
  ] as const) {
    it(`T2.23 reads ${written}`, () => {
      assert.equal(parseInstant(written), instant);
    });
  }

  for (const written of [
    '',
    'soon',
    '2021-13-45',
    '2021-02-30',
    '31-02-2021',
    'order 1',
    'Foo 03 2013',
    '2021-03-04 25:00:00',
  ]) {
    it(`takes "${written}" for no date`, () => {
      assert.equal(parseInstant(written), undefined);
    });
  }

  it('keeps the written day of a timestamp whatever its zone', () => {
    assert.equal(parseDay('2021-03-04T23:30:00-08:00'), '2021-03-04');
  });
});
