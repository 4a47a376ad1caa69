import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MARKETPLACE_COMPANY_ID } from '../../../src/sandbox/tradegecko/service.js';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, documentOf, idOf, rootOf, rowsOf } from './gecko-api.js';

describe('companies and addresses', () => {
  const open = openSandboxForEach();
  const post = (path: string, body: Document): Promise<Answer> => call(open, path, { method: 'POST', body });
  const address = (changes: Document): Document => ({
    address: { company_id: MARKETPLACE_COMPANY_ID, address1: '1 Main St', label: 'Home', country: 'us', ...changes },
  });

  it('T2.12 T2.24 T10.2 creates a company, refuses one without name and type, and changes only what is sent', async () => {
    const refused = await post('/companies', { company: { email: 'x@y.example' } });
    const company = rootOf(await post('/companies', { company: { name: 'Pat', company_type: 'consumer' } }), 'company');
    const changed = await call(open, `/companies/${idOf(company)}`, { method: 'PUT', body: { company: { fax: '1' } } });

    assert.deepEqual(refused.json['errors'], { company_type: ["can't be blank"], name: ["can't be blank"] });
    assert.equal(changed.status, 204);
    const { name, fax } = rootOf(await call(open, `/companies/${idOf(company)}`), 'company');
    assert.deepEqual([name, fax], ['Pat', '1']);
  });

  it('T10.7 creates an address of a company, with the code of its country', async () => {
    const made = rootOf(await post('/addresses', address({})), 'address');
    const spelt = rootOf(await post('/addresses', address({ label: 'Other', country: 'New Zealand' })), 'address');
    const unheardOf = rootOf(await post('/addresses', address({ label: 'Third', country: 'Atlantis' })), 'address');

    assert.deepEqual([made['country'], made['country_code']], ['us', 'US']);
    assert.deepEqual([spelt['country'], spelt['country_code']], ['New Zealand', 'NZ']);
    assert.deepEqual([unheardOf['country'], unheardOf['country_code']], ['Atlantis', null]);
    const listed = rowsOf((await call(open, `/addresses?company_id=${MARKETPLACE_COMPANY_ID}`)).json, 'addresses');
    assert.deepEqual(listed.map(idOf), [idOf(unheardOf), idOf(spelt), idOf(made)]);
  });

  for (const [what, changes, errors] of [
    ['a label that the company has', {}, { label: ['has already been taken'] }],
    ['no street', { label: 'New', address1: ' ' }, { address1: ["can't be blank"] }],
    ['an unknown company', { company_id: 1 }, { company_id: ['must exist'] }],
  ] as const) {
    it(`T10.5 T10.6 refuses an address with ${what}`, async () => {
      await post('/addresses', address({}));

      assert.deepEqual((await post('/addresses', address(changes))).json['errors'], errors);
    });
  }

  it('T10.8 T10.9 answers the update of an address with its record, and keeps its company', async () => {
    const made = rootOf(await post('/addresses', address({})), 'address');

    const answer = await call(open, `/addresses/${idOf(made)}`, {
      method: 'PUT',
      body: { address: { city: 'Reno', company_id: 1 } },
    });

    const changed = documentOf(answer.json['address']);
    assert.deepEqual(
      [answer.status, changed['city'], changed['label'], changed['company_id']],
      [200, 'Reno', 'Home', MARKETPLACE_COMPANY_ID],
    );
  });

  it('T2.13 T2.26 T10.3 leaves archived companies out of lists but not out of reach', async () => {
    const path = `/companies/${MARKETPLACE_COMPANY_ID}`;
    await call(open, path, { method: 'PUT', body: { company: { status: 'archived' } } });

    const count = async (query: string): Promise<number> =>
      rowsOf((await call(open, `/companies?${query}`)).json, 'companies').length;
    assert.deepEqual([await count(''), await count('status=archived')], [0, 1]);
    assert.equal(rootOf(await call(open, path), 'company')['status'], 'archived');
  });

  for (const [plural, count] of [
    ['currencies', 1],
    ['tax_types', 1],
    ['payment_terms', 1],
    ['payment_methods', 3],
    ['price_lists', 3],
    ['locations', 2],
    ['images', 0],
    ['contacts', 0],
    ['users', 1],
    ['accounts', 1],
    ['products', 0],
  ] as const) {
    it(`lists ${plural} of a fresh world`, async () => {
      assert.equal(rowsOf((await call(open, `/${plural}`)).json, plural).length, count);
    });
  }

  it('T2.5 T2.6 side-loads the components of tax types before them', async () => {
    assert.deepEqual(Object.keys((await call(open, '/tax_types')).json), ['tax_components', 'tax_types']);
  });
});
