import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judge } from './judge.js';
import { listRecordings, recordingsFolder } from './recordings.js';

describe('recorded answers of TradeGecko', () => {
  const folder = recordingsFolder();
  if (folder === undefined) it('are read where ORDERBRIDGE_RECORDINGS names their folder');
  for (const recording of folder === undefined ? [] : listRecordings(folder)) {
    it(`are read by the client and answered alike by the sandbox: ${recording.file}`, async () => {
      assert.deepEqual((await judge(recording.read())).differences, []);
    });
  }
});
