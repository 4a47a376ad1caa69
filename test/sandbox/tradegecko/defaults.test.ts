import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { call, createOrder, documentOf, idOf, rootOf, rowsOf, type Answer, type Document } from './gecko-api.js';

describe('what stands where nothing was sent', () => {
  const open = openSandboxForEach();
  const post = (path: string, body: Document): Promise<Answer> => call(open, path, { method: 'POST', body });
  const put = (path: string, body: Document): Promise<Answer> => call(open, path, { method: 'PUT', body });
  const account = async (): Promise<Document> => rootOf(await call(open, '/accounts/current'), 'account');

  it("T10.21 takes an order's place, currency, price list and tax treatment from the account", async () => {
    const currency = rootOf(await post('/currencies', { currency: { iso: 'nzd', rate: '1.5' } }), 'currency');
    await put('/accounts/current', {
      account: {
        primary_location_id: 8402,
        default_currency_id: idOf(currency),
        default_order_price_list_id: 'wholesale',
        default_tax_treatment: 'inclusive',
      },
    });

    const order = await createOrder(open, []);
    const sent = await createOrder(open, [], { stock_location_id: 8401, currency_iso: 'USD' });
    const byCode = await createOrder(open, [], { currency_iso: 'NZD' });

    assert.deepEqual([order['stock_location_id'], order['currency_id']], [8402, idOf(currency)]);
    assert.deepEqual([order['default_price_list_id'], order['tax_treatment']], ['wholesale', 'inclusive']);
    assert.deepEqual([sent['stock_location_id'], sent['currency_id']], [8401, 301]);
    assert.equal(byCode['currency_id'], idOf(currency));
  });

  it("T6.8 puts a new variant's first stock into the account's primary location", async () => {
    await put('/accounts/current', { account: { primary_location_id: 8402 } });
    const product_id = idOf(rootOf(await post('/products', { product: { name: 'Mug' } }), 'product'));

    const variant = { product_id, sku: 'MUG', initial_stock_level: '4' };
    const made = rootOf(await post('/variants', { variant }), 'variant');

    const places = rowsOf(made, 'locations').map((place) => [place['location_id'], place['stock_on_hand']]);
    assert.deepEqual(places, [[8402, '4']]);
  });

  for (const [plural, root, names, sent] of [
    ['contacts', 'contact', ['phone', 'phone_number'], { company_id: 70001, first_name: 'Pat', phone: '555-0100' }],
    [
      'companies',
      'company',
      ['default_price_type_id', 'default_price_list_id'],
      { name: 'Firm', company_type: 'business', default_price_type_id: 'wholesale' },
    ],
  ] as const) {
    it(`T10.18 takes ${names[0]} for ${names[1]} in ${plural}, and shows both alike`, async () => {
      const made = rootOf(await post(`/${plural}`, { [root]: sent }), root);
      const value = documentOf(sent)[names[0]];
      await put(`/${plural}/${idOf(made)}`, { [root]: { [names[1]]: 'retail', [names[0]]: 'ignored' } });
      const changed = rootOf(await call(open, `/${plural}/${idOf(made)}`), root);

      assert.deepEqual([made[names[0]], made[names[1]]], [value, value]);
      assert.deepEqual([changed[names[0]], changed[names[1]]], ['retail', 'retail']);
    });
  }

  it("T10.18 keeps both names of an account's settings alike, whichever was written", async () => {
    await put('/accounts/current', {
      account: { default_order_price_type_id: 'wholesale', default_tax_type: 'inclusive' },
    });
    const old = await account();
    await put('/accounts/current', { account: { default_purchase_order_price_list_id: 'retail' } });
    const late = await account();

    assert.deepEqual(
      [old['default_order_price_list_id'], old['default_order_price_type_id']],
      ['wholesale', 'wholesale'],
    );
    assert.deepEqual([old['default_tax_treatment'], old['default_tax_type']], ['inclusive', 'inclusive']);
    assert.equal(late['default_purchase_order_price_type_id'], 'retail');
  });

  it("T10.13 changes a user's rights, which hold from the next call on", async () => {
    const changed = await put('/users/201', { user: { permissions: ['read_products', 'write_orders', 'fly'] } });

    const user = rootOf(await call(open, '/users/current'), 'user');
    assert.deepEqual([changed.status, user['permissions']], [204, ['read_products', 'write_orders']]);
    assert.equal((await post('/products', { product: { name: 'Mug' } })).status, 403);
  });

  for (const [country, code] of [
    ['nz', 'NZ'],
    ['New Zealand', 'NZ'],
    ['united states', 'US'],
    ['Middle Earth', null],
    [null, null],
  ] as const) {
    it(`T10.7 takes ${String(code)} for the code of ${country ?? 'no country'}`, async () => {
      const address = { company_id: 70001, address1: '1 Main St', country };

      const made = rootOf(await post('/addresses', { address }), 'address');

      assert.deepEqual([made['country'], made['country_code']], [country, code]);
    });
  }
});
