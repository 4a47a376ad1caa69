import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ConfigError } from '../../src/config/config-error.js';
import { readTemporalSettings } from '../../src/config/temporal.js';

describe('the settings of Temporal', () => {
  let folder: string;
  /** A file that is not there keeps the tests from reading a real profile. */
  const env = (more: Record<string, string> = {}) => ({ TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'), ...more });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-temporal-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('default to a server on this machine', () => {
    const settings = readTemporalSettings({});

    assert.deepEqual(settings, { isNamed: false, address: 'localhost:7233', namespace: 'default', security: {} });
  });

  it('come from the variables that every Temporal tool knows', () => {
    const settings = readTemporalSettings(
      env({ TEMPORAL_ADDRESS: 'cloud:1', TEMPORAL_NAMESPACE: 'shop', TEMPORAL_API_KEY: 'key' }),
    );

    const security = { apiKey: 'key', tls: true };
    assert.deepEqual(settings, { isNamed: true, address: 'cloud:1', namespace: 'shop', security });
  });

  it('come from a profile of its file', () => {
    const file = join(folder, 'temporal.toml');
    writeFileSync(file, '[profile.live]\naddress = "host:2"\nnamespace = "n"\n');

    const settings = readTemporalSettings({ TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'live' });

    assert.deepEqual(settings, { isNamed: true, address: 'host:2', namespace: 'n', security: {} });
  });

  it('leave a default profile alone that no variable asks for', () => {
    const config = join(folder, '.config', 'temporalio');
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'temporal.toml'), '[profile.default]\naddress = "live:3"\n');

    const settings = readTemporalSettings({ HOME: folder, XDG_CONFIG_HOME: join(folder, '.config') });

    assert.equal(settings.address, 'localhost:7233');
    assert.equal(settings.isNamed, false);
  });

  it('are refused without quoting a broken file, which may hold a key', () => {
    const file = join(folder, 'temporal.toml');
    writeFileSync(file, '[profile.default]\napi_key = "top-secret\n');

    assert.throws(
      () => readTemporalSettings({ TEMPORAL_CONFIG_FILE: file }),
      (error) => error instanceof ConfigError && !`${error.message}${String(error.cause)}`.includes('top-secret'),
    );
  });
});
