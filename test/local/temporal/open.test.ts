import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { userCacheFolder } from '../../../src/local/temporal/cache.js';
import { findCommand } from '../../../src/local/temporal/find.js';
import { stampOf } from '../../../src/local/temporal/lock.js';
import { openTemporal, type Temporal, type TemporalOptions } from '../../../src/local/temporal/open.js';
import { poll } from '../../../src/local/temporal/poll.js';
import { TemporalProblem } from '../../../src/local/temporal/problem.js';
import { findService } from '../../../src/local/temporal/service.js';

const GONE_MAX_MS = 15_000;
const OPENER = fileURLToPath(new URL('./opener.ts', import.meta.url));

describe('the embedded Temporal', function () {
  this.timeout(60_000);

  let env: Record<string, string | undefined> = {};
  let stateDir = '';
  let said: string[] = [];
  let opened: Temporal[] = [];

  // Where the command must be built first, that takes its minutes once.
  before(async function () {
    this.timeout(45 * 60_000);
    const own = { ...process.env, TEMPORAL_ADDRESS: undefined, TEMPORAL_NAMESPACE: undefined };
    const say = (message: string): void => void process.stderr.write(`${message}\n`);
    const { path } = await findCommand({ env: own, cacheFolder: userCacheFolder(own), say });
    env = { ...own, TEMPORAL_CLI_PATH: path };
  });

  beforeEach(() => {
    stateDir = mkdtempSync(join(tmpdir(), 'orderbridge-temporal-'));
    said = [];
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map(async (temporal) => temporal.close()));
    rmSync(stateDir, { recursive: true });
  });

  async function open(options: Partial<TemporalOptions> = {}): Promise<Temporal> {
    const say = (message: string): void => void said.push(message);
    const temporal = await openTemporal({ stateDir, env, say, ...options });
    opened.push(temporal);
    return temporal;
  }

  async function connected<T>(temporal: Temporal, use: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: temporal.address });
    return use(connection).finally(async () => connection.close());
  }

  function holders(): Record<string, number> {
    const lines = readFileSync(join(stateDir, 'temporal.lock'), 'utf8').split('\n');
    const words = lines.map((line) => line.split(' '));
    return Object.fromEntries(words.map(([role = '', pid]) => [role, Number(pid)]));
  }

  async function waitUntilGone(pid: number | undefined): Promise<void> {
    assert(pid !== undefined && pid > 1);
    const isGone = await poll(() => (stampOf(pid) === undefined ? true : undefined), {
      boundMs: GONE_MAX_MS,
      everyMs: 20,
    });
    assert.equal(isGone, true, `process ${pid} is still there`);
  }

  const groupOf = (pid: number | undefined): string =>
    execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }).trim();

  function assertProblem(error: unknown, code: string, ...words: readonly string[]): true {
    assert(error instanceof TemporalProblem, String(error));
    assert.equal(error.code, code);
    for (const word of words) assert(error.message.includes(word), `${word} is not in: ${error.message}`);
    return true;
  }

  async function startOpener(): Promise<{ opener: ChildProcess; nextLine: () => Promise<string> }> {
    const opener = spawn(process.execPath, ['--import', 'tsx', OPENER, stateDir], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: opener.stdout })[Symbol.asyncIterator]();
    const nextLine = async (): Promise<string> => {
      const next: IteratorResult<string, unknown> = await lines.next();
      return String(next.value);
    };
    assert.match(await nextLine(), /^127\.0\.0\.1:\d+$/);
    return { opener, nextLine };
  }

  describe('an ephemeral server', () => {
    it('serves with the search attributes and a retention of 30 days, and leaves no file', async () => {
      const temporal = await open({
        ephemeral: true,
        searchAttributes: { Connection: 'Keyword', OrderStage: 'Keyword' },
      });

      const { attributes, retentionMs, count } = await connected(temporal, async (connection) => {
        const { namespace } = temporal;
        const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
        const { config } = await connection.workflowService.describeNamespace({ namespace });
        const query = 'Connection = "main" AND OrderStage = "held"';
        const counted = await connection.workflowService.countWorkflowExecutions({ namespace, query });
        const retention = config?.workflowExecutionRetentionTtl;
        return { attributes: customAttributes, retentionMs: tsToMs(retention), count: counted.count.toNumber() };
      });

      assert.deepEqual(Object.keys(attributes).sort(), ['Connection', 'OrderStage']);
      assert.equal(retentionMs, 30 * 24 * 60 * 60_000);
      assert.equal(count, 0);
      assert.equal(temporal.source, 'setting');
      await temporal.close();
      assert.deepEqual(readdirSync(stateDir), []);
    });

    it('lives beside another one in the same folder', async () => {
      const [first, second] = await Promise.all([open({ ephemeral: true }), open({ ephemeral: true })]);

      assert.notEqual(first.address, second.address);
      assert.equal(first.uiUrl, undefined);
    });

    it('has the Web UI when a port is asked for it', async () => {
      const { uiUrl } = await open({ ephemeral: true, uiPort: 0 });

      assert(uiUrl !== undefined);
      const answer = await poll(async () => fetch(uiUrl).catch(() => undefined), { boundMs: 10_000, everyMs: 50 });
      assert.equal(answer?.status, 200);
    });

    it('uses the namespace of TEMPORAL_NAMESPACE', async () => {
      const temporal = await open({ ephemeral: true, env: { ...env, TEMPORAL_NAMESPACE: 'shop' } });

      const described = await connected(temporal, async (connection) =>
        connection.workflowService.describeNamespace({ namespace: 'shop' }),
      );
      assert.equal(temporal.namespace, 'shop');
      assert.equal(described.namespaceInfo?.name, 'shop');
    });
  });

  describe('a server with its data in a file', () => {
    it('has its workflows again after it was closed and opened', async () => {
      const searchAttributes = { Connection: 'Keyword' } as const;
      const first = await open({ port: 0, uiPort: 0, searchAttributes });
      await connected(first, async (connection) =>
        new Client({ connection }).workflow.start('processOrder', {
          workflowId: 'order/main/1',
          taskQueue: 'orderbridge',
        }),
      );
      await first.close();

      const second = await open({ port: 0, uiPort: 0, searchAttributes });

      const { status } = await connected(second, async (connection) =>
        new Client({ connection }).workflow.getHandle('order/main/1').describe(),
      );
      assert.equal(status.name, 'RUNNING');
      assert.equal(statSync(join(stateDir, 'temporal.db')).mode & 0o777, 0o600);
    });

    it('is not started twice on the same file, and says who runs it and how to share it', async () => {
      const { address } = await open({ port: 0, uiPort: 0 });

      await assert.rejects(open({ port: 0, uiPort: 0 }), (error) =>
        assertProblem(error, 'already-running', String(process.pid), stateDir, `TEMPORAL_ADDRESS=${address}`),
      );
    });

    it('leaves no lock when it cannot start, and shows the end of its log', async () => {
      const command = join(stateDir, 'broken');
      const script =
        '#!/bin/sh\n[ "$1" = --version ] && echo temporal version 0 && exit\necho the disk is full\nexit 3\n';
      writeFileSync(command, script, { mode: 0o755 });

      await assert.rejects(open({ port: 0, uiPort: 0, env: { ...env, TEMPORAL_CLI_PATH: command } }), (error) =>
        assertProblem(error, 'not-ready', 'ended while it started (3)', 'the disk is full'),
      );
      assert.deepEqual(readdirSync(stateDir).sort(), ['broken', 'temporal.log']);
    });

    it('is not left behind when its start is given up', async () => {
      const giveUp = new AbortController();
      const opening = open({ port: 0, uiPort: 0, signal: giveUp.signal });
      await poll(() => (readdirSync(stateDir).includes('temporal.log') ? true : undefined), {
        boundMs: GONE_MAX_MS,
        everyMs: 5,
      });
      giveUp.abort();

      await assert.rejects(opening, { name: 'AbortError' });
      assert.equal(readdirSync(stateDir).includes('temporal.lock'), false);
    });
  });

  describe('the ports of the server', () => {
    let taken: Server | undefined;

    after(() => {
      taken?.close();
    });

    async function occupy(port: number): Promise<number> {
      const server = createServer();
      await new Promise<void>((resolve) => {
        server.on('error', () => {
          resolve();
        });
        server.listen(port, '127.0.0.1', resolve);
      });
      taken = server;
      const address = server.address();
      return address !== null && typeof address === 'object' ? address.port : port;
    }

    it('refuses one that was asked for and is in use, and names it', async () => {
      const port = await occupy(0);

      await assert.rejects(open({ port, ephemeral: true }), (error) =>
        assertProblem(error, 'port-in-use', String(port), 'ask for another'),
      );
      await assert.rejects(open({ uiPort: port, ephemeral: true }), (error) =>
        assertProblem(error, 'port-in-use', String(port), 'Web UI'),
      );
      taken?.close();
    });

    it('takes another than the usual one when that is in use, and says so', async () => {
      await occupy(7233);

      const temporal = await open({ uiPort: 0 });

      assert.notEqual(temporal.address, '127.0.0.1:7233');
      assert.match(said.join('\n'), /Port 7233, .*in use; taking \d+/);
    });
  });

  describe('the guard of the server', () => {
    it('ends the server when the process that opened it is killed, and the data can be opened at once', async () => {
      const { opener } = await startOpener();
      const { guard, server } = holders();

      opener.kill('SIGKILL');
      // Until the system has taken it away it is still there, and the data still its own.
      await waitUntilGone(opener.pid);

      await open({ port: 0, uiPort: 0 });
      assert.match(said.join('\n'), /killed/);
      await waitUntilGone(server);
      await waitUntilGone(guard);
    });

    it('leaves the server to its opener when Ctrl-C reaches the whole terminal', async () => {
      const { opener, nextLine } = await startOpener();
      const { guard, server } = holders();
      // A server that was interrupted answers for another second, so its group is what shows that it was not.
      const groups = { opener: groupOf(opener.pid), guard: groupOf(guard), server: groupOf(server) };

      process.kill(-Number(opener.pid), 'SIGINT');

      assert.equal(await nextLine(), 'still serving');
      assert.notEqual(groups.guard, groups.opener);
      assert.notEqual(groups.server, groups.opener);
      await waitUntilGone(opener.pid);
      await waitUntilGone(guard);
      await waitUntilGone(server);
    });

    it('is not missed when it is killed together with the opener: the next one ends the server', async () => {
      const { opener } = await startOpener();
      const { guard, server } = holders();
      assert(guard !== undefined);

      opener.kill('SIGSTOP');
      process.kill(guard, 'SIGKILL');
      opener.kill('SIGKILL');

      await open({ port: 0, uiPort: 0 });
      await waitUntilGone(server);
    });

    it('that is killed alone takes the server with it, and the opener says so', async () => {
      await open({ port: 0, uiPort: 0 });
      const { guard, server } = holders();
      assert(guard !== undefined);

      process.kill(guard, 'SIGKILL');

      await waitUntilGone(server);
      const isSaid = await poll(() => (said.join('\n').includes('ended by itself') ? true : undefined), {
        boundMs: GONE_MAX_MS,
        everyMs: 20,
      });
      assert.equal(isSaid, true);
    });
  });

  describe('a running service', () => {
    it('is used when TEMPORAL_ADDRESS names it, left as it is, and not ended', async () => {
      const running = await open({ ephemeral: true });
      const own = { ...env, TEMPORAL_ADDRESS: running.address };

      const temporal = await open({ env: own, searchAttributes: { Connection: 'Keyword' } });

      assert.equal(temporal.source, 'service');
      assert.equal(temporal.address, running.address);
      assert.match(said.join('\n'), /search-attribute create .*--name Connection --type Keyword/);
      assert.deepEqual(readdirSync(stateDir).length, 1, 'only the log of the one server');
      await temporal.close();
      await connected(running, async (connection) => connection.workflowService.getSystemInfo({}));
    });

    it('that does not answer is named, within the bound', async () => {
      const own = { ...env, TEMPORAL_ADDRESS: '127.0.0.1:1' };

      await assert.rejects(
        findService({ env: own, say: () => undefined, searchAttributes: {}, connectMaxMs: 300 }),
        (error) => assertProblem(error, 'service-unreachable', '127.0.0.1:1', 'TEMPORAL_ADDRESS'),
      );
    });

    it('without the namespace is refused, and the namespace named', async () => {
      const { address } = await open({ ephemeral: true });
      const own = { ...env, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'nowhere' };

      await assert.rejects(open({ env: own }), (error) =>
        assertProblem(error, 'service-unreachable', address, 'nowhere', 'TEMPORAL_NAMESPACE'),
      );
    });
  });
});
