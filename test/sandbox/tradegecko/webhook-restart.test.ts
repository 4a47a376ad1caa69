import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createSandboxControl } from '../../../src/sandbox/control/client.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { until } from '../../support/until.js';
import { openFolderForEach, PLAIN_OPTIONS, type OpenSandbox } from '../open-sandbox.js';
import { arrived, makeCompany, makeWebhook, openReceiverForEach, triedTimes } from './receiver.js';

describe('deliveries over a restart', () => {
  const folder = openFolderForEach();
  const receiver = openReceiverForEach();

  async function within(work: (open: OpenSandbox) => Promise<void>): Promise<void> {
    const sandbox = await startSandbox({ ...PLAIN_OPTIONS, stateDir: folder.path });
    try {
      await work({ sandbox, control: createSandboxControl(sandbox.tradegeckoUrl) });
    } finally {
      await sandbox.close();
    }
  }

  it('are made when the sandbox ended in the middle of one, under the same id', async () => {
    receiver.answer = 'silence';
    await within(async (open) => {
      await makeWebhook(open, receiver.address);
      await makeCompany(open);
      await arrived(receiver, 1);
    });
    receiver.answer = 200;

    await within(async (open) => {
      const [first, second] = await arrived(receiver, 2);
      const delivery = await until('received', async () => {
        const [found] = await open.control.tradegecko.webhookDeliveries();
        return found?.state === 'received' && found;
      });

      assert.equal(first?.headers['x-gecko-delivery'], second?.headers['x-gecko-delivery']);
      assert.equal(delivery.attempts.length, 1);
    });
  });

  it('are written in one piece with the change that they tell of', async () => {
    await within(async (open) => {
      await makeWebhook(open, receiver.address);
      await makeCompany(open, 'Written');

      const lines = readFileSync(join(folder.path, 'sandbox.jsonl'), 'utf8').split('\n');
      const line = lines.find((text) => text.includes('"Written"'));

      assert.match(line ?? '', /"tradegecko\.webhook-deliveries"/);
    });
  });

  it('keep the pause that was begun', async () => {
    receiver.answer = 500;
    let dueAt: string | null = null;
    await within(async (open) => {
      await makeWebhook(open, receiver.address);
      await makeCompany(open);
      ({ dueAt } = await triedTimes(open, 1));
    });

    await within(async (open) => {
      const [delivery] = await open.control.tradegecko.webhookDeliveries();

      assert.deepEqual([delivery?.dueAt, delivery?.attempts.length], [dueAt, 1]);
    });
  });
});
