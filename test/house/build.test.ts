import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { openBridge, type Bridge } from '../support/bridge.js';
import { buildProgram, type BuiltProgram } from '../support/program.js';
import { sharedByParts } from '../support/shared-by-parts.js';
import { spawnWorker } from '../support/spawned-worker.js';
import { testTemporal } from '../support/temporal.js';

const run = promisify(execFile);

describe('what `npm run build` makes', function () {
  this.timeout(180_000);
  let folder: string;
  let own: BuiltProgram | undefined;
  let bridge: Bridge;

  before(async () => {
    const made = sharedByParts()?.programFolder;
    own = made === undefined ? await buildProgram() : undefined;
    folder = made ?? own?.folder ?? '';
    bridge = await openBridge({ works: false });
  });

  after(async () => {
    await bridge.close();
    await own?.remove();
  });

  it('is a command line that knows its version', async () => {
    const { stdout } = await run(process.execPath, [join(folder, 'starter.js'), '--version']);

    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('is a worker that delivers, with its workflows bundled beforehand', async () => {
    const { address, namespace } = await testTemporal();
    const env = { ORDERBRIDGE_CONFIG: bridge.configPath, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
    const { size } = await stat(join(folder, 'workflows.bundle.js'));
    const worker = spawnWorker(env, [join(folder, 'worker.js')]);
    try {
      await worker.says('Working for');
      await bridge.deliver();
      worker.signal('SIGTERM');

      assert.equal(await worker.ends(), 0, worker.said());
    } finally {
      await worker.kill();
    }
    assert.equal((await bridge.effects('order.created')).length, 1);
    assert.ok(size > 1_000_000, `the bundle has ${size} bytes`);
  });
});
