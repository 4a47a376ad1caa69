import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { answerOf, call, createOrder, effectsOf, makeVariant, rootOf, rowsOf } from './gecko-api.js';

describe("the TradeGecko side's front door", () => {
  const open = openSandboxForEach();

  for (const authorization of ['', 'Bearer wrong', 'Basic dXNlcjpwYXNz']) {
    it(`refuses "${authorization}" with 401 and takes nothing from the quota`, async () => {
      const answer = await call(open, '/orders', { headers: { authorization } });

      assert.equal(answer.status, 401);
      assert.equal(answer.json['type'], 'Unauthorized');
      assert.equal(answer.headers.get('x-rate-limit-remaining'), '300');
    });
  }

  it('answers unrecorded bodies empty when the switch says so', async () => {
    await open.control.turnSwitches({ 'tradegecko.unrecorded-bodies': 'empty' });

    const answer = await call(open, '/orders', { headers: { authorization: 'Bearer wrong' } });

    assert.deepEqual([answer.status, answer.text], [401, '']);
  });

  it('sends the standing headers with every answer, errors included', async () => {
    for (const path of ['/orders', '/orders/1', '/nothing']) {
      const { headers } = await call(open, path);

      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
      assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
      assert.match(headers.get('x-runtime') ?? '', /^\d+\.\d{6}$/);
      assert.equal(headers.get('x-rate-limit-limit'), '300');
    }
  });

  it('tells the date in sandbox time', async () => {
    await open.control.advanceClock(86_400_000);

    const { headers } = await call(open, '/orders');

    assert.ok(Date.parse(headers.get('date') ?? '') > Date.now() + 86_000_000);
  });

  for (const path of ['/locations', '/locations/', '/locations.json', '/locations.json/']) {
    it(`answers ${path}`, async () => {
      assert.equal(rowsOf((await call(open, path)).json, 'locations').length, 2);
    });
  }

  it('says which record it could not find', async () => {
    const answer = await call(open, '/orders/12345');

    assert.equal(answer.status, 404);
    assert.deepEqual(answer.json, { type: 'Not Found', message: "Couldn't find order with id 12345" });
  });

  it('refuses an address that is too long with 414', async () => {
    const ids = Array.from({ length: 900 }, (_, at) => `ids[]=${at}`).join('&');

    assert.equal((await call(open, `/orders?${ids}`)).status, 414);
  });

  for (const [body, message] of [
    ['{"order":', 'There was a problem in the JSON you submitted'],
    ['[]', 'There was a problem in the JSON you submitted'],
    ['{}', 'Required parameter missing: order'],
  ] as const) {
    it(`refuses the body ${body} with 400`, async () => {
      const answer = await call(open, '/orders', { method: 'POST', body });

      assert.equal(answer.status, 400);
      assert.deepEqual(answer.json, { type: 'Bad Request', message });
    });
  }

  it('takes a form as it takes JSON', async () => {
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

  it("tells whose token it is and what the token's user may do", async () => {
    const account = rootOf(await call(open, '/accounts/current'), 'account');
    const user = rootOf(await call(open, '/users/current'), 'user');

    assert.deepEqual([account['default_tax_rate'], account['location_ids']], [0, [8401, 8402]]);
    assert.deepEqual(user['permissions'], [
      'read_reports',
      'read_products',
      'write_stocks',
      'write_orders',
      'write_products',
      'write_settings',
      'write_companies',
      'read_buy_prices',
    ]);
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
