import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { Worker } from '@temporalio/worker';
import { testTemporal } from '../support/temporal.js';

const HISTORIES = new URL('histories/', import.meta.url);
const WORKFLOWS = ['processOrder', 'pollOrders', 'pollShipments', 'syncInventory', 'inspectStock', 'testOrder'];

describe('recorded histories', () => {
  it('are there for every workflow', async () => {
    const names = await readdir(HISTORIES);
    for (const workflow of WORKFLOWS) {
      assert.ok(
        names.some((name) => name.startsWith(`${workflow}.`)),
        `no history of ${workflow}`,
      );
    }
  });

  it('replay on the code of today', async function () {
    this.timeout(60_000);
    const { bundle } = await testTemporal();
    for (const name of await readdir(HISTORIES)) {
      const history: unknown = JSON.parse(await readFile(new URL(name, HISTORIES), 'utf8'));
      await assert.doesNotReject(
        Worker.runReplayHistory({ workflowBundle: bundle }, history),
        `${name} does not replay`,
      );
    }
  });
});
