import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { testTemporal } from '../support/temporal.js';

const OURS = [
  'process-order/process-order',
  'poll-orders',
  'poll-shipments',
  'sync-inventory',
  'inspect-stock',
  'test-order',
];
const FOREIGN_ROOMS = ['activities', 'clients', 'ports', 'config', 'sandbox'];

describe('the workflow bundle', () => {
  it('holds the workflows and neither axios nor zod', async () => {
    const { code } = (await testTemporal()).bundle;

    // From the sources, or from the program as it was built for a whole run.
    const root = /"(\.\/[^"]*)\/workflows\/index\.[jt]s"/.exec(code)?.[1] ?? assert.fail('It has no entry.');
    const holds = (path: string): boolean => code.includes(`"${root}/${path}`);
    for (const ours of OURS) assert.ok(holds(`workflows/${ours}.`), `the bundle lacks ${ours}`);
    for (const foreign of FOREIGN_ROOMS) assert.ok(!holds(`${foreign}/`), `the bundle holds src/${foreign}`);
    for (const foreign of ['axios', 'zod']) {
      assert.ok(!code.includes(`node_modules/${foreign}`), `the bundle holds ${foreign}`);
    }
  });
});
