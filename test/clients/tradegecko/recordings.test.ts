import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { readFailure } from '../../../src/clients/tradegecko/errors.js';
import {
  fulfillmentsAnswer,
  ordersAnswer,
  userAnswer,
  variantsAnswer,
} from '../../../src/clients/tradegecko/schemas.js';
import { isLive, readItem, readSalesOrder, readShipment } from '../../../src/clients/tradegecko/translate.js';

/** A folder of recorded responses of the real service, one JSON file each; the tests are skipped without it. */
const FOLDER = process.env['ORDERBRIDGE_RECORDINGS'];

interface Recording {
  readonly file: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function recordings(folder: string): readonly Recording[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !file.startsWith('_'))
    .flatMap((file) => {
      const recorded: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      const response = isRecord(recorded) ? recorded['response'] : undefined;
      if (!isRecord(response) || !isRecord(response['body'])) return [];
      return [{ file, status: Number(response['status']), body: response['body'] }];
    });
}

describe('recorded answers of TradeGecko', () => {
  if (FOLDER === undefined) it('are read where ORDERBRIDGE_RECORDINGS names their folder');
  for (const { file, status, body } of FOLDER === undefined ? [] : recordings(FOLDER)) {
    it(`are read: ${file}`, () => {
      if (status >= 400) {
        const answer = { status, headers: {}, body: JSON.stringify(body) };
        const call = { service: 'TradeGecko', method: 'POST', path: '/' };
        assert.doesNotMatch(readFailure({ call, answer, retryAfterMs: 0, sensitive: [] }).details.what, /status/);
      }
      if ('variants' in body) variantsAnswer.parse(body).variants.forEach((row) => [isLive(row), readItem(row)]);
      if ('orders' in body) ordersAnswer.parse(body).orders.forEach(readSalesOrder);
      if ('fulfillments' in body) fulfillmentsAnswer.parse(body).fulfillments.forEach(readShipment);
      if ('user' in body) userAnswer.parse(body);
    });
  }
});
