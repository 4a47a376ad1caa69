import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, it } from 'mocha';
import { ConfigError } from '../../src/config/config-error.js';
import { connectionId } from '../../src/domain/ids.js';
import { openConnection } from '../../src/worker/connection.js';
import type { Post, Standing } from '../../src/worker/fleet.js';
import { serveHealth, type HealthServer } from '../../src/worker/health-server.js';
import { reportHealth, type HealthSources } from '../../src/worker/health.js';
import { createMetrics } from '../../src/worker/metrics.js';
import { createSweepBook } from '../../src/worker/sweeps-seen.js';
import { connectionConfig } from '../support/stand-ins.js';

const SINCE = '2026-11-24T02:00:00.000Z';
const MAIN = connectionId('main');

function post(standing: Standing, why = ''): Post {
  const config = connectionConfig('main');
  return { config, standing, since: SINCE, why, connection: openConnection(config) };
}

function sources(changes: Partial<HealthSources> = {}): HealthSources {
  return {
    phase: 'working',
    startedAt: SINCE,
    temporal: { address: 'here:1', namespace: 'default', isReachable: true, since: SINCE },
    configuration: { file: '/etc/orderbridge.yaml', readAt: SINCE, problem: null },
    posts: [post('working')],
    underWay: () => 2,
    sweepsOf: createSweepBook().of,
    ...changes,
  };
}

describe('the health of a worker', () => {
  const unreachable = { address: 'here:1', namespace: 'default', isReachable: false, since: SINCE };
  const refused = { file: 'f', readAt: SINCE, problem: 'something' };
  const cases: readonly (readonly [title: string, changes: Partial<HealthSources>, status: string])[] = [
    ['all works', {}, 'ok'],
    ['it has no connection', { posts: [] }, 'ok'],
    ['a connection is paused', { posts: [post('paused')] }, 'ok'],
    ['a connection is being replaced', { posts: [post('ending')] }, 'ok'],
    ['the file cannot be used any more', { configuration: refused }, 'ok'],
    ['a connection could not be started', { posts: [post('working'), post('failed', 'no')] }, 'unwell'],
    ['a connection does not end', { posts: [post('stuck', 'no')] }, 'unwell'],
    ['Temporal does not answer', { temporal: unreachable }, 'unwell'],
    ['it has only begun', { phase: 'starting', temporal: null, posts: [] }, 'starting'],
    ['it was told to end', { phase: 'draining' }, 'draining'],
  ];
  for (const [title, changes, status] of cases) {
    it(`is ${status} when ${title}`, () => {
      assert.equal(reportHealth(sources(changes)).status, status);
    });
  }

  it('tells the latest sweeps and nothing of the quota before its first answer', () => {
    const book = createSweepBook();
    book.note({ connection: MAIN, activity: 'sweepOrders', outcome: 'ok' });
    book.note({ connection: MAIN, activity: 'sweepOrders', outcome: 'unreachable' });
    book.note({ connection: MAIN, activity: 'deliverOrder', outcome: 'ok' });

    const [connection] = reportHealth(sources({ sweepsOf: book.of })).connections;

    assert.equal(connection?.lastSweeps.orders?.outcome, 'unreachable');
    assert.deepEqual([connection.lastSweeps.shipments, connection.quota, connection.underWay], [null, null, 2]);
  });
});

describe('the metrics of a worker', () => {
  it('count calls by service, operation and outcome', async () => {
    const metrics = createMetrics();
    const onCall = metrics.onCall(MAIN);
    const call = { service: 'Houzz', operation: 'getOrders', tookMs: 20 } as const;
    onCall({ ...call, outcome: 'ok' });
    onCall({ ...call, outcome: 'ok' });
    onCall({ ...call, outcome: 'held-back' });

    const text = await metrics.text(reportHealth(sources()));

    assert.match(text, /^orderbridge_calls_total\{.*operation="getOrders",outcome="ok"\} 2$/m);
    assert.match(text, /^orderbridge_calls_total\{.*outcome="held-back"\} 1$/m);
    assert.match(text, /^orderbridge_call_seconds_count\{service="Houzz"\} 2$/m);
  });

  it('forget the standing of a connection that is gone', async () => {
    const metrics = createMetrics();
    await metrics.text(reportHealth(sources()));

    const text = await metrics.text(reportHealth(sources({ posts: [] })));

    assert.doesNotMatch(text, /connection="main"/);
  });
});

describe('the pages of health and metrics', () => {
  let opened: HealthServer[] = [];
  let taken: Server | undefined;
  const pages = (changes: Partial<HealthSources> = {}) => ({
    health: () => reportHealth(sources(changes)),
    metrics: async () => ({ contentType: 'text/plain', text: 'a 1\n' }),
  });

  afterEach(() => {
    for (const server of opened) server.close();
    opened = [];
    taken?.close();
  });

  async function open(port: number, changes: Partial<HealthSources> = {}, isChosen = true): Promise<string[]> {
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    opened.push(await serveHealth({ host: '127.0.0.1', port, isChosen }, pages(changes), say));
    return said;
  }

  const statusOf = async (path: string, init?: RequestInit): Promise<number> =>
    (await fetch(`${opened.at(-1)?.url ?? ''}${path}`, init)).status;

  async function occupy(): Promise<number> {
    const server = createServer();
    taken = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  it('answer 200 while all works and 503 otherwise, and refuse what they do not have', async () => {
    await open(0);
    const well = [await statusOf('/healthz'), await statusOf('/metrics'), await statusOf('/healthz?from=probe')];
    const others = [await statusOf('/'), await statusOf('/healthz', { method: 'POST' })];
    await open(0, { phase: 'starting' });

    assert.deepEqual(
      [well, others],
      [
        [200, 200, 200],
        [404, 405],
      ],
    );
    assert.equal(await statusOf('/healthz'), 503);
  });

  it('refuse a port that was asked for and is in use', async () => {
    const port = await occupy();

    await assert.rejects(open(port), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(
        error.message,
        new RegExp(`ORDERBRIDGE_HEALTH_PORT names port ${port} on 127.0.0.1, which is in use`),
      );
      return true;
    });
  });

  it('take another port than the usual one when that is in use, and say so', async () => {
    const port = await occupy();

    const said = await open(port, {}, false);

    assert.match(said.join('\n'), new RegExp(`Port ${port}, the usual one .* is in use\\.\nHealth and metrics: http`));
    assert.equal(await statusOf('/healthz'), 200);
  });

  it('name the address that is none of this machine', async () => {
    const settings = { host: '192.0.2.1', port: 0, isChosen: true };

    await assert.rejects(
      serveHealth(settings, pages(), () => undefined),
      /ORDERBRIDGE_HEALTH_HOST/,
    );
  });
});
