import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createRandom, pick, type Random } from '../../../src/sandbox/random.js';
import { DEMO_TRADEGECKO_TOKEN } from '../../../src/sandbox/sandbox.js';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Document } from './gecko-api.js';
import { call, documentOf, idOf, makeVariant, orderOf, rootOf, rowsOf } from './gecko-api.js';

const ON_HAND = 100;
const MOVES = 200;
const PLACES = [8401, 8402] as const;
/** What is refused by default is allowed here, so that more moves meet. */
const LOOSE = {
  'tradegecko.edit-finalized-lines': 'allowed',
  'tradegecko.back-to-draft': 'allowed',
  'tradegecko.pack-before-finalized': 'allowed',
  'tradegecko.void-when-packed': 'allowed',
  'tradegecko.void-when-shipped': 'allowed',
  'tradegecko.void-when-invoiced': 'allowed',
};
const STATUSES = ['draft', 'active', 'finalized'] as const;

interface Move {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: Document;
}

/** A world of two variants, and what has been made in it so far. */
class Drawn {
  readonly #random: Random;
  readonly #variants: readonly number[];
  readonly #made = new Map<string, number[]>();

  constructor(seed: number, variants: readonly number[]) {
    this.#random = createRandom(seed);
    this.#variants = variants;
  }

  keep(plural: string, records: readonly Document[]): void {
    this.#made.set(plural, records.length === 0 ? [0] : records.map(idOf));
  }

  next(): Move {
    if (this.#random() < 0.25) return { method: 'POST', path: '/orders', body: this.#order() };
    const id = (plural: string): number => pick(this.#made.get(plural) ?? [0], this.#random);
    const order_id = id('orders');
    const [order, line] = [`/orders/${order_id}`, `/order_line_items/${id('order_line_items')}`];
    const [parcel, back] = [`/fulfillments/${id('fulfillments')}`, `/fulfillment_returns/${id('fulfillment_returns')}`];
    const part = { order_line_item_id: id('order_line_items'), quantity: this.#count() };
    return pick<Move>(
      [
        { method: 'PUT', path: order, body: { order: { status: pick(STATUSES, this.#random) } } },
        { method: 'PUT', path: order, body: { order: { stock_location_id: pick(PLACES, this.#random) } } },
        { method: 'PUT', path: order, body: { order: { order_line_items: [this.#line()] } } },
        ...['pack', 'fulfil', 'void', 'pay'].map((action): Move => ({
          method: 'POST',
          path: `${order}/actions/${action}`,
        })),
        { method: 'DELETE', path: order },
        { method: 'PUT', path: line, body: { order_line_item: { quantity: this.#count() } } },
        { method: 'PUT', path: line, body: { order_line_item: this.#line() } },
        { method: 'DELETE', path: line },
        ...['packed', 'fulfilled'].map((status): Move => {
          const stock_location_id = pick(PLACES, this.#random);
          const fulfillment = { order_id, status, stock_location_id, fulfillment_line_items: [part] };
          return { method: 'POST', path: '/fulfillments', body: { fulfillment } };
        }),
        { method: 'PUT', path: parcel, body: { fulfillment: { status: 'fulfilled' } } },
        { method: 'PUT', path: parcel, body: { fulfillment: { stock_location_id: pick(PLACES, this.#random) } } },
        { method: 'DELETE', path: parcel },
        ...['returning', 'received'].map((status): Move => {
          const fulfillment_return = { order_id, status, fulfillment_return_line_items: [part] };
          return { method: 'POST', path: '/fulfillment_returns', body: { fulfillment_return } };
        }),
        { method: 'PUT', path: back, body: { fulfillment_return: { status: 'received' } } },
        { method: 'DELETE', path: back },
      ],
      this.#random,
    );
  }

  #order(): Document {
    const stock_location_id = pick(PLACES, this.#random);
    return orderOf([this.#line(), this.#line()], { status: pick(STATUSES, this.#random), stock_location_id });
  }

  #line(): Document {
    return { variant_id: pick(this.#variants, this.#random), quantity: this.#count(), price: '1' };
  }

  #count(): number {
    return 1 + Math.floor(this.#random() * 3);
  }
}

describe('stock under any order of moves', () => {
  const quota = { limit: 1_000_000, windowMs: 300_000 };
  const open = openSandboxForEach({ tradegecko: { token: DEMO_TRADEGECKO_TOKEN, quota } });
  const list = async (plural: string): Promise<Document[]> => {
    const answer = await call(open, `/${plural}?limit=250`);
    assert.ok(
      Number(answer.headers.get('x-pagination')?.match(/"total_pages":(\d+)/)?.[1]) === 1,
      'one page holds all',
    );
    return rowsOf(answer.json, plural);
  };
  const KINDS = ['orders', 'order_line_items', 'fulfillments', 'fulfillment_returns'] as const;

  for (const seed of [1, 2, 3, 4]) {
    it(`adds up after ${MOVES} moves drawn by seed ${seed}`, async () => {
      await open.control.turnSwitches(LOOSE);
      const variants = [await makeVariant(open, 'MUG', ON_HAND), await makeVariant(open, 'CUP', ON_HAND)];
      const drawn = new Drawn(seed, variants);
      const statuses = new Map<number, number>();

      for (let step = 0; step < MOVES; step += 1) {
        if (step % 5 === 0) for (const plural of KINDS) drawn.keep(plural, await list(plural));
        const { method, path, body } = drawn.next();
        const answer = await call(open, path, { method, body });
        assert.ok(answer.status < 500, `${method} ${path}: ${answer.status}`);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      }

      const moved = (statuses.get(201) ?? 0) + (statuses.get(204) ?? 0);
      assert.ok(moved > MOVES / 3, `only ${moved} moves were taken`);
      const expected = await expectedStock();
      for (const id of variants) {
        const places = rowsOf(rootOf(await call(open, `/variants/${id}`), 'variant'), 'locations');
        for (const place of places) {
          const of = expected(id, Number(place['location_id']));
          assert.deepEqual([Number(place['stock_on_hand']), Number(place['committed'])], [of.onHand, of.committed]);
        }
      }
    });
  }

  /** Reckons from the documents alone what should lie where. */
  async function expectedStock() {
    const orders = await open.control.tradegecko.orders();
    const lines = await list('order_line_items');
    const returns = await call(open, '/fulfillment_returns?status[]=received&limit=250');
    const backs = rowsOf(returns.json, 'fulfillment_returns');
    const variantOf = new Map(lines.map((line) => [line['id'], line['variant_id']]));
    const parcels = orders.flatMap(({ fulfillments }) => fulfillments.map((parcel) => documentOf(parcel)));
    const shipped = parcels.filter(({ status }) => status === 'fulfilled');
    const quantity = (rows: readonly Document[]): number =>
      rows.reduce((total, row) => total + Number(row['quantity']), 0);
    const partsOf = (parcel: Document): Document[] => rowsOf(parcel, 'fulfillment_line_items');

    return (variant: number, place: number): { readonly onHand: number; readonly committed: number } => {
      const isOf = (part: Document): boolean => variantOf.get(part['order_line_item_id']) === variant;
      const out = shipped
        .filter((parcel) => parcel['stock_location_id'] === place)
        .flatMap(partsOf)
        .filter(isOf);
      const here = new Set(backs.filter((back) => back['location_id'] === place).map(idOf));
      const back = rowsOf(returns.json, 'fulfillment_return_line_items').filter(
        (part) => here.has(Number(part['fulfillment_return_id'])) && isOf(part),
      );
      const holding = orders.filter(
        ({ status, ...order }) =>
          (status === 'active' || status === 'finalized') && order['stock_location_id'] === place,
      );
      const ordered = holding.flatMap((order) => order.order_line_items).filter((line) => line.variant_id === variant);
      const left = holding
        .flatMap((order) => order.fulfillments.map((parcel) => documentOf(parcel)))
        .filter(({ status }) => status === 'fulfilled')
        .flatMap(partsOf)
        .filter(isOf);
      return {
        onHand: (place === PLACES[0] ? ON_HAND : 0) - quantity(out) + quantity(back),
        committed: quantity(ordered) - quantity(left),
      };
    };
  }
});
