import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EXIT } from '../../src/commands/exit-codes.js';
import { inventoryCommand } from '../../src/commands/inventory.js';
import type { DifferencesReport, SkuReport, SyncReport } from '../../src/commands/reports.js';
import { startCommand } from '../../src/commands/start.js';
import { syncCommand } from '../../src/commands/sync.js';
import { PRIMARY_LOCATION_ID } from '../../src/sandbox/tradegecko/fresh-world.js';
import type { Bridge } from '../support/bridge.js';
import { lamp } from '../support/bridge.js';
import { withDesk, type Desk } from '../support/desk.js';
import { until } from '../support/until.js';

const WINDOW_MS = 6_000;

const YAML = (rules: string) => `    inventory: { syncEvery: 1d, ${rules} }`;

const listingOf = async ({ control }: Bridge, sku: string) =>
  (await control.houzz.listings()).find((listing) => listing.sku === sku)?.quantity;

const show = (bridge: Bridge, sku: string, quantity: number) =>
  bridge.control.houzz.putListing(sku, { quantity, price: '25.00', title: sku, status: 'Active' });

const keep = (bridge: Bridge, sku: string, onHand: number) =>
  bridge.control.tradegecko.putVariant(sku, { stock: { [PRIMARY_LOCATION_ID]: onHand }, price: '25.00' });

const explain = (desk: Desk, sku: string) => desk.run<SkuReport>(inventoryCommand, [sku]);
const differences = (desk: Desk) => desk.run<DifferencesReport>(inventoryCommand, ['--differences']);
const sync = (desk: Desk, ...argv: readonly string[]) => desk.run<SyncReport>(syncCommand, argv);

const valueOf = ({ data }: { data: SkuReport }, name: string) =>
  data.figures.find((figure) => figure.name === name)?.value;

describe('the stock of one SKU', () => {
  it('is explained figure by figure with each source, and nothing is written', () =>
    withDesk(
      async (desk) => {
        const { bridge } = desk;
        await show(bridge, 'LAMP-1', 20);
        const order = await bridge.sweepIn(lamp({ lines: [{ sku: 'LAMP-1', quantity: 3, price: '25.00' }] }));
        await bridge.reaches(order, 'held');
        const before = await bridge.control.ledger();

        const found = await explain(desk, 'LAMP-1');

        const writes = (await bridge.control.ledger()).slice(before.length).filter(({ kind }) => kind === 'effect');
        assert.deepEqual(writes, []);
        assert.equal(found.exitCode, EXIT.fine);
        assert.deepEqual(
          [
            'on hand',
            'less in flight',
            'less hidden',
            'free',
            'less buffer',
            'left',
            'to be shown',
            'shown in Houzz',
          ].map((name) => valueOf(found, name)),
          [12, 3, 0, 9, 2, 7, 7, 17],
        );
        assert.ok(found.data.figures.every(({ source }) => source !== ''));
        assert.deepEqual(found.data.inFlight, [{ orderId: order, sku: 'LAMP-1', units: 3 }]);
        assert.deepEqual(found.data.plan, { kind: 'lower', quantity: 7 });
        assert.match(found.text, /lowers it to 7, at once/);
        assert.match(found.text, /inventory\.buffer/);
      },
      { stock: { 'LAMP-1': 12 }, yaml: `${YAML('buffer: 2')}\n    orders: { hold: true }` },
    ));

  it('names what is not listed, and refuses a call that names neither a SKU nor the list', () =>
    withDesk(async (desk) => {
      const found = await explain(desk, 'GHOST');

      assert.equal(found.exitCode, EXIT.needsPerson);
      assert.equal(found.data.plan.kind === 'problem' && found.data.plan.reason, 'not-listed');
      await assert.rejects(desk.run(inventoryCommand), /Give a SKU, or --differences/);
      await assert.rejects(desk.run(inventoryCommand, ['A', '--differences']), /Give a SKU, or --differences/);
    }));
});

describe('the list of what differs, and a comparison on demand', () => {
  it('agree: what is listed is what is then written, and the rest has its reason', () =>
    withDesk(
      async (desk) => {
        const { bridge } = desk;
        await desk.run(startCommand, ['--from', 'now']);
        await sync(desk);
        await show(bridge, 'LAMP-1', 9);
        await show(bridge, 'GHOST', 4);
        await keep(bridge, 'RUG-1', 8);

        const listed = await differences(desk);
        const dry = await sync(desk, '--dry-run');
        assert.deepEqual([await listingOf(bridge, 'LAMP-1'), await listingOf(bridge, 'RUG-1')], [9, 5]);
        const done = await sync(desk);

        const plans = listed.data.rows.map(({ sku, plan }) => [sku, plan.kind]);
        assert.deepEqual(
          new Map(plans.map(([sku, kind]) => [sku, kind] as const)),
          new Map([
            ['LAMP-1', 'lower'],
            ['RUG-1', 'raise'],
            ['GHOST', 'problem'],
          ] as const),
        );
        assert.deepEqual(
          [listed.exitCode, dry.exitCode, done.exitCode],
          [EXIT.needsPerson, EXIT.needsPerson, EXIT.needsPerson],
        );
        assert.match(dry.text, /nothing was written/);
        assert.deepEqual([done.data.outcome, done.data.result?.lowered, done.data.result?.raised], ['compared', 1, 1]);
        assert.deepEqual(done.data.result?.problemsByReason, { 'no-item': 1 });
        assert.match(done.text, /GHOST +no-item/);
        assert.deepEqual([await listingOf(bridge, 'LAMP-1'), await listingOf(bridge, 'RUG-1')], [5, 8]);
      },
      { stock: { 'LAMP-1': 5, 'RUG-1': 5 }, yaml: YAML('raiseAfter: 0s') },
    ));

  it('take a catalogue in shares of the quota, tell how far they are, and miss nothing', () =>
    withDesk(
      async (desk) => {
        const { bridge } = desk;
        const unlisted = Array.from({ length: 510 }, (_, index) => `CUP-${index}`);
        for (const sku of unlisted) await bridge.control.tradegecko.putVariant(sku, {});
        await keep(bridge, 'MUG-LAST', 3);
        await show(bridge, 'MUG-LAST', 9);
        await show(bridge, 'GHOST', 1);
        // Begun at the end of a window, the walk would go on in the next one before anybody could look.
        await until('a window has begun', () => Date.now() % WINDOW_MS < WINDOW_MS / 4);

        const { data } = await differences(desk);

        assert.deepEqual([data.listings, data.items, data.isWhole, data.left], [3, 512, true, 0]);
        assert.deepEqual(
          data.rows.map(({ sku, plan }) => [sku, plan.kind]),
          [
            ['MUG-LAST', 'lower'],
            ['GHOST', 'problem'],
          ],
        );
        assert.equal(data.counts.keep, 1);
        assert.match(desk.told.join('\n'), /500 of 512 variants read; the quota's share is spent, it goes on at /);
      },
      {
        stock: { 'MUG-0': 5 },
        quota: { limit: 10, windowMs: WINDOW_MS },
        tradegecko: 'quotaReserve: 2\n      slots: 1',
      },
    ));

  it('are told what the guard found, which one acceptance lets through', () =>
    withDesk(
      async (desk) => {
        const { bridge } = desk;
        await desk.run(startCommand, ['--from', 'now']);
        await sync(desk);
        await assert.rejects(sync(desk, '--accept'), /There is nothing to accept/);
        for (const sku of ['A', 'B', 'C']) await keep(bridge, sku, 0);

        const foreseen = await differences(desk);
        const stopped = await sync(desk);
        assert.equal(await listingOf(bridge, 'A'), 5);
        const explained = await explain(desk, 'A');
        const accepted = await sync(desk, '--accept');

        assert.equal(foreseen.data.guard?.kind, 'zeroes');
        assert.equal(stopped.exitCode, EXIT.needsPerson);
        assert.match(stopped.text, /The guard stopped it: 3 of 4 listings .* would be set to zero/s);
        assert.match(stopped.text, /orderbridge\s+sync\s+--accept/);
        assert.match(explained.text, /the guard stopped the last one/);
        assert.deepEqual([accepted.exitCode, accepted.data.result?.lowered], [EXIT.fine, 3]);
        assert.deepEqual(accepted.data.accepted, stopped.data.result?.guard);
        assert.equal(await listingOf(bridge, 'A'), 0);
      },
      { stock: { A: 5, B: 5, C: 5, D: 5 }, yaml: YAML('raiseAfter: 0s, guard: { zeroMin: 1 }') },
    ));

  it('begin without a wait when asked to, and only where the connection runs', () =>
    withDesk(async (desk) => {
      await assert.rejects(sync(desk), /was never started/);
      await desk.run(startCommand, ['--from', 'now']);

      const begun = await sync(desk, '--no-wait');

      assert.deepEqual([begun.exitCode, begun.data.outcome, begun.data.result], [EXIT.fine, 'begun', null]);
      await assert.rejects(sync(desk, '--dry-run', '--accept'), /cannot be used together/);
    }));
});
