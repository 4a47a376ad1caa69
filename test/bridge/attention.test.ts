import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { showOrder } from '../../src/commands/order.js';
import { listOrders } from '../../src/commands/orders.js';
import { renderOrder } from '../../src/commands/output/order.js';
import { renderOrders } from '../../src/commands/output/orders.js';
import { PLAIN } from '../../src/commands/output/style.js';
import type { TemporalLink } from '../../src/commands/temporal-connection.js';
import { BLOCKING_REASONS, FLAG_REASONS, nextStepOf, type FlagReason } from '../../src/domain/attention.js';
import type { BlockingReason } from '../../src/domain/attention.js';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { cancelOrderSignal, retryNowSignal } from '../../src/messages/order-messages.js';
import { attentionReasonKey } from '../../src/messages/search-attributes.js';
import { openLink } from '../support/stand-ins.js';
import { lamp, withBridge, type Bridge, type BridgeOptions } from '../support/bridge.js';
import { answerGetOrdersWith, shipWith, sweepTwice } from '../support/odd-worlds.js';
import { changeRecord } from '../support/staff.js';
import { until } from '../support/until.js';

/** How an order comes to a reason: what is done, and on what kind of bridge. */
interface Way {
  /** Returns the order that then stands at the reason. */
  readonly reach: (bridge: Bridge) => Promise<ChannelOrderId>;
  /** What the person is told: it names the thing that is wrong. */
  readonly says: RegExp;
  readonly options?: BridgeOptions;
}

const NOWHERE = { address1: '1 Sample Way', city: ' ', state: 'CA', zip: '90000', phone: '5550100' };

const WAYS: Readonly<Record<BlockingReason, Way>> = {
  'unknown-sku': {
    reach: (bridge) => bridge.sweepIn(lamp({ lines: [{ sku: 'NOT-YET', quantity: 1, price: '5.00' }] })),
    says: /NOT-YET/,
  },
  'ambiguous-sku': {
    reach: async (bridge) => {
      const twin = (await bridge.control.tradegecko.variants()).find(({ sku }) => sku === 'TWIN');
      await changeRecord(bridge, `/variants/${twin?.id ?? 0}`, { variant: { sku: 'LAMP-1' } });
      return bridge.sweepIn();
    },
    says: /LAMP-1/,
    options: { stock: { 'LAMP-1': 10, TWIN: 10 } },
  },
  'invalid-address': {
    reach: (bridge) => bridge.sweepIn(lamp({ address: NOWHERE })),
    says: /lacks a city/,
  },
  'total-mismatch': {
    reach: async (bridge) => {
      const [id] = await bridge.place(lamp());
      await answerGetOrdersWith(bridge, (text) => text.replaceAll('25.0000', '26.0000'));
      await bridge.pollOrders();
      return id ?? assert.fail();
    },
    says: /25\.00.*26\.00/,
  },
  'unmapped-carrier': {
    reach: (bridge) => shipWith(bridge, { trackingCompany: 'Llama Post', trackingNumber: 'L1' }),
    says: /Llama Post/,
    options: { yaml: '    shipments: { unmapped: ask }' },
  },
  'tracking-missing': {
    reach: (bridge) => shipWith(bridge, { trackingCompany: 'UPS' }),
    says: /no parcel of it has a tracking number/,
    options: { policy: { trackingWaitMs: 100 } },
  },
  'refused-by-order-system': {
    reach: async (bridge) => {
      const body = JSON.stringify({ errors: { issued_at: ["can't be blank"] } });
      const fault = { service: 'tradegecko', operation: 'POST /orders', place: 'before', kind: 'status' } as const;
      await bridge.control.addFaults({ ...fault, status: 422, body });
      return bridge.sweepIn();
    },
    says: /issued_at/,
  },
  'refused-by-channel': {
    reach: async (bridge) => {
      const body = JSON.stringify({ Ack: 'Error', Errors: [{ ErrorCode: '1', ShortMessage: 'No such method' }] });
      const fault = { service: 'houzz', operation: 'POST updateOrder', place: 'before', kind: 'status' } as const;
      await bridge.control.addFaults({ ...fault, status: 200, body, times: 3 });
      return shipWith(bridge, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
    },
    says: /updateOrder|No such method/,
  },
  'payment-declined': {
    reach: async (bridge) => {
      const [id] = await bridge.place(lamp({ status: 'Placed' }));
      await bridge.control.houzz.declineCharges(id ?? '');
      await bridge.pollOrders();
      return id ?? assert.fail();
    },
    says: /declined/,
    options: { houzz: 'flow: classic', switches: { 'houzz.flow': 'classic' } },
  },
  unauthorised: {
    reach: async (bridge) => {
      const fault = { service: 'tradegecko', operation: 'POST /orders', place: 'before', kind: 'status' } as const;
      await bridge.control.addFaults({ ...fault, status: 401 });
      return bridge.sweepIn();
    },
    says: /TradeGecko: POST \/orders failed \(unauthorised\)/,
  },
  'unrecognised-status': {
    reach: async (bridge) => {
      const { id } = await bridge.deliver();
      await bridge.control.houzz.setOrderStatus(id, 'Processing');
      const odd = (text: string): string => text.replaceAll('"Processing"', '"Reviewing"');
      await answerGetOrdersWith(bridge, odd, { skip: 1, times: 3, query: { Status: 'All' } });
      await bridge.pollOrders();
      return id;
    },
    says: /Reviewing/,
  },
  'voided-in-order-system': {
    reach: async (bridge) => {
      const { id, salesOrder } = await bridge.deliver();
      await bridge.control.tradegecko.voidOrder(salesOrder.id);
      await sweepTwice(bridge, { slowPaceMs: 0 });
      return id;
    },
    says: /Sales order \d+ is void/,
  },
  'changed-in-order-system': {
    reach: async (bridge) => {
      const { id, salesOrder } = await bridge.deliver(
        lamp({ lines: [{ sku: 'LAMP-1', quantity: 2, price: '25.00' }] }),
      );
      const [line] = salesOrder.order_line_items;
      await changeRecord(bridge, `/order_line_items/${line?.id ?? 0}`, { order_line_item: { quantity: '1' } });
      await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
      await bridge.pollShipments();
      return id;
    },
    says: /is not what was ordered/,
    options: { switches: { 'tradegecko.edit-finalized-lines': 'allowed' } },
  },
  'missing-in-channel': {
    reach: async (bridge) => {
      const { id } = await bridge.deliver();
      await bridge.control.houzz.cancelOrder(id);
      await bridge.pollOrders();
      return id;
    },
    says: /no longer lists/,
    options: { switches: { 'houzz.all-shows-cancelled': 'no' } },
  },
  'split-in-channel': {
    reach: async (bridge) => {
      const [id] = await bridge.place(lamp({ lines: [{ sku: 'LAMP-1', quantity: 2, price: '25.00' }] }));
      const half = { lines: [{ sku: 'LAMP-1', quantity: 1 }] };
      await bridge.control.houzz.splitOrder(id ?? '', half, half);
      await bridge.pollOrders();
      return id ?? assert.fail();
    },
    says: /split|part/,
  },
  'too-large': {
    reach: (bridge) => bridge.sweepIn(lamp({ lines: [{ sku: 'LAMP-1', quantity: 1_000_001, price: '0.01' }] })),
    says: /more than 1000000 units/,
  },
};

let link: TemporalLink;

before(async function () {
  this.timeout(120_000);
  link = await openLink();
});

after(() => link.close());

describe('each reason that stops an order', () => {
  for (const reason of BLOCKING_REASONS) {
    const { reach, says, options = {} } = WAYS[reason];
    it(`is reached, and says the same everywhere: ${reason}`, () =>
      withBridge(async (bridge) => {
        const id = await reach(bridge);
        await bridge.reaches(id, 'needs-attention');

        const { problem, nextStep } = await bridge.status(id);
        assert.equal(problem?.reason, reason, problem?.what);
        assert.match(problem.what, says);
        assert.equal(nextStep, nextStepOf(reason));
        await sameWordsEverywhere(bridge, id, [`${reason}: ${problem.what}`, nextStep]);
      }, options));
  }
});

const FLAG_WAYS: Readonly<Record<FlagReason, (bridge: Bridge) => Promise<ChannelOrderId>>> = {
  overdue: async (bridge) => {
    const { id } = await bridge.deliver();
    await sweepTwice(bridge, { slowPaceMs: 0, overdueAfterMs: 0 });
    return id;
  },
  'changed-in-channel': async (bridge) => {
    const { id } = await bridge.deliver();
    await bridge.control.houzz.shipOrder(id, { shippingMethod: 'UPS Ground', trackingNumber: '1Z1' });
    await bridge.pollOrders();
    return id;
  },
  'open-in-channel': async (bridge) => {
    const { id, handle } = await bridge.deliver();
    await handle.signal(cancelOrderSignal, { reason: 'sold out', by: 'ann', houzzCancelCode: '99' });
    await handle.result();
    return id;
  },
};

describe('each flag', () => {
  for (const flag of FLAG_REASONS) {
    it(`is raised without stopping the order, with its next step: ${flag}`, () =>
      withBridge(async (bridge) => {
        const id = await FLAG_WAYS[flag](bridge);

        await until(`the flag ${flag}`, async () => (await bridge.status(id)).flags.includes(flag));
        const { stage, nextStep } = await bridge.status(id);
        assert.notEqual(stage, 'needs-attention');
        assert.equal(nextStep, nextStepOf(flag));
        await sameWordsEverywhere(bridge, id, [flag, nextStep]);
      }));
  }
});

/** What the Web UI, one order's page in the terminal and the list say. */
async function sameWordsEverywhere(bridge: Bridge, id: ChannelOrderId, words: readonly string[]): Promise<void> {
  const handle = await bridge.order(id);
  const reason = words[0]?.split(':')[0] ?? '';
  await until(
    'lists know',
    async () => (await handle.describe()).typedSearchAttributes.get(attentionReasonKey) === reason,
  );
  const request = { id, connection: bridge.id };
  const page = renderOrder(await showOrder(request, { link, env: {}, answerLimitMs: 5_000 }), PLAIN);
  const row = await until('the list shows it', async () => {
    const list = await listOrders(link.client, { connection: bridge.id, limit: 10 });
    return list.orders[0]?.attentionReason === reason && renderOrders(list, PLAIN);
  });
  const details = await detailsOf(handle);
  for (const word of words) {
    assert.ok(oneLine(details).includes(word.replaceAll('|', '\\|')), details);
    assert.ok(oneLine(page).includes(word), page);
  }
  assert.ok(oneLine(row).includes(`${reason}: ${words[1] ?? ''}`), row);
  assert.ok(!/Pat Example|Sample Way|5550100/.test(`${details}${page}${row}`));
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** What the Web UI shows: it asks the workflow by this query. */
async function detailsOf(handle: Awaited<ReturnType<Bridge['order']>>): Promise<string> {
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  return currentDetails;
}

describe('a blocked order', () => {
  const stopped = { address: NOWHERE };

  it('that is told to try again before anything was mended stands where it stood', () =>
    withBridge(async (bridge) => {
      const id = await bridge.sweepIn(lamp(stopped));
      await bridge.reaches(id, 'needs-attention');
      const reads = (await bridge.calls('houzz', 'GET getOrders')).length;

      await (await bridge.order(id)).signal(retryNowSignal);

      await until('it was read again', async () => (await bridge.calls('houzz', 'GET getOrders')).length > reads);
      await bridge.reaches(id, 'needs-attention');
      assert.deepEqual(await bridge.calls('tradegecko'), []);
    }));

  for (const [release, slowRetryMs] of [
    ['by the slow pause', 300],
    ['by retryNow', 60_000],
  ] as const) {
    it(`goes on ${release} once its SKU was made`, () =>
      withBridge(
        async (bridge) => {
          const id = await bridge.sweepIn(lamp({ lines: [{ sku: 'NOT-YET', quantity: 1, price: '5.00' }] }));
          await bridge.reaches(id, 'needs-attention');
          await bridge.control.tradegecko.putVariant('NOT-YET', { price: '5.00' });
          if (slowRetryMs > 1_000) await (await bridge.order(id)).signal(retryNowSignal);
          await bridge.reaches(id, 'awaiting-shipment');
          assert.equal((await bridge.effects('order.created')).length, 1);
        },
        { policy: { slowRetryMs } },
      ));
  }

  it('goes on by itself when a sweep sees its cause mended', () =>
    withBridge(
      async (bridge) => {
        const id = await shipWith(bridge, { trackingCompany: 'UPS' });
        await bridge.reaches(id, 'needs-attention');
        const [salesOrder] = await bridge.control.tradegecko.orders();
        const fulfillment = salesOrder?.fulfillments[0]?.id ?? 0;
        await bridge.control.tradegecko.changeFulfillment(fulfillment, { tracking_number: '1Z9' });
        await bridge.pollShipments();
        assert.equal((await (await bridge.order(id)).result()).outcome, 'completed');
        assert.equal((await bridge.control.houzz.order(id)).ship?.trackingNumber, '1Z9');
      },
      { policy: { trackingWaitMs: 100 } },
    ));
});
