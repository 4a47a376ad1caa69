import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { addDays, instantOfPacific, pacificDayOf } from '../../../src/clients/houzz/pacific-time.js';

describe('Pacific time', () => {
  const instants: readonly (readonly [string, string, string])[] = [
    ['summer is seven hours behind', '2020-06-15 10:00:00', '2020-06-15T17:00:00.000Z'],
    ['winter is eight hours behind', '2020-12-15 10:00:00', '2020-12-15T18:00:00.000Z'],
    ['midnight belongs to the day that begins', '2020-06-15 00:00:00', '2020-06-15T07:00:00.000Z'],
    ['the last second before spring', '2026-03-08 01:59:59', '2026-03-08T09:59:59.000Z'],
    ['the first second after the gap of spring', '2026-03-08 03:00:00', '2026-03-08T10:00:00.000Z'],
    ['the hour that spring leaves out reads an hour later', '2026-03-08 02:30:00', '2026-03-08T10:30:00.000Z'],
    ['the last second before autumn repeats', '2026-11-01 00:59:59', '2026-11-01T07:59:59.000Z'],
    ['the hour that autumn repeats is the earlier one', '2026-11-01 01:30:00', '2026-11-01T08:30:00.000Z'],
    ['the first second after the repeated hour', '2026-11-01 02:00:00', '2026-11-01T10:00:00.000Z'],
    ['the turn of the year', '2025-12-31 23:59:59', '2026-01-01T07:59:59.000Z'],
    ['a leap day', '2024-02-29 12:00:00', '2024-02-29T20:00:00.000Z'],
    ['a T and a fraction are no obstacle', '2020-06-15T10:00:00.25', '2020-06-15T17:00:00.000Z'],
  ];
  for (const [title, wall, instant] of instants) {
    it(`${title}: ${wall}`, () => {
      assert.equal(instantOfPacific(wall), instant);
    });
  }

  for (const text of [
    '',
    'yesterday',
    '2020-06-15',
    '2021-02-29 10:00:00',
    '2020-13-01 10:00:00',
    '2020-06-15 25:00:00',
  ]) {
    it(`is no time: "${text}"`, () => {
      assert.equal(instantOfPacific(text), undefined);
    });
  }

  it('tells the calendar day on the West Coast', () => {
    assert.equal(pacificDayOf('2026-11-23T07:59:59.000Z'), '2026-11-22');
    assert.equal(pacificDayOf('2026-11-23T08:00:00.000Z'), '2026-11-23');
  });

  it('counts days over months and leap years', () => {
    assert.equal(addDays('2024-02-28', 2), '2024-03-01');
    assert.equal(addDays('2026-01-01', -1), '2025-12-31');
  });
});
