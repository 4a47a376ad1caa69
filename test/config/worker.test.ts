import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ConfigError } from '../../src/config/config-error.js';
import { readWorkerSettings } from '../../src/config/worker.js';

describe("the settings of the worker's process", () => {
  it('have a default each', () => {
    assert.deepEqual(readWorkerSettings({ ORDERBRIDGE_LOG_LEVEL: '' }, false), {
      stateDir: '.orderbridge',
      log: { format: 'json', level: 'info' },
      health: { host: '127.0.0.1', port: 9233, isChosen: false },
      temporalWaitMs: 120_000,
      drainMs: 45_000,
    });
  });

  it('write the log for people where people read it', () => {
    assert.equal(readWorkerSettings({}, true).log.format, 'pretty');
    assert.equal(readWorkerSettings({ ORDERBRIDGE_LOG: 'json' }, true).log.format, 'json');
  });

  it('come from variables', () => {
    const env = {
      ORDERBRIDGE_STATE: '/var/lib/orderbridge',
      ORDERBRIDGE_LOG: 'pretty',
      ORDERBRIDGE_LOG_LEVEL: 'warn',
      ORDERBRIDGE_HEALTH_HOST: '0.0.0.0',
      ORDERBRIDGE_HEALTH_PORT: '8080',
      ORDERBRIDGE_TEMPORAL_WAIT: '1h',
      ORDERBRIDGE_DRAIN: '20s',
    };

    assert.deepEqual(readWorkerSettings(env, false), {
      stateDir: '/var/lib/orderbridge',
      log: { format: 'pretty', level: 'warn' },
      health: { host: '0.0.0.0', port: 8080, isChosen: true },
      temporalWaitMs: 3_600_000,
      drainMs: 20_000,
    });
  });

  it('serve health nowhere when that is switched off', () => {
    assert.equal(readWorkerSettings({ ORDERBRIDGE_HEALTH_PORT: 'off' }, false).health, null);
  });

  it('are refused all at once, each with what to write', () => {
    const env = {
      ORDERBRIDGE_LOG: 'xml',
      ORDERBRIDGE_LOG_LEVEL: 'loud',
      ORDERBRIDGE_HEALTH_PORT: '65536',
      ORDERBRIDGE_TEMPORAL_WAIT: 'soon',
      ORDERBRIDGE_DRAIN: '1s',
    };

    assert.throws(
      () => readWorkerSettings(env, false),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.deepEqual(error.problems.map(({ where }) => where).sort(), Object.keys(env).sort());
        assert.match(error.message, /ORDERBRIDGE_LOG cannot be used as it stands\. .*Known: json, pretty\./);
        assert.match(error.message, /ORDERBRIDGE_HEALTH_PORT is no port\. .*or off\./);
        return true;
      },
    );
  });
});
