import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { prettyLine } from '../../src/worker/pretty.js';

const line = (entry: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ level: 'info', time: '2026-11-24T02:03:04.567Z', pid: 7, ...entry })}\n`;

describe('the log for people', () => {
  it('shows the time of day and what happened', () => {
    assert.equal(prettyLine(line({ msg: 'Connection main works.' })), '02:03:04  Connection main works.\n');
  });

  it('names what is more than a note, and puts what belongs to it below', () => {
    const written = prettyLine(
      line({ level: 'fatal', msg: 'There is no Temporal.', why: 'one\ntwo', next: 'Start it.' }),
    );

    assert.equal(
      written,
      [
        '02:03:04  fatal: There is no Temporal.',
        '          why: one',
        '          two',
        '          next: Start it.\n',
      ].join('\n'),
    );
  });

  it('passes on what is no entry of its own', () => {
    assert.equal(prettyLine('not JSON\n'), 'not JSON\n');
  });
});
