import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it } from 'mocha';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { answerOf, HEADERS, listIn, read, recordOf, updateInventory, write, type Answer } from './houzz-api.js';

const WEEK_MS = 7 * 86_400_000;
const LAMP = { lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] };
const REQUEST = 'UpdateInventoryRequest';

async function shownQuantity(open: OpenSandbox): Promise<number | undefined> {
  return (await open.control.houzz.listings())[0]?.quantity;
}

describe('the way in', () => {
  const open = openSandboxForEach();
  const url = (query: string): string => `${open.sandbox.houzzUrl}/api?${query}`;

  it('H1.3 H2.10 chooses the operation by the parameter method, and getOrders alone tests the credentials', async () => {
    const orders = await read(open.sandbox.houzzUrl, 'getOrders');
    const unknown = await read(open.sandbox.houzzUrl, 'getCategories');

    assert.deepEqual([orders.json['Ack'], unknown.json['Ack']], ['Success', 'Error']);
  });

  it('H1.6 H4.5 shows orders, listings and payments in either format', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 4 });
    await open.control.houzz.placeOrders({ ...LAMP, status: 'Shipped' });
    await open.control.advanceClock(2 * WEEK_MS);
    const [payment] = paymentsIn(await read(open.sandbox.houzzUrl, 'getPayments'));
    const reads = [
      ['getOrders', {}, 'Orders', /<Orders><Order><OrderId>/],
      ['getListings', {}, 'Listings', /<Listings><Listing><SKU>LAMP-1</],
      ['getListing', { SKU: 'LAMP-1' }, 'Listing', /<Listing><SKU>LAMP-1</],
      ['getPayments', {}, 'Payments', /<Payments><Payment>\d+<\/Payment><\/Payments>/],
      ['getTransactions', { PaymentId: payment ?? '' }, 'Payment', /<Payment><FromDate>/],
    ] as const;

    for (const [method, parameters, key, inXml] of reads) {
      const json = await read(open.sandbox.houzzUrl, method, parameters);
      const xml = await read(open.sandbox.houzzUrl, method, { ...parameters, format: 'xml' });

      assert.ok(key in json.json, method);
      assert.match(json.type, /json/);
      assert.match(xml.text, inXml);
      assert.match(xml.type, /xml/);
    }
  });

  it('H4.1 H4.2 H4.6 H4.8 has the same fields at the root in both formats, Errors on failure only', async () => {
    const success = await read(open.sandbox.houzzUrl, 'getOrders');
    const failure = await read(open.sandbox.houzzUrl, 'getOrders', { Start: 'x' });
    const inXml = await read(open.sandbox.houzzUrl, 'getOrders', { Start: 'x', format: 'xml' });

    assert.deepEqual(Object.keys(success.json), ['Ack', 'Version', 'Timestamp']);
    assert.deepEqual(Object.keys(failure.json), ['Ack', 'Version', 'Timestamp', 'Errors']);
    const root =
      /^<\?xml [^>]*\?>\s*<GetOrdersResponse><Ack>Error<\/Ack><Version>149<\/Version><Timestamp>[^<]+<\/Timestamp><Errors>/;
    assert.match(inXml.text, root);
  });

  it('H1.11 takes a version and pays no heed to it', async () => {
    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { version: '172' });

    assert.deepEqual([answer.json['Ack'], answer.json['Version']], ['Success', '149']);
  });

  it('H3.1 H1.1 answers the same under another host name', async () => {
    const { port } = new URL(open.sandbox.houzzUrl);
    const headers = { ...HEADERS, host: 'api.houzz2.com' };

    const status = await new Promise<number | undefined>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/api?method=getOrders', headers };
      const sent = request(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject).end();
    });

    assert.equal(status, 200);
  });

  it('H14.1 knows nothing of the calls of the later vendor portal', async () => {
    const asked = await fetch(`${open.sandbox.houzzUrl}/AUTHENTICATE`, { method: 'POST', body: 'x' });
    const called = await fetch(`${open.sandbox.houzzUrl}/API`, { method: 'POST', body: 'x', headers: HEADERS });

    assert.deepEqual([asked.status, called.status], [404, 404]);
  });

  it('H2.1 H2.5 asks the same three headers of reads and of writes', async () => {
    const { 'X-HOUZZ-API-USER-NAME': userName, ...others } = HEADERS;
    const body = '<UpdateOrderRequest/>';

    const got = await answerOf(await fetch(url('format=json&method=getOrders'), { headers: others }));
    const posted = await answerOf(
      await fetch(url('format=json&method=updateOrder'), { method: 'POST', headers: others, body }),
    );

    assert.notEqual(userName, '');
    for (const answer of [got, posted]) assert.match(answer.text, /The credentials are not valid/);
  });

  it('H2.2 H2.6 compares the token whole: white space inside makes it another', async () => {
    const token = HEADERS['X-HOUZZ-API-SSL-TOKEN'];
    assert.match(token, /[+/=]/);
    const acks: unknown[] = [];

    for (const variant of [token, token.replace('+', ' '), token.toLowerCase()]) {
      const headers = { ...HEADERS, 'X-HOUZZ-API-SSL-TOKEN': variant };
      acks.push((await answerOf(await fetch(url('format=json&method=getOrders'), { headers }))).json['Ack']);
    }

    assert.deepEqual(acks, ['Success', 'Error', 'Error']);
  });
});

function paymentsIn(answer: Answer): string[] {
  const payments = answer.json['Payments'] ?? [];
  assert.ok(Array.isArray(payments));
  return payments.map(String);
}

describe('the body of a write', () => {
  const open = openSandboxForEach();
  const bodyOf = (quantity: number): string =>
    `<${REQUEST}><SKU>LAMP-1</SKU><Action>update</Action><Quantity>${quantity}</Quantity></${REQUEST}>`;
  const send = async (type: string | undefined, body: string): Promise<unknown> => {
    const headers = { ...HEADERS, ...(type === undefined ? {} : { 'content-type': type }) };
    const url = `${open.sandbox.houzzUrl}/api?format=json&method=updateInventory`;
    return (await answerOf(await fetch(url, { method: 'POST', headers, body: Buffer.from(body) }))).json['Ack'];
  };

  it('H1.4 H1.7 H1.8 is taken whatever its Content-Type says, and bare', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 9 });
    const types = ['text/xml', 'application/x-www-form-urlencoded', 'application/json', undefined];

    for (const [index, type] of types.entries()) {
      assert.equal(await send(type, bodyOf(index)), 'Success');
      assert.equal(await shownQuantity(open), index);
    }
  });

  it('H1.9 is read in any order of its fields', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 9 });

    const ack = await send(
      'text/xml',
      `<${REQUEST}><Quantity>3</Quantity><Action>update</Action><SKU>LAMP-1</SKU></${REQUEST}>`,
    );

    assert.deepEqual([ack, await shownQuantity(open)], ['Success', 3]);
  });

  for (const [what, body] of [
    ['bare', { SKU: 'LAMP-1', Action: 'update', Quantity: 3 }],
    ['under its root', { [REQUEST]: { SKU: 'LAMP-1', Action: 'update', Quantity: '3' } }],
  ] as const) {
    it(`H1.5 is refused as JSON ${what}, or taken by the switch`, async () => {
      await open.control.houzz.putListing('LAMP-1', { quantity: 9 });
      const refused = await send('application/json', JSON.stringify(body));
      await open.control.turnSwitches({ 'houzz.json-writes': 'accepted' });

      const accepted = await send('application/json', JSON.stringify(body));

      assert.deepEqual([refused, accepted, await shownQuantity(open)], ['Error', 'Success', 3]);
    });
  }

  for (const [what, body] of [
    ['a list', '[]'],
    ['torn', '{"SKU":'],
    ['too deep', `{"SKU":${'{"a":'.repeat(30)}1${'}'.repeat(31)}`],
    ['a field without a value', '{"SKU":null}'],
  ] as const) {
    it(`is refused as JSON that is ${what} even where JSON is taken`, async () => {
      await open.control.turnSwitches({ 'houzz.json-writes': 'accepted' });

      assert.equal(await send('application/json', body), 'Error');
    });
  }
});

describe('errors', () => {
  const open = openSandboxForEach();
  const TWO_WRONG =
    '<AddListingRequest><Listing><SKU>A</SKU><Price>ten</Price><CategoryId>1</CategoryId></Listing></AddListingRequest>';

  it('H5.1 H5.2 are a list with one entry or several, each of names and texts', async () => {
    const one = await read(open.sandbox.houzzUrl, 'noSuchMethod');
    const two = await write(open.sandbox.houzzUrl, 'addListing', TWO_WRONG);

    assert.equal(listIn(one, 'Errors').length, 1);
    assert.deepEqual(
      listIn(two, 'Errors').map((error) => [error['Code'], error['Message']]),
      [
        ['invalid-request', 'Price must be an amount.'],
        ['invalid-request', 'CategoryId must be a number of five digits.'],
      ],
    );
  });

  it('H5.2 H15.2 stand in XML as one child or several of Errors', async () => {
    const query = 'format=xml&method=addListing';
    const post = { method: 'POST', headers: HEADERS, body: TWO_WRONG };

    const one = await read(open.sandbox.houzzUrl, 'noSuchMethod', { format: 'xml' });
    const two = await answerOf(await fetch(`${open.sandbox.houzzUrl}/api?${query}`, post));

    const count = (answer: Answer): number => answer.text.split('<Error>').length - 1;
    assert.deepEqual([count(one), count(two)], [1, 2]);
  });

  it('H5.5 are wrapped in JSON as in XML where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.json-errors': 'wrapped' });

    const one = recordOf((await read(open.sandbox.houzzUrl, 'noSuchMethod')).json['Errors']);
    const two = recordOf((await write(open.sandbox.houzzUrl, 'addListing', TWO_WRONG)).json['Errors']);

    assert.equal(recordOf(one['Error'])['Code'], 'unknown-method');
    assert.ok(Array.isArray(two['Error']));
    assert.equal(two['Error'].length, 2);
  });

  it('H5.4 come with status 200, or with 400 or 500 by the switch', async () => {
    const shown: unknown[] = [];

    for (const position of ['200', '400', '500']) {
      await open.control.turnSwitches({ 'houzz.error-status': position });
      const answer = await read(open.sandbox.houzzUrl, 'noSuchMethod');
      shown.push([answer.status, answer.json['Ack']]);
    }

    assert.deepEqual(shown, [
      [200, 'Error'],
      [400, 'Error'],
      [500, 'Error'],
    ]);
  });
});

describe('calls in numbers', () => {
  const open = openSandboxForEach();

  it('H13.1 H10.1 are all taken one after the other, one for each SKU', async () => {
    const skus = Array.from({ length: 60 }, (_, index) => `SKU-${index}`);
    for (const sku of skus) await open.control.houzz.putListing(sku, { quantity: 1 });

    for (const SKU of skus) {
      const answer = await updateInventory(open.sandbox.houzzUrl, { SKU, Action: 'update', Quantity: '2' });
      assert.deepEqual([answer.status, answer.json['Ack']], [200, 'Success']);
    }

    assert.ok((await open.control.houzz.listings()).every((listing) => listing.quantity === 2));
  });

  it('H13.2 are done again when they are sent again', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 1 });
    const fields = { SKU: 'LAMP-1', Action: 'update', Quantity: '2' };

    await updateInventory(open.sandbox.houzzUrl, fields);
    await updateInventory(open.sandbox.houzzUrl, fields);

    const effects = (await open.control.ledger()).filter((entry) => entry.kind === 'effect' && entry.by === 'call');
    assert.equal(effects.length, 2);
  });
});
