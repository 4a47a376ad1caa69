import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { stampOf, tryLock } from '../../../src/local/temporal/lock.js';

describe('a lock file', () => {
  let folder = '';
  let path = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-lock-'));
    path = join(folder, 'it.lock');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is taken once, and again after its release', () => {
    const first = tryLock(path);
    const second = tryLock(path);

    assert(first.kind === 'taken');
    assert(second.kind === 'held');
    assert.deepEqual(
      second.holders.map(({ role, pid }) => [role, pid]),
      [['opener', process.pid]],
    );
    first.lock.release();
    assert.equal(existsSync(path), false);
    assert.equal(tryLock(path).kind, 'taken');
  });

  it('is taken over when the process that took it is gone', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(path, `opener ${pid} 12345\n`);

    assert.equal(tryLock(path).kind, 'taken');
    assert.deepEqual(readdirSync(folder), ['it.lock']);
  });

  it('is taken over when the number of its process belongs to another process by now', () => {
    writeFileSync(path, `opener ${process.ppid} another-time\n`);

    assert.equal(tryLock(path).kind, 'taken');
  });

  it('stays held while one of several holders lives, and names the address', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const text = `opener ${pid} 12345\nserver ${process.pid} ${stampOf(process.pid) ?? ''}\naddress 127.0.0.1:7233\n`;
    writeFileSync(path, text);

    const attempt = tryLock(path);

    assert(attempt.kind === 'held');
    assert.equal(attempt.place?.address, '127.0.0.1:7233');
    assert.deepEqual(
      attempt.holders.map(({ role }) => role),
      ['server'],
    );
  });

  it('is held for a moment while another process writes it', () => {
    writeFileSync(path, '');

    assert.deepEqual(tryLock(path), { kind: 'held', holders: [], place: undefined });
  });
});
