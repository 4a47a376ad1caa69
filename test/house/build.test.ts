import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { openBridge, type Bridge } from '../support/bridge.js';
import { spawnWorker } from '../support/spawned-worker.js';
import { testTemporal } from '../support/temporal.js';

const run = promisify(execFile);
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

describe('what `npm run build` makes', function () {
  this.timeout(180_000);
  let folder: string;
  let bridge: Bridge;

  const node = (...args: readonly string[]) => run(process.execPath, args, { cwd: PROJECT });

  before(async () => {
    // Beside the sources, as `dist` is: the packages and the manifest are found from there.
    folder = await mkdtemp(join(PROJECT, 'dist-test-'));
    await node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder);
    await node(join(folder, 'worker/write-bundle.js'));
    bridge = await openBridge({ works: false });
  });

  after(async () => {
    await bridge.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is a command line that knows its version', async () => {
    const { stdout } = await node(join(folder, 'starter.js'), '--version');

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
