import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { CommandError } from '../../src/commands/command-error.js';
import { connectTemporal } from '../../src/commands/temporal-connection.js';
import { stampOf } from '../../src/local/temporal/lock.js';
import { temporalEnv } from '../support/stand-ins.js';
import { testTemporal } from '../support/temporal.js';

const NOWHERE = '127.0.0.1:9';

describe('the Temporal that a command works with', () => {
  let cwd: string;

  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'orderbridge-meant-'));
  });

  afterEach(() => {
    rmSync(cwd, { recursive: true, force: true });
  });

  /** What a worker leaves in its folder while it serves Temporal: this process stands for the server. */
  function serveAt(address: string, stamp = stampOf(process.pid) ?? 'unknown', folder = '.orderbridge'): void {
    mkdirSync(join(cwd, folder), { recursive: true });
    const lock = `server ${process.pid} ${stamp}\naddress ${address}\nui http://127.0.0.1:40999\n`;
    writeFileSync(join(cwd, folder, 'temporal.lock'), lock);
  }

  async function reached(env: Readonly<Record<string, string>>) {
    const { address, uiUrl, close } = await connectTemporal({ env, cwd });
    await close();
    return { address, uiUrl };
  }

  const refusal = async (env: Readonly<Record<string, string>>) => {
    const error: unknown = await connectTemporal({ env, cwd }).catch((reason: unknown) => reason);
    return error instanceof CommandError ? error.explanation : assert.fail('It was reached.');
  };

  it('is the one that the worker of this folder serves, whatever port it had to take', async () => {
    const { address } = await testTemporal();
    serveAt(address);

    assert.deepEqual(await reached({}), { address, uiUrl: 'http://127.0.0.1:40999' });
  });

  it('is looked for where ORDERBRIDGE_STATE says that the worker keeps it', async () => {
    const { address } = await testTemporal();
    serveAt(address, undefined, 'elsewhere');

    assert.equal((await reached({ ORDERBRIDGE_STATE: 'elsewhere' })).address, address);
  });

  it('is the one that the environment names, where it names one', async () => {
    serveAt(NOWHERE);
    const env = await temporalEnv();

    assert.deepEqual(await reached(env), { address: env['TEMPORAL_ADDRESS'], uiUrl: undefined });
  });

  it('is asked for directly, past a proxy that the environment names for the outside', async () => {
    const { address } = await testTemporal();
    serveAt(address);
    const before = process.env['https_proxy'];
    process.env['https_proxy'] = `http://${NOWHERE}`;

    try {
      assert.equal((await reached({})).address, address);
    } finally {
      if (before === undefined) delete process.env['https_proxy'];
      else process.env['https_proxy'] = before;
    }
  });

  it('is told to be missing with the step that fits: start the worker, or look at what was named', async () => {
    serveAt(NOWHERE);

    const own = await refusal({});
    const named = await refusal({ TEMPORAL_ADDRESS: NOWHERE });

    assert.match(own.what, /127\.0\.0\.1:9/);
    assert.match(own.next, /^Start the worker/);
    assert.match(named.next, /^Check TEMPORAL_ADDRESS/);
  });
});
