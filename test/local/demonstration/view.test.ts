import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createStyle, PLAIN } from '../../../src/commands/output/style.js';
import { createScreen } from '../../../src/local/demonstration/screen.js';
import { sceneLines, sceneSentence, type Scene } from '../../../src/local/demonstration/view.js';
import { sentenceOf } from '../../../src/local/demonstration/words.js';
import { call, effect } from './good-world.js';

const SCENE: Scene = {
  runningForMs: 61_000,
  placed: 12,
  leftAlone: 2,
  stages: new Map([
    ['completed', 3],
    ['cancel-unresolved', 1],
  ]),
  quotaLeft: 80,
  quotaLimit: 100,
  events: ['12:00:01  one', '12:00:02  two'],
  verdict: '',
  trouble: '',
};

describe('live view', () => {
  it('shows counts, quota and events within 80 columns', () => {
    const long = { ...SCENE, events: ['x'.repeat(200)], verdict: 'v'.repeat(100), trouble: 't'.repeat(100) };

    assert.ok(sceneLines(long, PLAIN).every((line) => line.length <= 80));
    assert.ok(sceneLines(SCENE, PLAIN).includes('     3  completed'));
    assert.ok(sceneLines(SCENE, PLAIN).includes('Quota   TradeGecko: 80 of 100 calls left in this window'));
  });

  it('says in one sentence how many orders stand where', () => {
    assert.equal(sceneSentence(SCENE), '12 orders, 3 completed, 1 cancelled too late, need a decision, quota left 80');
  });

  it('redraws in place on a terminal', () => {
    const written: string[] = [];
    const screen = createScreen({ isTerminal: true, write: (text) => written.push(text) }, PLAIN);

    screen.show(SCENE, []);
    screen.show(SCENE, []);

    const lines = sceneLines(SCENE, PLAIN).length;
    assert.ok(!written[0]?.includes('\u001b[9A'));
    assert.ok(written[1]?.startsWith(`\u001b[${lines}A\r`));
  });

  it('appends plain lines when it is piped: news once, counts only when they changed', () => {
    const written: string[] = [];
    const screen = createScreen({ isTerminal: false, write: (text) => written.push(text) }, PLAIN);

    screen.show(SCENE, ['12:00:02  two']);
    screen.show(SCENE, []);

    assert.deepEqual(written, ['12:00:02  two\n', `${sceneSentence(SCENE)}\n`]);
  });

  it('marks nothing where NO_COLOR is set', () => {
    const style = createStyle({ env: { NO_COLOR: '1' }, isTerminal: true });

    assert.ok(sceneLines(SCENE, style).every((line) => !line.includes('\u001b')));
  });

  it('tells effects in words and calls not at all', () => {
    const made = effect('tradegecko', 'order.created', {
      subject: '9',
      details: { referenceNumber: '1000-0000-0000-0001', orderNumber: 'HZ-1' },
    });

    assert.match(sentenceOf(made) ?? '', /^\d\d:\d\d:\d\d {2}1000-0000-0000-0001 {2}delivered as HZ-1$/);
    assert.equal(sentenceOf(call('tradegecko', 'POST /orders')), undefined);
    assert.equal(sentenceOf(effect('houzz', 'something.else', { subject: 'x', details: {} })), undefined);
  });
});
