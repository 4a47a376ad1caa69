import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'mocha';

const SCRIPT = fileURLToPath(new URL('../../tools/ensure-packages.mjs', import.meta.url));

describe('ensure-packages', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-packages-'));
    mkdirSync(join(folder, 'tools'));
    mkdirSync(join(folder, 'bin'));
    copyFileSync(SCRIPT, join(folder, 'tools', 'ensure-packages.mjs'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const LOCK = join('.', 'package-lock.json');
  const INSTALLED = join('node_modules', '.package-lock.json');

  function writeLock(file: string, packages: Record<string, object>): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify({ packages }));
  }

  /** An npm that notes its arguments and then does what the script says. */
  function writeNpm(script: string): void {
    writeFileSync(join(folder, 'bin', 'npm'), `#!/bin/sh\necho "$@" > calls\n${script}\n`, { mode: 0o755 });
  }

  function run(nodeArgs: readonly string[] = [], path = `/usr/bin${delimiter}/bin`) {
    const PATH = [join(folder, 'bin'), path].join(delimiter);
    const args = [...nodeArgs, join(folder, 'tools', 'ensure-packages.mjs')];
    return spawnSync(process.execPath, args, { env: { PATH }, encoding: 'utf8' });
  }

  const calls = (): string | undefined =>
    existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim() : undefined;

  const PACKAGES = {
    '': { name: 'shop' },
    'node_modules/left': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/only-on-a-mac': { version: '2.0.0', integrity: 'sha512-b', optional: true },
  };
  const LEFT = { 'node_modules/left': { version: '1.0.0', integrity: 'sha512-a' } };

  describe('the packages before a start', () => {
    it('are left alone without a word when they are those of package-lock.json', () => {
      writeLock(LOCK, PACKAGES);
      writeLock(INSTALLED, LEFT);
      writeNpm('exit 1');

      const { status, stdout, stderr } = run();

      assert.deepEqual(
        { status, stdout, stderr, calls: calls() },
        { status: 0, stdout: '', stderr: '', calls: undefined },
      );
    });

    it('are installed when there are none, and then left alone', () => {
      writeLock(LOCK, PACKAGES);
      writeNpm(`mkdir node_modules && echo '${JSON.stringify({ packages: LEFT })}' > ${INSTALLED}`);

      const first = run();
      const second = run();

      assert.equal(first.status, 0);
      assert.match(first.stdout, /Installing 2 packages/);
      assert.equal(calls(), 'ci --include=dev --no-audit --no-fund --loglevel=error');
      assert.deepEqual([second.status, second.stdout], [0, '']);
    });

    for (const [what, installed] of [
      ['has another version', { version: '0.9.0', integrity: 'sha512-a' }],
      ['has other contents', { version: '1.0.0', integrity: 'sha512-z' }],
      ['is missing', undefined],
    ] as const) {
      it(`are installed again when one ${what}`, () => {
        writeLock(LOCK, PACKAGES);
        writeLock(INSTALLED, installed === undefined ? {} : { 'node_modules/left': installed });
        writeNpm('exit 0');

        assert.equal(run().status, 0);
        assert.match(calls() ?? '', /^ci /);
      });
    }

    it('that cannot be fetched name the network as the thing to mend', () => {
      writeLock(LOCK, PACKAGES);
      writeNpm('echo "npm error code ENOTFOUND" >&2; exit 1');

      const { status, stderr } = run();

      assert.equal(status, 1);
      assert.match(stderr, /npm error code ENOTFOUND[^]*registry could not be reached[^]*proxy/);
    });

    it('that fail otherwise show the end of what npm said', () => {
      writeLock(LOCK, PACKAGES);
      writeNpm('echo "npm error the disk is full" >&2; exit 28');

      const { status, stderr } = run();

      assert.equal(status, 1);
      assert.match(stderr, /the disk is full[^]*failed after \d+ s \(28\)\. Run `npm ci`/);
    });

    it('cannot be installed without npm, and that is said', () => {
      writeLock(LOCK, PACKAGES);

      const { status, stderr } = run([], '/nowhere');

      assert.equal(status, 1);
      assert.match(stderr, /spawn npm ENOENT/);
    });

    it('are not looked at when package-lock.json is missing, and that is said', () => {
      const { status, stderr } = run();

      assert.equal(status, 1);
      assert.match(stderr, /package-lock\.json is missing/);
    });

    it('are not touched by a Node that is too old, which is told so first', () => {
      writeNpm('exit 0');
      const old = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.18.3"}})';

      const { status, stderr } = run(['--import', old]);

      assert.equal(status, 1);
      assert.match(stderr, /needs Node 20\.19 or newer; this is 20\.18\.3/);
      assert.equal(calls(), undefined);
    });
  });
});
