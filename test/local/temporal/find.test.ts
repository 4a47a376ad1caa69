import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { buildCommand, GO_VERSION_MIN, isAtLeast } from '../../../src/local/temporal/build.js';
import { cachedCommand, COMMAND_VERSION, fillCache, userCacheFolder } from '../../../src/local/temporal/cache.js';
import type { Env, FindContext } from '../../../src/local/temporal/command.js';
import { downloadCommand } from '../../../src/local/temporal/download.js';
import { FIND_STEPS, findCommand, type FindStep } from '../../../src/local/temporal/find.js';
import { TOOLS_FOLDER } from '../../../src/local/temporal/guarded.js';
import { TemporalProblem } from '../../../src/local/temporal/problem.js';

describe('the command of Temporal', () => {
  let folder = '';
  let said: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-find-'));
    said = [];
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const pathFolder = (): string => join(folder, 'bin');
  const cacheFolder = (): string => join(folder, 'cache');

  function context(env: Env = {}): FindContext {
    const PATH = [pathFolder(), '/usr/bin', '/bin'].join(delimiter);
    return { env: { PATH, ...env }, cacheFolder: cacheFolder(), say: (message) => said.push(message) };
  }

  function writeCommand(path: string, output: string): string {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\necho '${output}'\n`, { mode: 0o755 });
    return path;
  }

  const temporalAt = (path: string): string => writeCommand(path, 'temporal version 9.9.9 (Server 1.0.0, UI 1.0.0)');

  const LOCAL_STEPS = FIND_STEPS.slice(0, 3);
  const missing = (source: 'download' | 'build', why: string): FindStep => ({
    source,
    find: async () => ({ kind: 'missing', why }),
  });
  const NOTHING: readonly FindStep[] = [...LOCAL_STEPS, missing('download', 'closed off'), missing('build', 'no Go')];

  describe("finding Temporal's command", () => {
    it('asks the setting, the PATH, the cache, the download and the build, in this order', () => {
      assert.deepEqual(
        FIND_STEPS.map(({ source }) => source),
        ['setting', 'path', 'cache', 'download', 'build'],
      );
    });

    it('prefers TEMPORAL_CLI_PATH to the PATH and the cache', async () => {
      const path = temporalAt(join(folder, 'mine'));
      temporalAt(join(pathFolder(), 'temporal'));
      temporalAt(cachedCommand(cacheFolder()));

      const found = await findCommand(context({ TEMPORAL_CLI_PATH: path }), NOTHING);

      assert.deepEqual(found, { source: 'setting', path });
      assert.match(said.join(), /9\.9\.9/);
    });

    it('prefers the PATH to the cache', async () => {
      const path = temporalAt(join(pathFolder(), 'temporal'));
      temporalAt(cachedCommand(cacheFolder()));

      assert.deepEqual(await findCommand(context(), NOTHING), { source: 'path', path });
    });

    it('passes over another program of that name on the PATH', async () => {
      writeCommand(join(pathFolder(), 'temporal'), 'I tell the time');
      const path = temporalAt(cachedCommand(cacheFolder()));

      assert.deepEqual(await findCommand(context(), NOTHING), { source: 'cache', path });
    });

    it('downloads or builds nothing when one was kept before', async () => {
      const path = temporalAt(cachedCommand(cacheFolder()));

      assert.deepEqual(await findCommand(context()), { source: 'cache', path });
    });

    it('refuses a TEMPORAL_CLI_PATH that is no such command, and names it', async () => {
      const path = writeCommand(join(folder, 'mine'), 'I tell the time');

      await assert.rejects(findCommand(context({ TEMPORAL_CLI_PATH: path }), NOTHING), (error) => {
        assert(error instanceof TemporalProblem);
        assert.equal(error.code, 'command-not-usable');
        assert(error.message.includes(path));
        return true;
      });
    });

    it('says what was tried and what helps when there is none anywhere', async () => {
      await assert.rejects(findCommand(context(), NOTHING), (error) => {
        assert(error instanceof TemporalProblem);
        assert.equal(error.code, 'command-not-found');
        for (const help of ['TEMPORAL_ADDRESS', 'TEMPORAL_CLI_PATH', 'PATH', 'Go 1.26.4', 'closed off', 'no Go']) {
          assert(error.message.includes(help), help);
        }
        return true;
      });
    });
  });

  describe('the build', () => {
    it('is passed over without Go', async () => {
      const result = await buildCommand({ ...context(), env: { PATH: pathFolder() } });

      assert.deepEqual(result, { kind: 'missing', why: 'Go, to build it here, is not on the PATH' });
    });

    it('is passed over with a Go that is too old, and says which it needs', async () => {
      writeCommand(join(pathFolder(), 'go'), 'go1.22.1');

      const result = await buildCommand(context());

      assert(result.kind === 'missing');
      assert.match(result.why, /is 1\.22\.1; the build needs 1\.26\.4/);
    });

    it('says how Go failed, with its last lines', async () => {
      const go = join(pathFolder(), 'go');
      mkdirSync(pathFolder());
      writeFileSync(
        go,
        '#!/bin/sh\n[ "$1" = env ] && echo go1.27.0 && exit\necho "go: no modules today" >&2\nexit 7\n',
        {
          mode: 0o755,
        },
      );

      const result = await buildCommand(context());

      assert(result.kind === 'missing');
      assert.match(result.why, /`go list` ended with 7[^]*no modules today/);
    });

    for (const [version, isEnough] of [
      ['1.26.4', true],
      ['1.26.10', true],
      ['1.27rc1', true],
      ['2.0', true],
      ['1.26.3', false],
      ['1.26', false],
      ['1.9.9', false],
      ['devel', false],
    ] as const) {
      it(`${isEnough ? 'takes' : 'refuses'} Go ${version}`, () => {
        assert.equal(isAtLeast(version, '1.26.4'), isEnough);
      });
    }

    it('is pinned to the versions that the code names', () => {
      const pin = readFileSync(join(TOOLS_FOLDER, 'go.mod'), 'utf8');

      assert.match(pin, new RegExp(`github.com/temporalio/cli v${COMMAND_VERSION}\\b`));
      assert.match(pin, new RegExp(`^go ${GO_VERSION_MIN}$`, 'm'));
      assert(existsSync(join(TOOLS_FOLDER, 'go.sum')));
    });
  });

  describe('the download', () => {
    let server: Server | undefined;

    afterEach(() => {
      server?.close();
      server?.closeAllConnections();
      server = undefined;
    });

    async function serveArchive(status: number, body: Buffer): Promise<string> {
      const started = createServer((_request, response) => response.writeHead(status).end(body));
      server = started;
      await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
      const address = started.address();
      assert(address !== null && typeof address === 'object');
      return `http://127.0.0.1:${address.port}/cli/archive`;
    }

    it('is unpacked, tried and kept for later', async () => {
      temporalAt(join(folder, 'archive', 'temporal'));
      const { stdout } = spawnSync('tar', ['-czf', '-', '-C', join(folder, 'archive'), 'temporal']);
      const url = await serveArchive(200, stdout);

      const result = await downloadCommand(context(), url);

      assert.deepEqual(result, { kind: 'found', path: cachedCommand(cacheFolder()) });
      assert.equal((await findCommand(context(), NOTHING)).source, 'cache');
      assert.deepEqual(readdirSync(dirname(cachedCommand(cacheFolder()))), ['temporal']);
    });

    it('that holds another program is not kept', async () => {
      writeCommand(join(folder, 'archive', 'temporal'), 'I tell the time');
      const { stdout } = spawnSync('tar', ['-czf', '-', '-C', join(folder, 'archive'), 'temporal']);
      const url = await serveArchive(200, stdout);

      const result = await downloadCommand(context(), url);

      assert.equal(result.kind, 'missing');
      assert.deepEqual(readdirSync(dirname(cachedCommand(cacheFolder()))), []);
    });

    it('that is refused gives the status as the reason', async () => {
      const result = await downloadCommand(context(), await serveArchive(404, Buffer.from('none')));

      assert(result.kind === 'missing');
      assert.match(result.why, /status 404/);
    });

    it('that reaches nobody fails at once', async () => {
      const url = await serveArchive(200, Buffer.from(''));
      await new Promise((resolve) => server?.close(resolve));

      const result = await downloadCommand(context(), url);

      assert(result.kind === 'missing');
      assert.match(result.why, /ECONNREFUSED/);
    });
  });

  describe("the cache of Temporal's command", () => {
    it('is filled once when two want it at the same time', async () => {
      let made = 0;
      const make = async (incoming: string): Promise<{ kind: 'found'; path: string }> => {
        made += 1;
        return { kind: 'found', path: temporalAt(join(incoming, 'temporal')) };
      };

      const results = await Promise.all([fillCache(context(), make), fillCache(context(), make)]);

      assert.deepEqual(new Set(results.map(({ kind }) => kind)), new Set(['found']));
      assert.equal(made, 1);
    });

    it('is filled after a process was killed while it filled it', async () => {
      const { pid } = spawnSync(process.execPath, ['-e', '']);
      const place = dirname(cachedCommand(cacheFolder()));
      mkdirSync(join(place, 'incoming'), { recursive: true });
      writeFileSync(join(place, 'incoming', 'temporal'), 'half of it');
      writeFileSync(join(place, 'temporal.lock'), `opener ${pid} 12345\n`);

      const result = await fillCache(context(), async (incoming) => {
        assert.deepEqual(readdirSync(incoming), []);
        return { kind: 'found', path: temporalAt(join(incoming, 'temporal')) };
      });

      assert.equal(result.kind, 'found');
      assert.deepEqual(readdirSync(place), ['temporal']);
    });

    for (const [platform, env, expected] of [
      ['linux', { HOME: '/home/ann' }, '/home/ann/.cache/orderbridge'],
      ['linux', { HOME: '/home/ann', XDG_CACHE_HOME: '/var/tmp/ann' }, '/var/tmp/ann/orderbridge'],
      ['linux', { HOME: '/home/ben', XDG_CACHE_HOME: '' }, '/home/ben/.cache/orderbridge'],
      ['darwin', { HOME: '/Users/ann' }, '/Users/ann/Library/Caches/orderbridge'],
      ['win32', { LOCALAPPDATA: '/Local' }, '/Local/orderbridge'],
    ] as const) {
      it(`is at ${expected} on ${platform} with ${Object.keys(env).join(' and ')}`, () => {
        assert.equal(userCacheFolder(env, platform), expected);
      });
    }
  });
});
