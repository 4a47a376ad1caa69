import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { answerOf, call, documentOf, rootOf, rowsOf, type Answer } from './gecko-api.js';

describe('records from before', () => {
  const open = openSandboxForEach();
  const control = async (method: string, path: string, body: unknown): Promise<Answer> =>
    answerOf(
      await fetch(`${open.sandbox.tradegeckoUrl}/_sandbox/tradegecko${path}`, { method, body: JSON.stringify(body) }),
    );

  it('are planted as the API would show them, with what no client may write', async () => {
    const company = { name: '', status: 'archived', created_at: '2014-03-04T05:06:07.008Z', tags: ['old'], unheard: 1 };

    const { status, json } = await control('POST', '/records/companies', company);

    assert.deepEqual(
      [status, json['status'], json['created_at'], json['tags']],
      [200, 'archived', company.created_at, ['old']],
    );
    assert.equal(rowsOf((await call(open, '/companies?status=archived')).json, 'companies').length, 1);
  });

  it('change the account, of which there is one', async () => {
    await control('POST', '/records/accounts', { name: 'Old Trading', time_zone: 'Asia/Singapore' });

    assert.equal(rootOf(await call(open, '/accounts/current'), 'account')['name'], 'Old Trading');
    assert.equal(rowsOf((await call(open, '/accounts')).json, 'accounts').length, 1);
  });

  it('bring a variant with its product and its places', async () => {
    const { json } = await control('POST', '/records/variants', {
      sku: 'OLD-1',
      product_name: 'Old mug',
      locations: [{ location_id: 8402, stock_on_hand: '-12', committed: '3' }],
    });

    const { stock_on_hand, available_stock, product_name } = json;
    assert.deepEqual([stock_on_hand, available_stock, product_name], ['-12', '-15', 'Old mug']);
  });

  it('are refused where there is no such list, and bundles of unknown parts', async () => {
    await control('PUT', '/variants/PACK', {});

    assert.equal((await control('POST', '/records/orders', {})).status, 404);
    assert.equal((await control('PUT', '/variants/PACK/components', { components: { NONE: 1 } })).status, 404);
    const zero = await control('PUT', '/variants/PACK/components', { components: { PACK: 0 } });
    assert.match(String(documentOf(zero.json)['error']), /must be a number above zero/);
  });
});
