import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { listLink, orderLink, UI_LISTS } from '../../src/commands/ui-links.js';
import { connectionId } from '../../src/domain/ids.js';

const FAR = { address: 'temporal.example:7233', namespace: 'shop space' };
const ENV = { ORDERBRIDGE_UI_URL: 'https://ui.example/' };

describe('links into the Web UI', () => {
  it('are there only where its address is known', () => {
    assert.equal(listLink({}, FAR, { list: 'held' }), null);
    assert.equal(orderLink({}, FAR, 'order/main/1'), null);
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      const link = listLink({}, { ...FAR, address: `${host}:7233` }, { list: 'held' });
      assert.match(link ?? '', /^http:\/\/localhost:8233\/namespaces\/shop%20space\/workflows\?query=/);
    }
  });

  it('lead to where the server itself says that its Web UI is, unless somebody named another', () => {
    const place = { address: '127.0.0.1:41233', namespace: 'default', uiUrl: 'http://127.0.0.1:40999' };

    assert.match(orderLink({}, place, 'order/main/1') ?? '', /^http:\/\/127\.0\.0\.1:40999\/namespaces/);
    assert.match(orderLink(ENV, place, 'order/main/1') ?? '', /^https:\/\/ui\.example\/namespaces/);
  });

  it('hold the filter of the list, of one connection or of all', () => {
    const held = 'OrderStage="held" AND ExecutionStatus="Running"';
    for (const [connection, query] of [
      [undefined, held],
      [connectionId('main'), `Connection="main" AND ${held}`],
    ] as const) {
      const link = listLink(ENV, FAR, { list: 'held', ...(connection === undefined ? {} : { connection }) });
      const url = new URL(link ?? '');
      assert.equal(url.searchParams.get('query'), query);
      assert.equal(url.origin, 'https://ui.example');
    }
  });

  it('use only what the Web UI shows as it is', () => {
    for (const { filter } of Object.values(UI_LISTS)) assert.ok(!/!=| IN /.test(filter), filter);
  });
});
