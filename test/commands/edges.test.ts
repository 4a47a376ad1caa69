import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseInstant, readMoment } from '../../src/commands/instants.js';
import { nextCommandOf } from '../../src/commands/next-commands.js';
import { LISTED_REASONS } from '../../src/commands/orders/list.js';
import { createProgress } from '../../src/commands/output/progress.js';
import { renderStatus } from '../../src/commands/output/status.js';
import { PLAIN } from '../../src/commands/output/style.js';
import type { StatusReport } from '../../src/commands/reports.js';
import { setUp } from '../../src/commands/setup.js';
import { assertFits } from '../support/command-line.js';
import { openLink } from '../support/stand-ins.js';

describe('progress', () => {
  const shownBy = (isTerminal: boolean, env: Readonly<Record<string, string>> = {}): string => {
    let written = '';
    const progress = createProgress({ isTerminal, env, write: (text) => (written += text) });
    progress.show('x'.repeat(200));
    progress.clear();
    progress.clear();
    return written;
  };

  it('is one line of a terminal that is taken back, and cut to fit', () => {
    assert.equal(shownBy(true), `\r\u001b[2K${'x'.repeat(79)}\r\u001b[2K`);
  });

  it('is silent where nothing can be taken back: in a pipe and in a dumb terminal', () => {
    assert.equal(shownBy(false), '');
    assert.equal(shownBy(true, { TERM: 'dumb' }), '');
  });
});

describe('a moment', () => {
  const NOW = Date.parse('2026-11-24T12:00:00Z');
  const MOMENTS = [
    ['7d', '2026-11-17T12:00:00.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T08:00:00-08:00', '2026-11-20T16:00:00.000Z'],
  ] as const;
  for (const [text, instant] of MOMENTS) {
    it(`is read from "${text}"`, () => {
      assert.equal(readMoment('since', text, NOW), instant);
    });
  }

  it('is no day that the calendar does not have, and no word', () => {
    assert.equal(parseInstant('2026-02-30'), undefined);
    assert.throws(() => readMoment('since', 'tuesday', NOW), /"tuesday" is no date/);
  });
});

describe('the command for an order that waits', () => {
  for (const attentionReason of LISTED_REASONS) {
    it(`exists for ${attentionReason} and names the order`, () => {
      const command = nextCommandOf({ channelOrderId: '1-2', stage: 'needs-attention', attentionReason });

      assert.match(command, /^orderbridge (?:resolve|retry|cancel|order) 1-2/);
    });
  }

  it('follows the stage first', () => {
    const of = (stage: 'held' | 'cancel-unresolved' | 'failed') =>
      nextCommandOf({ channelOrderId: '1', stage, attentionReason: 'overdue' });

    assert.equal(of('held'), 'orderbridge release 1');
    assert.equal(of('cancel-unresolved'), 'orderbridge resolve 1 --decision voided-by-hand');
    assert.equal(of('failed'), 'orderbridge order 1');
  });
});

describe('the status of several connections', () => {
  const readAt = '2026-11-24T12:00:00.000Z';
  const base: StatusReport = {
    readAt,
    temporal: { address: 'temporal.example:7233', namespace: 'default', serverVersion: '1.31.2' },
    connections: [],
    counts: [],
    waiting: [],
    waitingTotal: 0,
    links: [],
  };
  const failed = {
    kind: 'failed',
    startedAt: readAt,
    endedAt: readAt,
    result: null,
    quota: null,
    trouble: null,
  } as const;
  const sweep = { id: 'poll-orders/a', state: 'running', note: '', nextAt: null, last: null } as const;

  it('says how to begin where there is none', () => {
    assert.match(renderStatus(base, PLAIN), /No connection was ever started/);
  });

  it('shows each with its own sweeps, a failure in words, and why another is paused', () => {
    const what = `Houzz: GET getOrders failed (unauthorised): ${'the token is refused '.repeat(4)}`;
    const text = renderStatus(
      {
        ...base,
        connections: [
          { id: 'a', importsFrom: readAt, quota: null, schedules: [{ ...sweep, last: { ...failed, what } }] },
          {
            id: 'b',
            importsFrom: readAt,
            quota: {
              remaining: 12,
              limit: 300,
              readAt: '2026-11-24T11:50:00.000Z',
              resetsAt: '2026-11-24T11:52:00.000Z',
            },
            schedules: [{ ...sweep, id: 'poll-orders/b', state: 'paused', note: 'Stopped by an operator.' }],
          },
        ],
      },
      PLAIN,
    );

    assertFits(text);
    assert.match(text, /FAILED: Houzz: GET/);
    assert.match(text, /12 of 300 calls left 10m ago, a new\s+window since/);
    assert.match(text, /poll-orders {2}- {5}paused {2}no run yet\nStopped by an operator\./);
  });
});

describe('setup on Temporal Cloud', () => {
  it('changes nothing and tells the commands of tcld that do it', async () => {
    const link = await openLink();
    const cloud = { ...link, address: 'shop.a1b2c.tmprl.cloud:7233', namespace: 'not-there.a1b2c' };

    const { isCloud, steps } = await setUp(cloud, 30);
    const regional = await setUp({ ...cloud, address: 'us-east-1.aws.api.temporal.io:7233' }, 30);
    await link.close();

    assert.deepEqual([isCloud, regional.isCloud], [true, true]);
    assert.deepEqual(
      steps.map(({ what, outcome, commands }) => [what, outcome, commands]),
      [['namespace', 'needed', ['tcld namespace create --namespace not-there.a1b2c --retention-days 30']]],
    );
  });
});
