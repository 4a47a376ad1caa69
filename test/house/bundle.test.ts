import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { testTemporal } from '../support/temporal.js';

describe('the workflow bundle', () => {
  it('holds the workflows and neither axios nor zod', async () => {
    const { code } = (await testTemporal()).bundle;

    for (const ours of [
      'process-order/process-order',
      'poll-orders',
      'poll-shipments',
      'sync-inventory',
      'inspect-stock',
      'test-order',
    ]) {
      assert.ok(code.includes(`src/workflows/${ours}.ts`), `the bundle lacks ${ours}`);
    }
    for (const foreign of ['node_modules/axios', 'node_modules/zod', 'src/activities/', 'src/clients/', 'src/ports/']) {
      assert.ok(!code.includes(foreign), `the bundle holds ${foreign}`);
    }
  });
});
