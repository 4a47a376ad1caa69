import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { answerOf, HEADERS, listIn, read, updateInventory, write } from './houzz-api.js';

describe("Houzz's gateway", () => {
  const open = openSandboxForEach();
  const url = (query: string): string => `${open.sandbox.houzzUrl}/api?${query}`;

  it('H1.2 answers in XML unless JSON is asked for', async () => {
    const answer = await answerOf(await fetch(url('method=getOrders'), { headers: HEADERS }));

    assert.match(answer.type, /^text\/xml/);
  });

  it('H4.3 H4.4 H7.4.5 stamps its answers with the UTC time of the sandbox in two decimals', async () => {
    await open.control.advanceClock(86_400_000);

    const answer = await read(open.sandbox.houzzUrl, 'getOrders');

    const timestamp = String(answer.json['Timestamp']);
    assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ$/);
    assert.ok(Date.parse(timestamp) > Date.now() + 86_000_000);
    assert.equal(answer.json['Version'], '149');
  });

  for (const header of Object.keys(HEADERS)) {
    it(`H2.1 H2.2 H2.3 H2.4 H5.1 refuses a wrong ${header} in the format that was asked`, async () => {
      const headers = { ...HEADERS, [header]: 'wrong' };

      const json = await answerOf(await fetch(url('format=json&method=getOrders'), { headers }));
      const xml = await answerOf(await fetch(url('format=xml&method=getOrders'), { headers }));

      assert.deepEqual([json.status, json.json['Ack'], listIn(json, 'Errors').length], [200, 'Error', 1]);
      assert.match(xml.text, /<GetOrdersResponse><Ack>Error<\/Ack>.*<Errors><Error><Code>unauthorised<\/Code>/s);
    });
  }

  it('H2.9 refuses a request without credentials with the HTTP status of the switch', async () => {
    await open.control.turnSwitches({ 'houzz.unauthorised-status': '401' });

    const answer = await answerOf(await fetch(url('format=json&method=getOrders')));

    assert.deepEqual([answer.status, answer.json['Ack']], [401, 'Error']);
  });

  for (const [granted, acks] of [
    ['both', ['Success', 'Success']],
    ['orders', ['Success', 'Error']],
    ['inventory', ['Error', 'Success']],
    ['none', ['Error', 'Error']],
  ] as const) {
    it(`H2.7 lets a token do what it has the permission for: ${granted}`, async () => {
      await open.control.houzz.setPermissions(granted);

      const orders = await read(open.sandbox.houzzUrl, 'getOrders');
      const listings = await read(open.sandbox.houzzUrl, 'getListings');

      assert.deepEqual([orders.json['Ack'], listings.json['Ack']], acks);
    });
  }

  it('H2.8 answers a missing permission like any error, or like wrong credentials by the switch', async () => {
    await open.control.houzz.setPermissions('none');
    await open.control.turnSwitches({ 'houzz.unauthorised-status': '403' });
    const usual = await read(open.sandbox.houzzUrl, 'getOrders');
    await open.control.turnSwitches({ 'houzz.missing-permission': 'as-wrong-credentials' });

    const other = await read(open.sandbox.houzzUrl, 'getOrders');

    assert.deepEqual([usual.status, other.status, other.json['Ack']], [200, 403, 'Error']);
  });

  it('H5.3 names the parts of an error as the switch says', async () => {
    await open.control.turnSwitches({ 'houzz.error-names': 'ErrorCode,ShortMessage,LongMessage' });

    const answer = await read(open.sandbox.houzzUrl, 'noSuchMethod');

    assert.deepEqual(Object.keys(listIn(answer, 'Errors')[0] ?? {}), ['ErrorCode', 'ShortMessage', 'LongMessage']);
  });

  it('H1.12 tells parameters apart by case only where the switch says so', async () => {
    const query = 'FORMAT=json&METHOD=getOrders';
    const lenient = await answerOf(await fetch(url(query), { headers: HEADERS }));
    await open.control.turnSwitches({ 'houzz.parameter-case': 'sensitive' });

    const strict = await answerOf(await fetch(url(query), { headers: HEADERS }));

    assert.deepEqual([lenient.json['Ack'], strict.json['Ack']], ['Success', 'Error']);
  });

  it('H1.4 refuses to read by POST and to write by GET', async () => {
    const posted = await write(open.sandbox.houzzUrl, 'getOrders', '');
    const got = await read(open.sandbox.houzzUrl, 'updateOrder');

    assert.deepEqual([posted.json['Ack'], got.json['Ack']], ['Error', 'Error']);
  });

  for (const [what, body] of [
    ['empty', ''],
    ['JSON', '{"SKU":"LAMP-1","Action":"update","Quantity":"1"}'],
    ['torn', '<UpdateInventoryRequest><SKU>LAMP-1</SKU>'],
    ['of another root', '<UpdateOrderRequest><SKU>LAMP-1</SKU></UpdateOrderRequest>'],
    ['a document type', '<!DOCTYPE x><UpdateInventoryRequest><SKU>LAMP-1</SKU></UpdateInventoryRequest>'],
  ] as const) {
    it(`H6.4 refuses a body that is ${what}`, async () => {
      const answer = await write(open.sandbox.houzzUrl, 'updateInventory', body);

      assert.equal(answer.json['Ack'], 'Error');
    });
  }

  it('H1.8 H1.10 takes a body with a declaration, CDATA and entities', async () => {
    await open.control.houzz.putListing('A&B-1', { quantity: 5 });

    const bare = await updateInventory(open.sandbox.houzzUrl, { SKU: 'A&amp;B-1', Action: 'update', Quantity: '4' });
    const cdata =
      '<UpdateInventoryRequest><SKU><![CDATA[A&B-1]]></SKU><Action>update</Action><Quantity>3</Quantity></UpdateInventoryRequest>';
    const declared = await write(
      open.sandbox.houzzUrl,
      'updateInventory',
      `<?xml version="1.0" encoding="UTF-8"?>\n${cdata}`,
    );

    assert.deepEqual([bare.json['Ack'], declared.json['Ack']], ['Success', 'Success']);
    assert.equal((await open.control.houzz.listings())[0]?.quantity, 3);
  });

  it('H1.1 answers 404 beside its one endpoint', async () => {
    const answer = await fetch(`${open.sandbox.houzzUrl}/orders`, { headers: HEADERS });

    assert.equal(answer.status, 404);
  });
});
