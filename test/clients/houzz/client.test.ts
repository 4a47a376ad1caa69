import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { Page } from '../../../src/ports/call.js';
import type { ChannelReading, ListingReading, Marketplace } from '../../../src/ports/marketplace.js';
import { apiErrorOf } from '../support/api-error.js';
import { keyOf, parcel, startHouzzWorld, type HouzzWorld } from '../support/houzz-world.js';

const LINE = { sku: 'LAMP-1', quantity: 2, price: '25.00' };
const order = (changes: object = {}) => ({ lines: [LINE], ...changes });
const HOUR_MS = 3_600_000;

describe('the Houzz client', () => {
  let world: HouzzWorld;
  const start = async (switches: Readonly<Record<string, string>> = {}): Promise<HouzzWorld> => {
    world = await startHouzzWorld(switches);
    return world;
  };

  afterEach(async () => {
    await world.close();
  });

  /** Reads a list to its end, within a bound. */
  const readAll = async <T>(list: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> => {
    const rows: T[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 100; pages += 1) {
      const page: Page<T> = await list(cursor);
      rows.push(...page.rows);
      cursor = page.nextCursor;
      if (cursor === null) return rows;
    }
    throw new Error('The list does not end.');
  };
  const importable = (client: Marketplace): Promise<ChannelReading[]> =>
    readAll((cursor) => client.listImportable(cursor, {}));
  const listings = (client: Marketplace): Promise<ListingReading[]> =>
    readAll((cursor) => client.listListings(cursor, {}));
  const idsOf = (readings: readonly ChannelReading[]): string[] =>
    readings.map((reading) => (reading.kind === 'order' ? reading.order.orderId : 'unreadable')).sort();

  describe('credentials', () => {
    for (const status of ['200', '401', '403']) {
      it(`that are wrong count as unauthorised when Houzz says so with status ${status}`, async () => {
        await start({ 'houzz.unauthorised-status': status });

        const error = await apiErrorOf(world.client({ token: 'wrong-token' }).checkCredentials({}));

        assert.equal(error.code, 'unauthorised');
        assert.doesNotMatch(error.message, /wrong-token/);
      });
    }

    it('that are right pass, with white space around them', async () => {
      await start();

      await world.client({ token: ' DEMO+TOKEN/NOT/A/SECRET==\n' }).checkCredentials({});

      assert.equal(await world.calls('GET getOrders'), 1);
    });

    it('without the permission count as unauthorised', async () => {
      await start();
      await world.control.houzz.setPermissions('inventory');

      assert.equal((await apiErrorOf(world.client().checkCredentials({}))).code, 'unauthorised');
    });
  });

  describe('the list of importable orders', () => {
    for (const count of [0, 1, 7]) {
      it(`holds all ${count}, in pages of three, and ends with an empty page`, async () => {
        await start();
        const placed = await world.control.houzz.placeOrders(...Array.from({ length: count }, () => order()));

        const read = await importable(world.client({ pageSize: 3 }));

        assert.deepEqual(idsOf(read), placed.map(({ orderId }) => orderId).sort());
        assert.equal(await world.calls('GET getOrders'), Math.ceil(count / 3) + 1);
      });
    }

    it('is whole when Houzz caps its pages without a word', async () => {
      await start({ 'houzz.page-cap': '10' });
      await world.control.houzz.placeOrders(...Array.from({ length: 25 }, () => order()));

      assert.equal((await importable(world.client())).length, 25);
    });

    for (const [what, arrivals] of [
      ['one order', 1],
      ['more orders than a page holds', 3],
    ] as const) {
      it(`holds every order that was there when ${what} came in between two pages`, async () => {
        await start();
        const placed = await world.control.houzz.placeOrders(...Array.from({ length: 5 }, () => order()));
        const client = world.client({ pageSize: 2 });
        const first = await client.listImportable(null, {});
        await world.control.houzz.placeOrders(...Array.from({ length: arrivals }, () => order()));

        const rest = await readAll((cursor) => client.listImportable(cursor ?? first.nextCursor, {}));

        const read = new Set(idsOf([...first.rows, ...rest]));
        assert.deepEqual(
          placed.filter(({ orderId }) => !read.has(orderId)),
          [],
        );
      });
    }

    it('holds charged orders only, or those of several statuses by setting', async () => {
      await start();
      for (const status of ['Placed', 'Processing', 'Charged', 'FailedToCharge', 'Shipped', 'Canceled'] as const) {
        await world.control.houzz.placeOrders(order({ status }));
      }
      const kindsOf = (readings: readonly ChannelReading[]) =>
        readings.map((reading) => (reading.kind === 'order' ? reading.order.status.kind : 'unreadable'));

      assert.deepEqual(kindsOf(await importable(world.client())), ['charged']);
      const all = world.client({ importStatuses: ['placed', 'processing', 'charged', 'charge-failed'] });
      assert.deepEqual(kindsOf(await importable(all)), ['placed', 'processing', 'charged', 'charge-failed']);
    });

    it('refuses a cursor that it did not make', async () => {
      await start();

      assert.equal((await apiErrorOf(world.client().listImportable('next', {}))).code, 'unexpected-shape');
    });
  });

  describe('looking orders up', () => {
    const readings: readonly Readonly<Record<string, string>>[] = [
      { 'houzz.date-zone': 'pacific', 'houzz.to-includes-its-day': 'yes' },
      ...['pacific', 'utc'].flatMap((zone) =>
        ['from', 'to'].map((end) => ({ 'houzz.date-zone': zone, [`houzz.${end}-includes-its-day`]: 'no' })),
      ),
      { 'houzz.date-zone': 'utc', 'houzz.to-includes-its-day': 'yes' },
    ];
    // The ends of the day on the West Coast and in UTC.
    const times = ['2026-11-20T07:59:59Z', '2026-11-20T08:00:00Z', '2026-11-20T23:59:59Z', '2026-11-21T00:00:00Z'];
    for (const switches of readings) {
      it(`finds each with one call, whatever its hour, under ${JSON.stringify(switches)}`, async () => {
        await start(switches);
        const client = world.client();
        for (const createdAt of times) {
          const [placed] = await world.control.houzz.placeOrders(order({ createdAt }));
          assert.ok(placed);
          const before = await world.calls('GET getOrders');

          const [lookup] = await client.lookUp([keyOf(placed)], {});

          assert.equal(lookup?.kind, 'found');
          assert.equal(await world.calls('GET getOrders'), before + 1);
        }
      });
    }

    it('answers in the order of the keys, one call for those of a day, and tells the missing', async () => {
      await start();
      const at = (hours: number) => new Date(Date.parse('2026-11-10T20:00:00Z') + hours * HOUR_MS).toISOString();
      const placed = await world.control.houzz.placeOrders(
        ...[0, 1, 2, 120].map((hours) => order({ createdAt: at(hours), status: hours === 1 ? 'Shipped' : 'Charged' })),
      );
      const keys = placed.map(keyOf);
      const absent = keyOf({ orderId: '1111-2222-3333-4444', createdAt: at(0) });

      const found = await world.client().lookUp(keys, {});
      assert.deepEqual(
        found.map((lookup) => (lookup.kind === 'found' ? lookup.order.orderId : lookup.kind)),
        keys.map((key) => key.orderId),
      );
      assert.equal(await world.calls('GET getOrders'), 2);

      const mixed = await world.client().lookUp([absent, ...keys.slice(0, 1)], {});
      assert.deepEqual(
        mixed.map((lookup) => lookup.kind),
        ['missing', 'found'],
      );
    });

    it('finds one that was changed long after its creation where Houzz goes by changes', async () => {
      await start({ 'houzz.dates-are-of': 'change' });
      const [placed] = await world.control.houzz.placeOrders(order({ createdAt: '2026-11-10T20:00:00Z' }));
      assert.ok(placed);
      await world.control.houzz.setOrderStatus(placed.orderId, 'Shipped');

      const [lookup] = await world.client().lookUp([keyOf(placed)], {});

      assert.equal(lookup?.kind, 'found');
    });

    it('of none makes no call', async () => {
      await start();

      assert.deepEqual(await world.client().lookUp([], {}), []);
      assert.equal(await world.calls('GET'), 0);
    });

    it('calls nothing missing when a page fails', async () => {
      await start();
      const key = keyOf({ orderId: '1111-2222-3333-4444', createdAt: '2026-11-10T20:00:00Z' });
      await world.control.addFaults({ service: 'houzz', place: 'answer', kind: 'garbage', skip: 1 });

      const error = await apiErrorOf(world.client().lookUp([key], {}));

      assert.equal(error.code, 'unexpected-shape');
    });
  });

  describe('reporting a shipment', () => {
    const placeOne = async (changes: object = {}) => {
      const [placed] = await world.control.houzz.placeOrders(order(changes));
      assert.ok(placed);
      return placed;
    };
    const first = { isRepeat: false };
    const again = { isRepeat: true };

    it('ships the order with one call and all its tracking numbers', async () => {
      await start();
      const placed = await placeOne();
      const parcels = [parcel(), parcel({ trackingNumber: '1Z0002' })] as const;

      const result = await world.client().reportShipment(keyOf(placed), parcels, first);

      assert.deepEqual(result, { kind: 'reported' });
      const { status, ship } = await world.control.houzz.order(placed.orderId);
      assert.equal(status, 'Shipped');
      assert.equal(ship?.shippingMethod, 'UPS Ground');
      assert.equal(ship.trackingNumber, '1Z0001,1Z0002');
      assert.equal(await world.calls(''), 1);
    });

    it('asks for a method that is not known, and calls nobody', async () => {
      await start();
      const placed = await placeOne();

      const result = await world.client().reportShipment(keyOf(placed), [parcel({ carrier: 'Nobody' })], first);

      assert.equal(result.kind, 'unmapped-carrier');
      assert.equal(await world.calls(''), 0);
    });

    it('is done once when its first answer is lost', async () => {
      await start();
      const placed = await placeOne();
      await world.control.addFaults({ service: 'houzz', operation: 'POST updateOrder', place: 'after', kind: 'cut' });
      const client = world.client();

      const error = await apiErrorOf(client.reportShipment(keyOf(placed), [parcel()], first));
      const result = await client.reportShipment(keyOf(placed), [parcel()], again);

      assert.equal(error.details.mayHaveBeenApplied, true);
      assert.deepEqual(result, { kind: 'already-reported' });
      assert.equal(await world.calls('POST updateOrder Ship'), 1);
    });

    it('ships at the second try when the first never arrived', async () => {
      await start();
      const placed = await placeOne();
      await world.control.addFaults({ service: 'houzz', operation: 'POST updateOrder', place: 'before', kind: 'cut' });
      const client = world.client();

      await apiErrorOf(client.reportShipment(keyOf(placed), [parcel()], first));

      assert.deepEqual(await client.reportShipment(keyOf(placed), [parcel()], again), { kind: 'reported' });
    });

    it('counts as done when the order was shipped by hand', async () => {
      await start();
      const placed = await placeOne();
      await world.control.houzz.shipOrder(placed.orderId, { shippingMethod: 'UPS Ground', trackingNumber: '1Z' });

      const result = await world.client().reportShipment(keyOf(placed), [parcel()], first);

      assert.deepEqual(result, { kind: 'already-reported' });
    });

    for (const [title, isRepeat] of [
      ['at the first try', false],
      ['at a repeat', true],
    ] as const) {
      it(`is refused for a cancelled order ${title}, with the order's status`, async () => {
        await start();
        const placed = await placeOne();
        await world.control.houzz.cancelOrder(placed.orderId);

        const result = await world.client().reportShipment(keyOf(placed), [parcel()], { isRepeat });

        assert.equal(result.kind, 'refused');
        assert.deepEqual(result.status, { kind: 'cancelled' });
      });
    }

    it('is refused where Houzz says so with a status of its own', async () => {
      await start({ 'houzz.error-status': '400' });
      const placed = await placeOne({ status: 'Processing' });

      const result = await world.client().reportShipment(keyOf(placed), [parcel()], first);

      assert.equal(result.kind, 'refused');
      assert.deepEqual(result.status, { kind: 'processing' });
    });

    it('writes texts that XML would take for its own', async () => {
      await start();
      const placed = await placeOne();
      const shipping = { methods: [{ carrier: 'R&L', method: 'R&L <fast> "x"' }], unmapped: 'ask' } as const;

      await world.client({ shipping }).reportShipment(keyOf(placed), [parcel({ carrier: 'r&l' })], first);

      const { ship } = await world.control.houzz.order(placed.orderId);
      assert.equal(ship?.shippingMethod, 'R&L <fast> "x"');
    });
  });

  describe('cancelling an order', () => {
    it('sends code and comment', async () => {
      await start();
      const [placed] = await world.control.houzz.placeOrders(order());
      assert.ok(placed);

      const result = await world.client().cancelOrder(keyOf(placed), '1', {});

      assert.deepEqual(result, { kind: 'cancelled' });
      assert.equal((await world.control.houzz.order(placed.orderId)).status, 'Canceled');
    });

    it('counts as done when the order is cancelled already', async () => {
      await start();
      const [placed] = await world.control.houzz.placeOrders(order({ status: 'Canceled' }));
      assert.ok(placed);

      assert.deepEqual(await world.client().cancelOrder(keyOf(placed), '3', {}), { kind: 'cancelled' });
    });

    it('is refused for a shipped order, with its status, and for a code that Houzz does not have', async () => {
      await start();
      const [placed] = await world.control.houzz.placeOrders(order({ status: 'Shipped' }));
      assert.ok(placed);

      const shipped = await world.client().cancelOrder(keyOf(placed), '2', {});
      const unknown = await world.client().cancelOrder(keyOf(placed), '9', {});

      assert.equal(shipped.kind, 'refused');
      assert.deepEqual(shipped.status, { kind: 'shipped' });
      assert.equal(unknown.kind, 'refused');
      assert.equal(await world.calls('POST updateOrder'), 1);
    });
  });

  describe('stock', () => {
    for (const count of [0, 1, 5]) {
      it(`of ${count} listings is read whole`, async () => {
        await start();
        for (let number = 1; number <= count; number += 1) {
          await world.control.houzz.putListing(`LAMP-${number}`, { quantity: number });
        }

        const read = await listings(world.client({ pageSize: 2 }));

        assert.deepEqual(
          read.map(({ sku, quantity }) => `${sku}=${quantity}`).sort(),
          Array.from({ length: count }, (_, index) => `LAMP-${index + 1}=${index + 1}`),
        );
      });
    }

    it('is read a hundred at a time, the most that a client is known to ask for', async () => {
      await start({ 'houzz.listing-page-limit': '100' });
      for (let number = 1; number <= 101; number += 1) await world.control.houzz.putListing(`S-${number}`, {});

      assert.equal((await listings(world.client())).length, 101);
    });

    for (const missing of ['error', 'absent']) {
      it(`of single listings is read by SKU; an unknown one is known as such where it is answered as ${missing}`, async () => {
        await start({ 'houzz.missing-listing': missing });
        await world.control.houzz.putListing('A & B', { quantity: 4 });
        await world.control.houzz.putListing('ASLEEP', { quantity: 3, status: 'Inactive' });

        const read = await world.client().readListings(['NONE', 'A & B', 'ASLEEP'], {});

        assert.deepEqual(read, [null, { sku: 'A & B', quantity: 4 }, null]);
        assert.deepEqual(await world.client().readListings([], {}), []);
        assert.equal(await world.calls('GET getListing'), 3);
      });
    }

    it('of a single listing that cannot be read says what is wrong, and is not no listing', async () => {
      await start();
      const body = JSON.stringify({ Ack: 'Success', Listing: { SKU: 'A', Quantity: 'many' } });
      const fault = { service: 'houzz', operation: 'GET getListing', place: 'before', kind: 'status' } as const;
      await world.control.addFaults({ ...fault, status: 200, body });

      const read = await world.client().readListings(['A'], {});

      assert.deepEqual(read, [{ sku: 'A', quantity: null, what: 'Quantity is no whole number' }]);
    });

    it('is written SKU by SKU, and one refused SKU stops none of the rest', async () => {
      await start();
      await world.control.houzz.putListing('A', { quantity: 1 });
      await world.control.houzz.putListing('B & <B>', { quantity: 1 });

      const written = await world.client().setStock(
        [
          { sku: 'A', quantity: 5 },
          { sku: 'NONE', quantity: 6 },
          { sku: 'B & <B>', quantity: 0 },
        ],
        {},
      );

      assert.deepEqual(
        written.map(({ kind }) => kind),
        ['written', 'refused', 'written'],
      );
      const shown = await world.control.houzz.listings();
      assert.deepEqual(
        shown.map(({ quantity }) => quantity),
        [5, 0],
      );
      assert.equal(await world.calls('POST updateInventory'), 3);
    });
  });
});
