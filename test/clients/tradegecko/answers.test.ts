import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { createTradegeckoClient, type TradegeckoClient } from '../../../src/clients/tradegecko/client.js';
import { orderReference } from '../../../src/domain/ids.js';
import { apiErrorOf } from '../support/api-error.js';
import { reply, startRawServer, type RawServer, type ReplyOptions } from '../support/raw-server.js';
import { draftOf, startTradegeckoWorld, tradegeckoOptions } from '../support/tradegecko-world.js';

const CHARGE_ONLY = draftOf(1, { lines: [{ kind: 'charge', charge: 'shipping', label: 'Shipping', amount: 5000 }] });
const ORDER = {
  id: 9001,
  order_number: 'HZ-1',
  reference_number: null,
  status: 'finalized',
  packed_status: 'unpacked',
  fulfillment_status: 'unshipped',
  invoice_status: 'uninvoiced',
  total: '41.9',
  updated_at: '2021-03-04T10:00:00.000Z',
};

describe('answers of TradeGecko', () => {
  let server: RawServer;
  let client: TradegeckoClient;

  const serve = async (body: unknown, options: ReplyOptions = {}): Promise<void> => {
    server = await startRawServer((_request, response) => {
      reply(response, body, options);
    });
    client = createTradegeckoClient(tradegeckoOptions(server.baseUrl));
  };

  afterEach(async () => {
    client.close();
    await server.close();
  });

  const statuses: readonly (readonly [number, string, boolean])[] = [
    [302, 'unexpected-shape', true],
    [401, 'unauthorised', false],
    [402, 'unauthorised', false],
    [403, 'unauthorised', false],
    [404, 'not-found', false],
    [408, 'server-fault', true],
    [429, 'rate-limited', false],
    [500, 'server-fault', true],
    [503, 'server-fault', true],
    [520, 'server-fault', true],
  ];
  for (const [status, code, isDoubtful] of statuses) {
    it(`with status ${status} are ${code}${isDoubtful ? ', and a write in doubt' : ''}`, async () => {
      await serve('<html>no</html>', { status });

      // Two clients, as the first one's quota would stop the second call after a refusal.
      const writer = createTradegeckoClient(tradegeckoOptions(server.baseUrl));
      const read = await apiErrorOf(client.findByReference(orderReference('HZ-1'), {}));
      const write = await apiErrorOf(writer.createSalesOrder(CHARGE_ONLY, { key: 'k' }));
      writer.close();

      assert.deepEqual([read.code, write.code], [code, code]);
      assert.deepEqual([read.details.mayHaveBeenApplied, write.details.mayHaveBeenApplied], [false, isDoubtful]);
    });
  }

  const refusals: readonly (readonly [string, number, unknown, RegExp])[] = [
    [
      'fields',
      422,
      { errors: { issued_at: ["can't be blank", 'x'], total: ['is bad'] } },
      /^issued_at can't be blank; total is bad$/,
    ],
    ['a list', 422, { errors: ['No such thing'] }, /^No such thing$/],
    ['a message', 400, { type: 'Bad Request', message: 'Required parameter missing: order' }, /missing: order$/],
    ['nothing', 414, '', /^the answer has status 414$/],
    ['a name of ours', 422, { errors: { 'shipping_address.company_name': ['Pat Example is blocked'] } }, /withheld/],
    ['a street of ours', 422, { errors: { Address1: ["'1 sample way' is unknown"] } }, /^Address1 \(text withheld/],
    ['a field that is none', 422, { errors: { 'Pat Example': ['is bad'] } }, /^\(field\) is bad$/],
  ];
  for (const [title, status, body, what] of refusals) {
    it(`that refuse an order with ${title} say so without what is personal`, async () => {
      await serve(body, { status });

      const result = await client.createSalesOrder(CHARGE_ONLY, { key: 'k' });

      assert.equal(result.kind, 'refused');
      assert.match(result.what, what);
      assert.doesNotMatch(result.what, /Pat|Sample/i);
    });
  }

  for (const status of [200, 400, 409, 422, 500]) {
    it(`that name a duplicate key mean a used key, with status ${status} too`, async () => {
      await serve({ message: 'Duplicate Idempotency Key header detected' }, { status });

      assert.deepEqual(await client.createSalesOrder(CHARGE_ONLY, { key: 'k' }), { kind: 'key-used' });
    });
  }

  it('of status 201 whose notes name a duplicate key mean a new order', async () => {
    await serve({ order: { ...ORDER, notes: 'Duplicate Idempotency Key' } }, { status: 201 });

    assert.equal((await client.createSalesOrder(CHARGE_ONLY, { key: 'k' })).kind, 'created');
  });

  it('with side-loads, unknown fields and loose scalars are read', async () => {
    const order = {
      ...ORDER,
      total: 0,
      packed_status: null,
      invoice_status: 'partial',
      fulfillment_status: 'odd',
      new: 1,
    };
    await serve({ addresses: [], order_line_items: [{ id: 1 }], order, companies: [] }, { status: 201 });

    const result = await client.createSalesOrder(CHARGE_ONLY, { key: 'k' });

    assert.equal(result.kind, 'created');
    const { total, packed, invoiced, shipped, referenceNumber } = result.salesOrder;
    assert.deepEqual([total, packed, invoiced, shipped, referenceNumber], [0, 'none', 'partial', 'partial', '']);
  });

  it('to a write that are empty or odd leave it in doubt, and say where they are odd', async () => {
    await serve({ order: { ...ORDER, total: 'Pat' } }, { status: 201 });

    const error = await apiErrorOf(client.createSalesOrder(CHARGE_ONLY, { key: 'k' }));

    assert.equal(error.code, 'unexpected-shape');
    assert.equal(error.details.what, 'order.total is no amount');
    assert.equal(error.details.mayHaveBeenApplied, true);
  });

  it('that ask for Basic authentication say that the token leaves no room for it', async () => {
    await serve('', { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="shop"' } });

    const error = await apiErrorOf(client.checkCredentials({}));

    assert.equal(error.code, 'unauthorised');
    assert.match(error.message, /asks for Basic authentication.*tradegecko\.baseUrl/);
  });

  it('that redirect name the host and are not followed', async () => {
    await serve('', { status: 301, headers: { Location: 'https://other.example/orders?q=Pat' } });

    const error = await apiErrorOf(client.checkCredentials({}));

    assert.match(error.message, /redirect to other\.example \(status 301\)/);
    assert.doesNotMatch(error.message, /Pat/);
    assert.equal(server.seen.length, 1);
  });

  it('with an id above what numbers hold keep it as text, and refuse it as a number', async () => {
    const big = '9007199254740993';
    await serve(`{"orders":[${JSON.stringify(ORDER).replace('9001', `"${big}"`)}]}`);

    const [order] = await client.findByReference(orderReference('HZ-1'), {});

    assert.equal(order?.id, big);
    client.close();
    await server.close();
    await serve(`{"orders":[${JSON.stringify(ORDER).replace('9001', big)}]}`);
    const error = await apiErrorOf(client.findByReference(orderReference('HZ-1'), {}));
    assert.equal(error.details.what, 'orders.0.id is a number too large to be read exactly');
  });

  it('with a variant whose id is above what numbers hold order that one, not its neighbour', async () => {
    const big = '9007199254740993';
    server = await startRawServer(({ method }, response) => {
      const variant = { id: big, sku: 'LAMP-1', locations: [] };
      const headers = { 'X-Pagination': '{"last_page":true}' };
      reply(response, method === 'POST' ? { order: ORDER } : { variants: [variant] }, { headers });
    });
    client = createTradegeckoClient(tradegeckoOptions(server.baseUrl));

    const result = await client.createSalesOrder(draftOf(1), { key: 'k' });

    assert.equal(result.kind, 'created');
    assert.match(server.seen.at(-1)?.body ?? '', /"variant_id":"9007199254740993"/);
  });

  it('keep a status that nobody knows', async () => {
    await serve({ orders: [{ ...ORDER, status: 'frozen' }] });

    const [order] = await client.findByReference(orderReference('HZ-1'), {});

    assert.deepEqual(order?.status, { kind: 'unrecognised', raw: 'frozen' });
  });

  it('that spend the quota stop the next call before it is made, a refusal without a word too', async () => {
    await serve('', { status: 429 });

    const [first, second] = [
      await apiErrorOf(client.findByReference(orderReference('HZ-1'), {})),
      await apiErrorOf(client.findByReference(orderReference('HZ-1'), {})),
    ];

    assert.deepEqual([first.code, second.code], ['rate-limited', 'rate-limited']);
    assert.ok((first.details.retryAfterMs ?? 0) > 1_000);
    assert.equal(server.seen.length, 1);
  });

  it('that refuse a call in a window that is over ask for no wait until the end of the next one', async () => {
    const nowS = Math.floor(Date.now() / 1_000);
    const quotaOf = (resetS: number, remaining: number): Readonly<Record<string, string>> => ({
      Date: new Date(nowS * 1_000).toUTCString(),
      'X-Rate-Limit-Limit': '300',
      'X-Rate-Limit-Remaining': String(remaining),
      'X-Rate-Limit-Reset': String(resetS),
    });
    server = await startRawServer((_request, response) => {
      const isFirst = server.seen.length === 1;
      const late: ReplyOptions = { status: 429, headers: quotaOf(nowS + 1, 0) };
      reply(response, { orders: [] }, isFirst ? { headers: quotaOf(nowS + 301, 299) } : late);
    });
    client = createTradegeckoClient(tradegeckoOptions(server.baseUrl));
    await client.findByReference(orderReference('HZ-1'), {});

    const error = await apiErrorOf(client.findByReference(orderReference('HZ-1'), {}));

    assert.deepEqual([error.code, error.details.retryAfterMs], ['rate-limited', 1_000]);
    assert.equal(client.quota.snapshot().remaining, 299);
  });
});

describe('the TradeGecko client', () => {
  it('proves its token and tells the rights it holds', async () => {
    const world = await startTradegeckoWorld();
    try {
      const rights = await world.client({ token: ' demo-token-not-a-secret\n' }).checkCredentials({});
      const error = await apiErrorOf(world.client({ token: 'wrong-token' }).checkCredentials({}));

      assert.ok(rights.includes('write_orders'));
      assert.equal(error.code, 'unauthorised');
      assert.doesNotMatch(error.message, /wrong-token/);
    } finally {
      await world.close();
    }
  });

  it('makes no call beyond a known quota, nor a walk through all items beyond a fifth of it', async () => {
    const world = await startTradegeckoWorld({}, { limit: 20, windowMs: 300_000 });
    try {
      const client = world.client();
      const walkable = async (): Promise<number> => {
        for (let calls = 0; calls < 50; calls += 1) {
          const outcome = await client.listItems(null, {}).catch((error: unknown) => error);
          if (outcome instanceof Error) return calls;
        }
        return 50;
      };

      assert.equal(await walkable(), 4);
      for (let calls = 0; calls < 16; calls += 1) await client.checkCredentials({});
      const error = await apiErrorOf(client.checkCredentials({}));

      assert.equal(error.code, 'rate-limited');
      assert.ok((error.details.retryAfterMs ?? 0) > 0);
      assert.equal((await world.newCalls()).length, 20);
      assert.deepEqual([client.quota.snapshot().limit, client.quota.snapshot().remaining], [20, 0]);
    } finally {
      await world.close();
    }
  });
});
