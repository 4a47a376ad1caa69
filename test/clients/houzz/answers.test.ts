import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { createHouzzClient } from '../../../src/clients/houzz/client.js';
import { channelOrderId } from '../../../src/domain/ids.js';
import type { Marketplace } from '../../../src/ports/marketplace.js';
import { apiErrorOf } from '../support/api-error.js';
import { houzzOptions } from '../support/houzz-world.js';
import { reply, startRawServer, type RawServer, type ReplyOptions } from '../support/raw-server.js';

const KEY = { orderId: channelOrderId('1669-5850-6979-3856'), createdAt: '2020-06-15T17:00:00.000Z' };
const XML_ORDER =
  '<Order><OrderId>1669-5850-6979-3856</OrderId><Created>2020-06-15 10:00:00</Created><Status>Charged</Status>' +
  '<CustomerName>P &amp; Q</CustomerName><Address><Address>1 Way</Address><Address1>1 Way</Address1></Address>' +
  '<OrderTotal>1.0000</OrderTotal><OrderItems><OrderItem><SKU>A</SKU><Quantity>1</Quantity><Price>1.00</Price>' +
  '<Type>Product</Type></OrderItem></OrderItems></Order>';

describe('answers of Houzz', () => {
  let server: RawServer;
  let client: Marketplace & { close(): void };

  const serve = async (body: unknown, options: ReplyOptions = {}): Promise<void> => {
    server = await startRawServer((_request, response) => {
      reply(response, body, options);
    });
    client = createHouzzClient(houzzOptions(server.baseUrl));
  };

  afterEach(async () => {
    client.close();
    await server.close();
  });

  const errors: readonly (readonly [string, unknown, ReplyOptions, string])[] = [
    ['an error in a 200', { Ack: 'Error', Errors: { Error: { Code: '7', Message: 'No such method' } } }, {}, 'refused'],
    ['several errors', { Ack: 'Error', Errors: { Error: [{ M: 'a' }, { M: 'Invalid token' }] } }, {}, 'unauthorised'],
    ['an error without text', { Ack: 'Error' }, {}, 'refused'],
    ["a card's lapsed authorization", { Ack: 'Error', Errors: [{ M: 'Authorization expired' }] }, {}, 'refused'],
    ['an error with a status of 400', { Ack: 'Error', Errors: { Error: { M: 'x' } } }, { status: 400 }, 'refused'],
    ['an error in XML', '<R><Ack>Error</Ack><Errors><Error><M>x</M></Error></Errors></R>', {}, 'refused'],
    ['a word nobody knows', { Ack: 'Perhaps' }, {}, 'unexpected-shape'],
    ['a page of HTML', '<html><body>Sorry<br></body></html>', {}, 'unexpected-shape'],
    ['well-formed HTML', '<html><body>Sorry</body></html>', {}, 'unexpected-shape'],
    ['a key that stands twice', '{"Ack":"Error","Ack":"Success"}', {}, 'unexpected-shape'],
    ['a prototype', '{"Ack":"Success","__proto__":{"Orders":[{}]}}', {}, 'unexpected-shape'],
    [
      'errors without end',
      `{"Ack":"Error","Errors":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      {},
      'unexpected-shape',
    ],
    ['half a JSON', '{"Ack":"Success","Orders":[', {}, 'unexpected-shape'],
    ['nothing', '', {}, 'unexpected-shape'],
    ['a list', '[]', {}, 'unexpected-shape'],
    ['a redirect', '', { status: 302 }, 'unexpected-shape'],
    ['a status of 404', 'no', { status: 404 }, 'not-found'],
    ['an error with a status of 500', { Ack: 'Error', Errors: { Error: { M: 'x' } } }, { status: 500 }, 'refused'],
    ['a success with a status of 500', { Ack: 'Success' }, { status: 500 }, 'server-fault'],
    ['more orders than any page has', `{"Ack":"Success","Orders":[${'0,'.repeat(100_000)}0]}`, {}, 'unexpected-shape'],
    ['a status of 408', 'too slow', { status: 408 }, 'server-fault'],
    ['a status of 503', { Ack: 'Error', Errors: { M: 'token' } }, { status: 503 }, 'server-fault'],
    ['a status of 429', 'slow down', { status: 429, headers: { 'Retry-After': '7' } }, 'rate-limited'],
  ];
  for (const [title, body, options, code] of errors) {
    it(`with ${title} are ${code}`, async () => {
      await serve(body, options);

      const error = await apiErrorOf(client.listImportable(null, {}));

      assert.equal(error.code, code);
      if (code === 'rate-limited') assert.equal(error.details.retryAfterMs, 7_000);
    });
  }

  it('say that Basic authentication is asked for, or that it is refused', async () => {
    const challenge = { status: 401, headers: { 'WWW-Authenticate': 'Negotiate, Basic realm="shop"' } };
    await serve({ Ack: 'Error', Errors: { M: 'no' } }, challenge);
    const basicAuth = { userName: 'door', password: 'key-of-the-door' };
    const knocking = createHouzzClient({ ...houzzOptions(server.baseUrl), basicAuth });

    const without = await apiErrorOf(client.checkCredentials({}));
    const refused = await apiErrorOf(knocking.cancelOrder(KEY, '1', {}));
    knocking.close();

    assert.match(without.message, /asks for Basic authentication\. Set houzz\.basicAuth/);
    assert.match(refused.message, /refuses the Basic credentials.*houzz\.basicAuth\.password/);
    assert.deepEqual([without.code, refused.code], ['unauthorised', 'unauthorised']);
    assert.equal(refused.details.mayHaveBeenApplied, false);
    assert.doesNotMatch(refused.message, /key-of-the-door/);
  });

  const redirects: readonly (readonly [string, RegExp])[] = [
    ['https://other.example/api?token=x', /redirect to other\.example \(status 302\).*houzz\.baseUrl/],
    ['//third.example/', /redirect to third\.example/],
    ['/login?user=Pat', /another place on the same host/],
  ];
  for (const [location, words] of redirects) {
    it(`that point to ${location} are not followed, and name the host alone`, async () => {
      await serve('', { status: 302, headers: { Location: location } });

      const error = await apiErrorOf(client.checkCredentials({}));

      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /token|Pat/);
      assert.equal(server.seen.length, 1);
    });
  }

  it('that repeat a credential are shown without it', async () => {
    await serve({ Ack: 'Error', Errors: { Error: { M: 'Bad token DEMO+TOKEN/NOT/A/SECRET== for demo-seller' } } });

    assert.doesNotMatch((await apiErrorOf(client.checkCredentials({}))).message, /DEMO\+TOKEN|demo-seller/);
  });

  it('leave a write in doubt when the time for it ran out on the way', async () => {
    await serve('too slow', { status: 408 });

    assert.equal((await apiErrorOf(client.cancelOrder(KEY, '1', {}))).details.mayHaveBeenApplied, true);
  });

  it('leave a write in doubt when they are no answers', async () => {
    await serve('<html></html>');

    assert.equal((await apiErrorOf(client.cancelOrder(KEY, '1', {}))).details.mayHaveBeenApplied, true);
  });

  it('in XML are read as those in JSON', async () => {
    await serve(`<GetOrdersResponse><Ack>Success</Ack><Orders>${XML_ORDER}</Orders></GetOrdersResponse>`);

    const { rows } = await client.listImportable(null, {});

    assert.equal(rows.length, 1);
    const [reading] = rows;
    assert.equal(reading?.kind, 'order');
    assert.equal(reading.order.customerName, 'P & Q');
  });

  it('in ISO-8859-1 are read where they say so', async () => {
    server = await startRawServer((_request, response) => {
      const text = `<R><Ack>Success</Ack><Orders>${XML_ORDER.replace('P &amp; Q', 'Zoë')}</Orders></R>`;
      response.writeHead(200, { 'Content-Type': 'text/xml; charset=iso-8859-1' }).end(Buffer.from(text, 'latin1'));
    });
    client = createHouzzClient(houzzOptions(server.baseUrl));

    const [reading] = (await client.listImportable(null, {})).rows;

    assert.equal(reading?.kind === 'order' && reading.order.customerName, 'Zoë');
  });

  it('that succeed with another status of success are successes: what counts is the Ack', async () => {
    await serve({ Ack: 'Success' }, { status: 201 });

    assert.deepEqual((await client.listImportable(null, {})).rows, []);
  });

  it('that say to wait for years are waited for an hour', async () => {
    await serve('', { status: 429, headers: { 'Retry-After': '999999999' } });

    assert.equal((await apiErrorOf(client.checkCredentials({}))).details.retryAfterMs, 3_600_000);
  });

  it('with one odd order keep all the others', async () => {
    const good = { OrderId: '1', Created: '2020-06-15 10:00:00', Status: 'Charged', Address: {}, OrderTotal: '1.0' };
    await serve({
      Ack: 'Success',
      Orders: [good, { ...good, OrderId: '2', OrderTotal: 'x' }, { ...good, OrderId: '3' }],
    });

    const { rows } = await client.listImportable(null, {});

    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['order', 'unreadable', 'order'],
    );
  });

  it('that never end are given up at the bound, which is named', async () => {
    const row = { OrderId: 'other', Created: '2020-06-15 10:00:00', Status: 'Charged', Address: {}, OrderTotal: '1.0' };
    await serve({ Ack: 'Success', Orders: [row] });

    const error = await apiErrorOf(client.lookUp([KEY], {}));

    assert.equal(error.code, 'unexpected-shape');
    assert.match(error.message, /200 pages/);
    assert.equal(server.seen.length, 200);
  });

  it('with a nameless order call nothing missing', async () => {
    server = await startRawServer((request, response) => {
      const isFirst = request.url.searchParams.get('Start') === '0';
      reply(response, isFirst ? { Ack: 'Success', Orders: [{}] } : { Ack: 'Success' });
    });
    client = createHouzzClient(houzzOptions(server.baseUrl));

    const [lookup] = await client.lookUp([KEY], {});

    assert.equal(lookup?.kind, 'unreadable');
  });

  it('with listings that cannot be read name them, and read the others', async () => {
    await serve({
      Ack: 'Success',
      Listings: [
        { SKU: 'A', Quantity: '1' },
        { SKU: 'B', Quantity: 'many' },
        { Quantity: '3' },
        'odd',
        { SKU: 'C', Quantity: 4 },
      ],
    });

    const { rows } = await client.listListings(null, {});

    assert.deepEqual(
      rows.map((row) => [row.sku, row.quantity ?? row.what]),
      [
        ['A', 1],
        ['B', 'Quantity is no whole number'],
        ['', 'SKU is missing'],
        ['', 'the answer is not as expected (invalid_type)'],
        ['C', 4],
      ],
    );
  });
});
