import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { until } from '../support/until.js';
import { listenForEnd, type Ending } from '../../src/worker/ending.js';

describe('the end of a process that was asked for', () => {
  let said: string[];
  let exits: number[];
  let ending: Ending;

  beforeEach(() => {
    said = [];
    exits = [];
    ending = listenForEnd({
      drainMs: 50,
      say: (line) => void said.push(line),
      exit: (code) => void exits.push(code),
    });
  });

  afterEach(() => {
    ending.stop();
  });

  it('is forced when the bound is over, with a code of its own', async () => {
    process.emit('SIGTERM');

    await until('the process ends', () => exits.length > 0);
    assert.equal(ending.asked.aborted, true);
    assert.deepEqual(exits, [5]);
    assert.match(said.at(-1) ?? '', /Not everything ended within/);
  });

  it('leaves signals to the system afterwards', () => {
    const before = process.listenerCount('SIGTERM');

    ending.stop();

    assert.equal(process.listenerCount('SIGTERM'), before - 1);
  });
});
