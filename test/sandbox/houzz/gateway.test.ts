import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { answerOf, HEADERS, listIn, read, updateInventory, write } from './houzz-api.js';

describe("Houzz's gateway", () => {
  const open = openSandboxForEach();
  const url = (query: string): string => `${open.sandbox.houzzUrl}/api?${query}`;

  it('answers in XML unless JSON is asked for', async () => {
    const answer = await answerOf(await fetch(url('method=getOrders'), { headers: HEADERS }));

    assert.match(answer.type, /^text\/xml/);
  });

  it('stamps its answers with the UTC time of the sandbox in two decimals', async () => {
    await open.control.advanceClock(86_400_000);

    const answer = await read(open.sandbox.houzzUrl, 'getOrders');

    const timestamp = String(answer.json['Timestamp']);
    assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ$/);
    assert.ok(Date.parse(timestamp) > Date.now() + 86_000_000);
    assert.equal(answer.json['Version'], '149');
  });

  for (const header of Object.keys(HEADERS)) {
    it(`refuses a wrong ${header} in the format that was asked`, async () => {
      const headers = { ...HEADERS, [header]: 'wrong' };

      const json = await answerOf(await fetch(url('format=json&method=getOrders'), { headers }));
      const xml = await answerOf(await fetch(url('format=xml&method=getOrders'), { headers }));

      assert.deepEqual([json.status, json.json['Ack'], listIn(json, 'Errors').length], [200, 'Error', 1]);
      assert.match(xml.text, /<GetOrdersResponse><Ack>Error<\/Ack>.*<Errors><Error><Code>unauthorised<\/Code>/s);
    });
  }

  it('refuses a request without credentials with the HTTP status of the switch', async () => {
    await open.control.turnSwitches({ 'houzz.unauthorised-status': '401' });

    const answer = await answerOf(await fetch(url('format=json&method=getOrders')));

    assert.deepEqual([answer.status, answer.json['Ack']], [401, 'Error']);
  });

  it('refuses what a token lacks the permission for', async () => {
    await open.control.turnSwitches({ 'houzz.permissions': 'orders' });

    const orders = await read(open.sandbox.houzzUrl, 'getOrders');
    const listings = await read(open.sandbox.houzzUrl, 'getListings');

    assert.deepEqual([orders.json['Ack'], listings.json['Ack']], ['Success', 'Error']);
  });

  it('names the parts of an error as the switch says', async () => {
    await open.control.turnSwitches({ 'houzz.error-names': 'ErrorCode,ShortMessage,LongMessage' });

    const answer = await read(open.sandbox.houzzUrl, 'noSuchMethod');

    assert.deepEqual(Object.keys(listIn(answer, 'Errors')[0] ?? {}), ['ErrorCode', 'ShortMessage', 'LongMessage']);
  });

  it('tells parameters apart by case only where the switch says so', async () => {
    const query = 'FORMAT=json&METHOD=getOrders';
    const lenient = await answerOf(await fetch(url(query), { headers: HEADERS }));
    await open.control.turnSwitches({ 'houzz.parameter-case': 'sensitive' });

    const strict = await answerOf(await fetch(url(query), { headers: HEADERS }));

    assert.deepEqual([lenient.json['Ack'], strict.json['Ack']], ['Success', 'Error']);
  });

  it('refuses to read by POST and to write by GET', async () => {
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
    it(`refuses a body that is ${what}`, async () => {
      const answer = await write(open.sandbox.houzzUrl, 'updateInventory', body);

      assert.equal(answer.json['Ack'], 'Error');
    });
  }

  it('takes a body with a declaration, CDATA and entities', async () => {
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

  it('answers 404 beside its one endpoint', async () => {
    const answer = await fetch(`${open.sandbox.houzzUrl}/orders`, { headers: HEADERS });

    assert.equal(answer.status, 404);
  });
});
