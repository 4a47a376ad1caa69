import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { connectionId, type ConnectionId } from '../../src/domain/ids.js';
import { openConnection } from '../../src/worker/connection.js';
import { createFleet, type Fleet } from '../../src/worker/fleet.js';
import { connectionConfig as config } from '../support/stand-ins.js';
import { until } from '../support/until.js';

describe('the connections that a process works for', () => {
  let deeds: string[];
  let fleet: Fleet;
  let failing: Set<ConnectionId>;
  let hanging: Set<ConnectionId>;
  let warned: string[];

  beforeEach(() => {
    deeds = [];
    warned = [];
    failing = new Set();
    hanging = new Set();
    fleet = createFleet({
      workers: {
        async add({ config: { id } }) {
          if (failing.has(id)) throw new Error('there is no Temporal');
          deeds.push(`add ${id}`);
        },
        async remove(id) {
          if (hanging.has(id)) await new Promise(() => undefined);
          deeds.push(`remove ${id}`);
        },
        setRules: () => undefined,
        stop: async () => undefined,
      },
      open: (wanted) => ({ ...openConnection(wanted), close: () => void deeds.push(`close ${wanted.id}`) }),
      drainMs: 30,
      retryMs: 20,
      say: () => undefined,
      warn: (what) => void warned.push(what),
    });
  });

  const standings = (): Record<string, string> =>
    Object.fromEntries(fleet.posts().map((post) => [post.config.id, post.standing]));

  it('are none, one and several, as the file says', async () => {
    await fleet.apply([]);
    const none = standings();
    await fleet.apply([config('a')]);
    const one = standings();
    await fleet.apply([config('a'), config('b'), config('c')]);

    assert.deepEqual([none, one], [{}, { a: 'working' }]);
    assert.deepEqual(standings(), { a: 'working', b: 'working', c: 'working' });
    assert.deepEqual(deeds, ['add a', 'add b', 'add c']);
  });

  it('are left alone when the file says the same again', async () => {
    await fleet.apply([config('a')]);

    await fleet.apply([config('a')]);

    assert.deepEqual(deeds, ['add a']);
  });

  it('are replaced when they changed, the old one drained before the new one begins', async () => {
    await fleet.apply([config('a'), config('b')]);

    await fleet.apply([config('a', { orders: { hold: true } }), config('b')]);

    assert.deepEqual(deeds.slice(2), ['remove a', 'close a', 'add a']);
  });

  it('are drained when they are paused or removed, and begin again when they are wanted again', async () => {
    await fleet.apply([config('a'), config('b')]);

    await fleet.apply([config('a', { paused: true })]);
    const paused = standings();
    await fleet.apply([config('a')]);

    assert.deepEqual(paused, { a: 'paused' });
    assert.deepEqual(deeds.slice(2), ['remove a', 'remove b', 'close a', 'close b', 'add a']);
  });

  it('follow the latest of several changes that come at once', async () => {
    await Promise.all([fleet.apply([config('a')]), fleet.apply([config('b')]), fleet.apply([config('c')])]);

    assert.deepEqual(standings(), { c: 'working' });
  });

  it('are tried again by themselves when they could not be started, and take nothing from the others', async () => {
    failing.add(connectionId('a'));
    await fleet.apply([config('a'), config('b')]);
    const first = standings();

    failing.clear();
    await until('the connection works', () => standings()['a'] === 'working');

    assert.deepEqual(first, { a: 'failed', b: 'working' });
    assert.match(warned.join('\n'), /Connection a could not be started; trying again/);
    await fleet.stop();
  });

  it('that do not end are told of, and never worked for twice', async () => {
    await fleet.apply([config('a'), config('b')]);
    hanging.add(connectionId('a'));

    await fleet.apply([config('b')]);

    assert.deepEqual(standings(), { a: 'stuck', b: 'working' });
    assert.match(warned.join('\n'), /Connection a does not end; restart the worker/);
    hanging.clear();
    await until('it is gone', () => standings()['a'] === undefined);
    await fleet.stop();
  });
});
