import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, createOrder, effectsOf, idOf, makeVariant, rootOf, rowsOf, stockOf } from './gecko-api.js';

describe('writes of the catalogue', () => {
  const open = openSandboxForEach();
  const post = (path: string, body: unknown): Promise<Answer> => call(open, path, { method: 'POST', body });
  const put = (path: string, body: unknown): Promise<Answer> => call(open, path, { method: 'PUT', body });
  const newProduct = async (changes: Document = {}): Promise<Document> =>
    rootOf(await post('/products', { product: { name: 'Lamp', ...changes } }), 'product');
  const newVariant = async (changes: Document = {}): Promise<Document> => {
    const product = await newProduct();
    return rootOf(await post('/variants', { variant: { product_id: idOf(product), sku: 'L', ...changes } }), 'variant');
  };

  it('T6.1 T6.2 T2.11 creates a product with its fields in the documented order, and tags as one text', async () => {
    const answer = await post('/products', { product: { name: 'Lamp', tags: ['a', 'b'], brand: 'Shine' } });

    const product = rootOf(answer, 'product');
    assert.equal(answer.status, 201);
    assert.match(answer.headers.get('location') ?? '', new RegExp(`^http:.*/ajax/products/${idOf(product)}$`));
    assert.equal(product['tags'], 'a,b');
    assert.equal(
      Object.keys(product).join(' '),
      'id created_at updated_at brand description image_url name opt1 opt2 opt3 product_type quantity search_cache ' +
        'status supplier supplier_ids image_ids tags variant_ids vendor',
    );
  });

  it('T2.28 T6.4 reads a form-encoded product, and refuses one without a name', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const send = (body: string): Promise<Answer> => call(open, '/products', { method: 'POST', body, headers });

    const made = await send('product%5Bname%5D=Lamp&product%5Bproduct_type%5D=Light&product%5Bstatus%5D=');
    const refused = await send('product%5Bname%5D=&product%5Bproduct_type%5D=Light');

    assert.deepEqual([made.status, rootOf(made, 'product')['product_type']], [201, 'Light']);
    assert.deepEqual([refused.status, refused.json], [422, { errors: { name: ["can't be blank"] } }]);
  });

  it('T2.27 takes a bare record and refuses one under another root', async () => {
    const bare = await post('/products', { name: 'Lamp' });
    const other = await post('/products', { article: { name: 'Lamp' } });
    const nothing = await post('/products', {});

    assert.equal(rootOf(bare, 'product')['name'], 'Lamp');
    assert.deepEqual([other.status, other.json['message']], [400, 'Required parameter missing: product']);
    assert.equal(nothing.status, 400);
  });

  it('keeps a field named like the prototype of all objects from reaching it', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = 'product[name]=Lamp&product[__proto__][vendor]=Everyone&__proto__[vendor]=Everyone';

    const made = await call(open, '/products', { method: 'POST', body, headers });

    assert.equal(rootOf(made, 'product')['vendor'], null);
    assert.equal(Object.hasOwn(Object.prototype, 'vendor'), false);
  });

  it('T2.12 T2.24 T2.25 changes a product without a word, and archives it on DELETE', async () => {
    const path = `/products/${idOf(await newProduct({ brand: 'Shine' }))}`;

    const changed = await put(path, { product: { name: 'Bright lamp' } });
    const { name, brand } = rootOf(await call(open, path), 'product');
    const deleted = await call(open, path, { method: 'DELETE' });

    assert.deepEqual([changed.status, changed.text, name, brand], [204, '', 'Bright lamp', 'Shine']);
    assert.deepEqual([deleted.status, deleted.text], [204, '']);
    assert.equal(rootOf(await call(open, path), 'product')['status'], 'archived');
    assert.deepEqual(
      (await effectsOf(open)).map(([, effect]) => effect),
      ['product.created', 'product.updated', 'product.archived'],
    );
    const count = async (query: string): Promise<number> =>
      rowsOf((await call(open, `/products?${query}`)).json, 'products').length;
    assert.deepEqual([await count(''), await count('status=archived')], [0, 1]);
  });

  it('T2.7 T6.3 T6.5 side-loads the variants of a product, whose quantities it adds up', async () => {
    const product = await newProduct();
    for (const [sku, level] of [
      ['A', '2'],
      ['B', '3'],
    ]) {
      await post('/variants', { variant: { product_id: idOf(product), sku, initial_stock_level: level } });
    }

    const { json } = await call(open, `/products/${idOf(product)}?include=variants`);

    assert.deepEqual(Object.keys(json), ['variants', 'product']);
    assert.deepEqual(
      rowsOf(json, 'variants').map((variant) => variant['sku']),
      ['A', 'B'],
    );
    assert.equal(rootOf(await call(open, `/products/${idOf(product)}`), 'product')['quantity'], '5');
  });

  it('T6.6 T6.7 T6.13 creates a variant with its fields in the documented order', async () => {
    const variant = await newVariant({ retail_price: '22', position: '2', composite: 'false' });

    const keys = Object.keys(variant).join(' ');
    assert.ok(
      keys.startsWith(
        'id created_at updated_at product_id default_ledger_account_id buy_price committed_stock available_stock ' +
          'incoming_stock hs_code country_of_origin composite description keep_selling last_cost_price manage_stock ' +
          'max_online moving_average_cost name online_ordering opt1 opt2 opt3 position product_name product_status ' +
          'product_type purchasable retail_price sellable sku status stock_on_hand supplier_code taxable upc weight ' +
          'weight_unit weight_value wholesale_price',
      ),
      keys,
    );
    assert.ok(keys.endsWith('image_ids variant_prices locations prices stock_levels committed_stock_levels'), keys);
    for (const name of ['packsize', 'production_committed_stock', 'moq', 'total_committed_stock', 'stock_batchable']) {
      assert.ok(name in variant, name);
    }
    assert.deepEqual([variant['position'], variant['composite'], variant['sellable']], [2, false, true]);
  });

  it('T6.8 takes a first stock and cost at creation, at the primary location unless told where', async () => {
    const first = await newVariant({ initial_stock_level: '7', initial_cost_price: '2.5' });
    const second = await newVariant({ sku: 'M', initial_stock_level: '3', initial_stock_location_id: 8402 });

    await put(`/variants/${idOf(first)}`, { variant: { initial_stock_level: '9', initial_cost_price: '9' } });

    const after = rootOf(await call(open, `/variants/${idOf(first)}`), 'variant');
    assert.deepEqual([await stockOf(open, idOf(first)), after['last_cost_price']], [['7', null, '7'], '2.5']);
    assert.deepEqual(
      rowsOf(second, 'locations').map((place) => [place['location_id'], place['stock_on_hand']]),
      [[8402, '3']],
    );
  });

  it('T6.3.2 leaves stock counters alone that a PUT brings, and says nothing of it', async () => {
    const id = await makeVariant(open, 'MUG');
    const answer = await put(`/variants/${id}`, {
      variant: { stock_on_hand: '99', committed_stock: '9', available_stock: '1', locations: [] },
    });

    assert.equal(answer.status, 204);
    assert.deepEqual(await stockOf(open, id), ['10', null, '10']);
  });

  it('T6.9 keeps manage_stock true for bundles', async () => {
    const bundle = await newVariant({ composite: true, manage_stock: false });
    const single = await newVariant({ manage_stock: false });

    assert.deepEqual([bundle['manage_stock'], single['manage_stock']], [true, false]);
  });

  it('T6.10 refuses a unit of weight that is none', async () => {
    const product = await newProduct();
    const send = (weight_unit: string): Promise<Answer> =>
      post('/variants', { variant: { product_id: idOf(product), weight_unit } });

    assert.deepEqual((await send('st')).json['errors'], { weight_unit: ['is not included in the list'] });
    assert.deepEqual(
      await Promise.all(['kg', 'g', 'oz', 'lb'].map(async (unit) => (await send(unit)).status)),
      [201, 201, 201, 201],
    );
  });

  it('T6.11 writes prices by their list and repeats them in a table', async () => {
    const list = await post('/price_lists', { price_list: { name: 'Friends', code: 'FR', currency_id: 301 } });
    const id = idOf(rootOf(list, 'price_list'));
    const variant = await newVariant({
      retail_price: '9',
      variant_prices: [
        { price_list_id: 'wholesale', value: '5' },
        { price_list_id: id, value: '4.50' },
      ],
    });

    assert.deepEqual(variant['variant_prices'], [
      { price_list_id: 'buy', value: null },
      { price_list_id: 'retail', value: '9.0' },
      { price_list_id: 'wholesale', value: '5.0' },
      { price_list_id: id, value: '4.5' },
    ]);
    assert.deepEqual(variant['prices'], { buy: null, retail: '9.0', wholesale: '5.0', [id]: '4.5' });
    assert.equal(variant['wholesale_price'], '5.0');
  });

  it('T6.12 gives a product pictures that its variants share', async () => {
    const variant = await newVariant();
    const image = {
      product_id: variant['product_id'],
      variant_ids: [idOf(variant)],
      url: 'https://pics.example/a/b.png',
    };

    const made = rootOf(await post('/images', { image }), 'image');

    assert.deepEqual(
      [made['variant_id'], made['variant_ids'], made['file_name']],
      [idOf(variant), [idOf(variant)], 'b.png'],
    );
    const product = rootOf(await call(open, `/products/${String(variant['product_id'])}`), 'product');
    assert.deepEqual([product['image_ids'], product['image_url']], [[made['id']], image.url]);
  });

  it('T6.3.6 takes a SKU twice, and archives one of them', async () => {
    const [a, b] = [await newVariant(), await newVariant()];
    await call(open, `/variants/${idOf(a)}`, { method: 'DELETE' });

    const found = rowsOf((await call(open, '/variants?sku=L')).json, 'variants');

    assert.deepEqual(found.map(idOf), [idOf(b)]);
    assert.equal(rootOf(await call(open, `/variants/${idOf(a)}`), 'variant')['status'], 'archived');
  });

  for (const [what, changes, errors] of [
    ['no product', { product_id: null }, { product_id: ["can't be blank"] }],
    ['an unknown product', { product_id: 1 }, { product_id: ['must exist'] }],
    ['a price that is no number', { retail_price: 'dear' }, { retail_price: ['is not a number'] }],
    [
      'an unknown price list',
      { variant_prices: [{ price_list_id: 5, value: '1' }] },
      { 'variant_prices.price_list_id': ['must exist'] },
    ],
  ] as const) {
    it(`refuses a variant with ${what}`, async () => {
      const product = await newProduct();

      const answer = await post('/variants', { variant: Object.assign({ product_id: idOf(product) }, changes) });

      assert.deepEqual([answer.status, answer.json['errors']], [422, errors]);
    });
  }

  it('T6.1.1 T6.1.2 shows the places that ever held a variant, each with all its keys', async () => {
    const id = await makeVariant(open, 'MUG', 12);
    await createOrder(open, [{ variant_id: id, quantity: 5 }]);

    const places = rowsOf(rootOf(await call(open, `/variants/${id}`), 'variant'), 'locations');

    assert.deepEqual(places, [
      {
        location_id: 8401,
        bin_location: null,
        reorder_point: null,
        lead_time: null,
        safety_stock: null,
        stock_cover: null,
        stock_on_hand: '12',
        committed: '5',
        production_committed: 0,
        incoming: 0,
        production_incoming: 0,
        available: '7',
      },
    ]);
    assert.equal(
      Object.keys(places[0] ?? {}).join(' '),
      'location_id bin_location reorder_point lead_time safety_stock stock_cover stock_on_hand committed ' +
        'production_committed incoming production_incoming available',
    );
  });

  it('T6.3.14 leaves updated_at where stock moves, or moves it, by switch', async () => {
    const id = await makeVariant(open, 'MUG');
    const updatedAt = async (): Promise<unknown> =>
      rootOf(await call(open, `/variants/${id}`), 'variant')['updated_at'];
    const first = await updatedAt();
    await open.control.advanceClock(1_000);
    await open.control.tradegecko.changeStock({ sku: 'MUG', delta: -1 });
    const still = await updatedAt();
    await open.control.turnSwitches({ 'tradegecko.stock-touches-updated-at': 'yes' });
    await open.control.tradegecko.changeStock({ sku: 'MUG', delta: -1 });

    assert.equal(still, first);
    assert.notEqual(await updatedAt(), first);
  });
});
