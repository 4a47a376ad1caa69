import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judge } from './judge.js';
import { readRecordings, recordingsFolder } from './recordings.js';

describe('recorded answers of TradeGecko', () => {
  const folder = recordingsFolder();
  if (folder === undefined) it('are read where ORDERBRIDGE_RECORDINGS names their folder');
  for (const recording of folder === undefined ? [] : readRecordings(folder)) {
    it(`are read by the client and answered alike by the sandbox: ${recording.file}`, async () => {
      assert.deepEqual((await judge(recording)).differences, []);
    });
  }
});
