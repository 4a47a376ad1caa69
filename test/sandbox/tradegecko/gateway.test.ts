import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import {
  answerOf,
  call,
  createOrder,
  documentOf,
  effectsOf,
  idOf,
  makeVariant,
  orderOf,
  rootOf,
  rowsOf,
} from './gecko-api.js';

describe("the TradeGecko side's front door", () => {
  const open = openSandboxForEach();

  for (const authorization of ['', 'Bearer wrong', 'Basic dXNlcjpwYXNz']) {
    it(`T1.3 T5.3 refuses "${authorization}" with 401 and takes nothing from the quota`, async () => {
      const answer = await call(open, '/orders', { headers: { authorization } });

      assert.equal(answer.status, 401);
      assert.equal(answer.json['type'], 'Unauthorized');
      assert.equal(answer.headers.get('x-rate-limit-remaining'), '300');
    });
  }

  it('T5.12 answers unrecorded bodies empty when the switch says so', async () => {
    await open.control.turnSwitches({ 'tradegecko.unrecorded-bodies': 'empty' });

    const answer = await call(open, '/orders', { headers: { authorization: 'Bearer wrong' } });

    assert.deepEqual([answer.status, answer.text], [401, '']);
  });

  it('T1.24 T4.2 sends the standing headers with every answer, errors included', async () => {
    for (const path of ['/orders', '/orders/1', '/nothing']) {
      const { headers } = await call(open, path);

      assert.equal(headers.get('x-frame-options'), 'SAMEORIGIN');
      assert.equal(headers.get('x-xss-protection'), '1; mode=block');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
      assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
      assert.match(headers.get('x-runtime') ?? '', /^\d+\.\d{6}$/);
      assert.equal(headers.get('x-rate-limit-limit'), '300');
    }
  });

  it('T1.25 sends the caching headers of 2020 and no Etag', async () => {
    const { headers } = await call(open, '/locations');

    assert.deepEqual([headers.get('cache-control'), headers.get('etag')], ['no-cache, no-store', null]);
  });

  it('T1.1 has no version in its paths', async () => {
    assert.equal((await call(open, '/v1/locations')).status, 404);
  });

  it('answers HEAD with the head of the read', async () => {
    const [read, head] = [await call(open, '/locations'), await call(open, '/locations', { method: 'HEAD' })];

    assert.deepEqual([head.status, head.text], [200, '']);
    assert.equal(head.headers.get('x-pagination'), read.headers.get('x-pagination'));
    assert.equal(head.headers.get('content-type'), read.headers.get('content-type'));
  });

  for (const method of ['PATCH', 'OPTIONS', 'PROPFIND', 'DELETE']) {
    it(`answers ${method} /locations with 404, as a path that no route has`, async () => {
      const answer = await call(open, '/locations', { method });

      assert.deepEqual([answer.status, answer.json['type']], [404, 'Not Found']);
    });
  }

  it("T5.8 T5.13 names a wrong record's fields, each with a list of texts, and no type", async () => {
    const answer = await call(open, '/companies', { method: 'POST', body: { company: { name: '' } } });

    assert.equal(answer.status, 422);
    assert.deepEqual(Object.keys(answer.json), ['errors']);
    assert.deepEqual(documentOf(answer.json['errors'])['name'], ["can't be blank"]);
  });

  it('T5.9 answers a failed action with a plain list of texts', async () => {
    const id = idOf(await createOrder(open, []));
    await call(open, `/orders/${id}/actions/void`, { method: 'POST' });
    const { status, json } = await call(open, `/orders/${id}/actions/pack`, { method: 'POST' });

    assert.equal(status, 422);
    assert.ok(Array.isArray(json['errors']) && json['errors'].every((text) => typeof text === 'string'));
  });

  for (const status of [500, 503, 520]) {
    it(`T4.8 T5.11 answers ${status} in any form only when a fault says so`, async () => {
      const body = '<html><body>Sorry</body></html>';
      await open.control.addFaults({ service: 'tradegecko', place: 'before', kind: 'status', status, body });

      const struck = await call(open, '/locations');

      assert.deepEqual([struck.status, struck.text], [status, body]);
      assert.equal((await call(open, '/locations')).status, 200);
    });
  }

  it('T5.18 has created the order whose answer was an error', async () => {
    await open.control.addFaults({ service: 'tradegecko', place: 'after', kind: 'status', status: 500 });
    const body = orderOf([], { order_number: 'HZ-1' });

    const answer = await call(open, '/orders', { method: 'POST', body });

    assert.equal(answer.status, 500);
    assert.equal(rowsOf((await call(open, '/orders?order_number=HZ-1')).json, 'orders').length, 1);
  });

  it('tells the date in sandbox time', async () => {
    await open.control.advanceClock(86_400_000);

    const { headers } = await call(open, '/orders');

    assert.ok(Date.parse(headers.get('date') ?? '') > Date.now() + 86_000_000);
  });

  for (const path of ['/locations', '/locations/', '/locations.json', '/locations.json/']) {
    it(`T1.1 T1.2 answers ${path}`, async () => {
      assert.equal(rowsOf((await call(open, path)).json, 'locations').length, 2);
    });
  }

  it('T5.6 T5.13 says which record it could not find', async () => {
    const answer = await call(open, '/orders/12345');

    assert.equal(answer.status, 404);
    assert.deepEqual(answer.json, { type: 'Not Found', message: "Couldn't find order with id 12345" });
  });

  for (const count of [900, 9_000]) {
    it(`T5.7 refuses an address that is too long with 414: ${count} ids`, async () => {
      const ids = Array.from({ length: count }, (_, at) => `ids[]=${at}`).join('&');

      assert.equal((await call(open, `/orders?${ids}`)).status, 414);
    });
  }

  for (const [body, message] of [
    ['{"order":', 'There was a problem in the JSON you submitted'],
    ['[]', 'There was a problem in the JSON you submitted'],
    ['{}', 'Required parameter missing: order'],
  ] as const) {
    it(`T1.4 T5.1 T5.13 refuses the body ${body} with 400`, async () => {
      const answer = await call(open, '/orders', { method: 'POST', body });

      assert.equal(answer.status, 400);
      assert.deepEqual(answer.json, { type: 'Bad Request', message });
    });
  }

  it('T1.5 takes a form as it takes JSON', async () => {
    const id = await makeVariant(open, 'MUG');
    const form = new URLSearchParams([
      ['order[company_id]', '70001'],
      ['order[issued_at]', '2026-11-20'],
      ['order[shipping_address][label]', 'Form'],
      ['order[shipping_address][address1]', '1 Main St'],
      ['order[tags][]', 'a'],
      ['order[tags][]', 'b'],
      ['order[order_line_items][][variant_id]', String(id)],
      ['order[order_line_items][][quantity]', '2'],
      ['order[order_line_items][][variant_id]', String(id)],
      ['order[order_line_items][][quantity]', '3'],
    ]);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };

    const order = rootOf(await call(open, '/orders', { method: 'POST', headers, body: form.toString() }), 'order');

    assert.deepEqual([order['total'], order['tags']], ['25.0', ['a', 'b']]);
  });

  it('T1.20 T1.21 T1.23 tells whose token it is', async () => {
    const account = rootOf(await call(open, '/accounts/current'), 'account');
    const user = rootOf(await call(open, '/users/current'), 'user');
    const accounts = rowsOf((await call(open, '/accounts')).json, 'accounts');

    assert.deepEqual([account['id'], user['id'], accounts.map(idOf)], [101, 201, [101]]);
    assert.deepEqual([account['default_tax_rate'], account['location_ids']], [0, [8401, 8402]]);
  });

  it('writes calls in its own words and effects into the ledger', async () => {
    const order = await createOrder(open, []);
    await call(open, `/orders/${String(order['id'])}`);

    const calls = (await open.control.ledger()).filter((entry) => entry.kind === 'call');
    assert.deepEqual(
      calls.map((entry) => [entry.operation, entry.status, entry.quotaRemaining]),
      [
        ['POST /orders', 201, 299],
        ['GET /orders/:id', 200, 298],
      ],
    );
    assert.deepEqual(await effectsOf(open), [['call', 'order.created']]);
  });

  it('answers without a token only where the control API is', async () => {
    const answer = await answerOf(await fetch(`${open.sandbox.tradegeckoUrl}/_sandbox`));

    assert.equal(answer.status, 200);
  });
});
