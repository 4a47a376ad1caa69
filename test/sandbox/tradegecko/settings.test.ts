import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, createOrder, idOf, makeVariant, rootOf, rowsOf } from './gecko-api.js';

describe('an account and its settings', () => {
  const open = openSandboxForEach();
  const post = (path: string, body: Document): Promise<Answer> => call(open, path, { method: 'POST', body });
  const put = (path: string, body: Document): Promise<Answer> => call(open, path, { method: 'PUT', body });
  const keysOf = async (path: string, root: string): Promise<string> =>
    Object.keys(rootOf(await call(open, path), root)).join(' ');

  const shows = (path: string, root: string, keys: string) => async (): Promise<void> => {
    assert.equal(await keysOf(path, root), keys.replaceAll(/\s+/g, ' '));
  };

  it(
    'T10.10 shows /accounts/current with its documented fields, in their order',
    shows(
      '/accounts/current',
      'account',
      `id created_at updated_at contact_email contact_mobile contact_phone country default_order_price_list_id
       default_purchase_order_price_list_id default_sales_ledger_account_on default_tax_treatment
       default_document_theme_id industry logo_url name stock_level_warn tax_label tax_number tax_number_label time_zone
       website primary_location_id primary_billing_location_id default_currency_id default_payment_method_id
       default_payment_term_id billing_contact_id default_sales_order_tax_type_id default_purchase_order_tax_type_id
       default_tax_exempt_id default_tax_rate default_tax_type default_tax_type_id default_order_price_type_id
       default_purchase_order_price_type_id location_ids user_ids`,
    ),
  );
  it(
    'T10.13 shows /users/current with its documented fields, in their order',
    shows(
      '/users/current',
      'user',
      `id created_at updated_at action_items_email avatar_url billing_contact email first_name last_name last_sign_in_at
       location login_id mobile notification_email permissions phone_number position sales_report_email status
       account_id`,
    ),
  );
  it(
    'T10.1 shows /companies/70001 with its documented fields, in their order',
    shows(
      '/companies/70001',
      'company',
      `id created_at updated_at assignee_id default_ledger_account_id default_payment_method_id default_payment_term_id
       default_stock_location_id default_tax_type_id company_code company_type default_discount_rate
       default_price_list_id default_tax_rate default_document_theme_id description email fax name phone_number status
       tax_number website tags address_ids contact_ids note_ids default_price_type_id`,
    ),
  );
  it(
    'T10.14 shows /currencies/301 with its documented fields, in their order',
    shows(
      '/currencies/301',
      'currency',
      'id created_at updated_at delimiter format iso name precision rate separator symbol status subunit',
    ),
  );
  it(
    'T10.16 shows /tax_types/401 with its documented fields, in their order',
    shows(
      '/tax_types/401',
      'tax_type',
      'id code imported_from name status quickbooks_online_id xero_online_id effective_rate tax_component_ids',
    ),
  );
  it(
    'T10.17 shows /payment_terms/501 with its documented fields, in their order',
    shows('/payment_terms/501', 'payment_term', 'id name due_in_days status from'),
  );
  it(
    'T10.112 shows /payment_methods/601 with its documented fields, in their order',
    shows('/payment_methods/601', 'payment_method', 'id created_at updated_at name is_default'),
  );
  it(
    'T10.20 shows /price_lists/retail with its documented fields, in their order',
    shows(
      '/price_lists/retail',
      'price_list',
      'id code name is_cost currency_id currency_symbol currency_iso is_default position',
    ),
  );
  it(
    'T6.3.15 shows /locations/8401 with its documented fields, in their order',
    shows(
      '/locations/8401',
      'location',
      'id created_at updated_at address1 address2 city country holds_stock label state status suburb zip_code',
    ),
  );

  it('T2.21 T10.10 T10.12 shows one account, which can only be updated', async () => {
    const listed = rowsOf((await call(open, '/accounts')).json, 'accounts');
    const changed = await put('/accounts/current', { account: { tax_label: 'VAT' } });
    const { tax_label, default_tax_rate } = rootOf(await call(open, '/accounts/current'), 'account');

    assert.deepEqual([listed.length, changed.status, tax_label, default_tax_rate], [1, 204, 'VAT', 0]);
    assert.equal((await post('/accounts', { account: { name: 'x', country: 'US' } })).status, 404);
    assert.equal((await call(open, `/accounts/101`, { method: 'DELETE' })).status, 404);
  });

  it('T10.13 updates a user', async () => {
    const { id } = rootOf(await call(open, '/users/current'), 'user');

    await put(`/users/${String(id)}`, { user: { position: 'Buyer' } });

    assert.equal(rootOf(await call(open, '/users/current'), 'user')['position'], 'Buyer');
  });

  it('T10.14 creates a currency, with its rate as a decimal text', async () => {
    const made = rootOf(await post('/currencies', { currency: { iso: 'NZD', rate: 1.1 } }), 'currency');
    const refused = await post('/currencies', { currency: { iso: 'dollar' } });

    assert.deepEqual([made['iso'], made['rate'], made['precision']], ['NZD', '1.1', 2]);
    assert.deepEqual(refused.json['errors'], { iso: ['is invalid'] });
    assert.deepEqual((await post('/currencies', { currency: {} })).json['errors'], { iso: ["can't be blank"] });
  });

  for (const [rates, effective] of [
    [[], '0.0'],
    [[['7', false]], '7.0'],
    [
      [
        ['10', false],
        ['5', false],
        ['1', true],
      ],
      '16.15',
    ],
  ] as const) {
    it(`T10.15 T10.16 adds ${rates.length} components up to ${effective}`, async () => {
      const tax_components = rates.map(([rate, compound], at) => ({ label: `Part ${at}`, rate, compound }));

      const { json } = await post('/tax_types', { tax_type: { name: 'Tax', code: 'T', tax_components } });
      const type = rowsOf({ types: [json['tax_type']] }, 'types')[0] ?? {};

      assert.deepEqual(Object.keys(json), ['tax_components', 'tax_type']);
      assert.equal(type['effective_rate'], effective);
      assert.deepEqual(rowsOf(json, 'tax_components').map(idOf), type['tax_component_ids']);
    });
  }

  it('T10.15 reckons anew when a component changes', async () => {
    const tax_components = [{ label: 'A', rate: '10' }];
    const { json } = await post('/tax_types', { tax_type: { name: 'Tax', tax_components } });
    const [part = {}] = rowsOf(json, 'tax_components');

    await put(`/tax_components/${idOf(part)}`, { tax_component: { rate: '12.5' } });

    const { tax_type_id } = part;
    const type = rootOf(await call(open, `/tax_types/${String(tax_type_id)}`), 'tax_type');
    assert.equal(type['effective_rate'], '12.5');
  });

  it('T10.17 takes payment terms from now or from the end of the month', async () => {
    const term = { name: 'NET30', due_in_days: '30', from: 'eom' };
    const made = rootOf(await post('/payment_terms', { payment_term: term }), 'payment_term');

    assert.deepEqual([made['due_in_days'], made['from']], [30, 'eom']);
    assert.equal((await post('/payment_terms', { payment_term: { name: 'x', from: 'later' } })).status, 422);
  });

  it('T2.10 T10.19 T10.20 names the three built-in price lists and numbers the others', async () => {
    const list = { name: 'Friends', code: 'FR', currency_id: 301 };
    const made = rootOf(await post('/price_lists', { price_list: list }), 'price_list');

    const ids = rowsOf((await call(open, '/price_lists')).json, 'price_lists').map((row) => row['id']);
    assert.deepEqual(ids, [idOf(made), 'retail', 'wholesale', 'buy']);
    assert.deepEqual([made['currency_iso'], made['currency_symbol']], ['USD', '$']);
    assert.equal(rowsOf((await call(open, '/price_lists?ids[]=buy')).json, 'price_lists').length, 1);
    assert.equal((await call(open, '/price_lists/none')).status, 404);
  });

  it('T6.3.15 refuses a location without label, address and country, or with the label of an active one', async () => {
    const location = { label: 'Attic', address1: '1 Main St', country: 'US' };
    const blank = await post('/locations', { location: {} });
    const made = rootOf(await post('/locations', { location }), 'location');
    const taken = await post('/locations', { location });
    await call(open, `/locations/${idOf(made)}`, { method: 'DELETE' });

    assert.deepEqual(Object.keys(rowsOf({ rows: [blank.json['errors']] }, 'rows')[0] ?? {}), [
      'address1',
      'country',
      'label',
    ]);
    assert.deepEqual(taken.json['errors'], { label: ['has already been taken'] });
    assert.equal((await post('/locations', { location })).status, 201);
  });

  it('T10.4 T10.9 keeps a contact with its company, and shows its old name of a number', async () => {
    const contact = { company_id: 70001, first_name: 'Pat', phone_number: '555-0100' };
    const refused = await post('/contacts', { contact: {} });
    const made = rootOf(await post('/contacts', { contact }), 'contact');
    await put(`/contacts/${idOf(made)}`, { contact: { company_id: 1, last_name: 'Doe' } });

    assert.deepEqual(refused.json['errors'], { company_id: ["can't be blank"], first_name: ["can't be blank"] });
    const after = rootOf(await call(open, `/contacts/${idOf(made)}`), 'contact');
    assert.deepEqual([after['company_id'], after['last_name'], after['phone']], [70001, 'Doe', '555-0100']);
    assert.deepEqual(rootOf(await call(open, '/companies/70001'), 'company')['contact_ids'], [idOf(made)]);
    assert.equal(rowsOf((await call(open, '/contacts?company_id=70001&status=active')).json, 'contacts').length, 1);
    assert.equal(rowsOf((await call(open, '/contacts?company_id=1')).json, 'contacts').length, 0);
    assert.equal(
      Object.keys(made).join(' '),
      'id created_at updated_at company_id email fax first_name last_name location mobile notes phone_number position ' +
        'status iguana_admin online_ordering invitation_accepted_at phone',
    );
  });

  it('T3.26 T10.5 shows an address with its documented fields, in their order', async () => {
    const address = { company_id: 70001, address1: '1 Main St', label: 'Home', country: 'NZL', country_code: 'NZ' };
    const made = rootOf(await post('/addresses', { address }), 'address');

    assert.equal(made['country_code'], 'NZ');
    assert.equal(
      Object.keys(made).join(' '),
      'id created_at updated_at company_id address1 address2 city company_name country country_code email first_name ' +
        'last_name label phone_number state status suburb zip_code',
    );
  });

  it('T10.2 T10.3 refuses a type and a status of a company that do not exist', async () => {
    const refused = await post('/companies', { company: { name: 'x', company_type: 'club', status: 'gone' } });

    assert.deepEqual(refused.json['errors'], {
      company_type: ['is not included in the list', "can't be blank"],
      status: ['is not included in the list'],
    });
  });

  it('T2.9 T2.17 T2.22 writes timestamps with milliseconds, days without a time, and an empty total as 0', async () => {
    const order = await createOrder(open, [], { issued_at: '2026-11-20T10:00:00Z', ship_at: 'Nov 24 2026' });

    assert.match(String(order['created_at']), /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
    assert.deepEqual([order['issued_at'], order['ship_at'], order['total']], ['2026-11-20', '2026-11-24', 0]);
  });

  it('T2.29 T10.11 sends the keys of 2014, in their order, when the switch says so', async () => {
    const id = await makeVariant(open, 'MUG');
    await open.control.turnSwitches({ 'tradegecko.era': '2014' });

    const account = rootOf(await call(open, '/accounts/current'), 'account');
    const [location = {}] = rowsOf((await call(open, '/locations')).json, 'locations');
    const variant = rootOf(await call(open, `/variants/${id}`), 'variant');

    assert.ok('subscription_name' in account && 'expires_at' in account);
    assert.deepEqual(Object.keys(location).slice(0, 6), ['id', 'city', 'country', 'label', 'state', 'address1']);
    assert.deepEqual(Object.keys(variant).slice(0, 4), ['id', 'product_id', 'sku', 'reorder_point']);
    assert.equal(variant['sku'], 'MUG');
  });

  it('tells webhooks what is made, and tells none of what is planted', async () => {
    for (const event of ['product.create', 'contact.update', 'location.create']) {
      await post('/webhooks', { webhook: { address: 'http://127.0.0.1:9/none', event } });
    }
    const contact = rootOf(await post('/contacts', { contact: { company_id: 70001, first_name: 'Pat' } }), 'contact');
    await put(`/contacts/${idOf(contact)}`, { contact: { last_name: 'Doe' } });
    await post('/products', { product: { name: 'Lamp' } });
    const plant = `${open.sandbox.tradegeckoUrl}/_sandbox/tradegecko/records/locations`;
    await fetch(plant, { method: 'POST', body: JSON.stringify({ label: 'Old attic' }) });

    const response = await fetch(`${open.sandbox.tradegeckoUrl}/_sandbox/tradegecko/webhook-deliveries`);
    const text = await response.text();

    assert.deepEqual(
      ['product.create', 'contact.update', 'location.create'].map((event) => text.includes(event)),
      [true, true, false],
    );
  });
});
