import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEMO_TRADEGECKO_TOKEN } from '../../src/sandbox/sandbox.js';
import { MARKETPLACE_COMPANY_ID, PRIMARY_LOCATION_ID } from '../../src/sandbox/tradegecko/service.js';
import { openSandboxForEach, type OpenSandbox } from './open-sandbox.js';

/** Makes a sales order of two lamps the way a client does, and returns its id. */
async function orderTwoLamps(open: OpenSandbox): Promise<number> {
  const variant = await open.control.tradegecko.putVariant('LAMP-1', { stock: { [PRIMARY_LOCATION_ID]: 5 } });
  const address = {
    label: 'Demo',
    address1: '1 Sample Way',
    city: 'Testville',
    state: 'CA',
    zip_code: '90000',
    country: 'US',
  };
  const order = {
    company_id: MARKETPLACE_COMPANY_ID,
    order_number: 'HZ-1',
    issued_at: '2026-11-20',
    status: 'finalized',
    shipping_address: address,
    order_line_items: [{ variant_id: variant.id, quantity: '2', price: '10.00' }],
  };
  const answer = await fetch(`${open.sandbox.tradegeckoUrl}/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${DEMO_TRADEGECKO_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ order }),
  });
  assert.equal(answer.status, 201, await answer.text());
  const [made] = await open.control.tradegecko.orders();
  return made?.id ?? 0;
}

describe("the control client's TradeGecko side", () => {
  const open = openSandboxForEach();

  it('makes a variant, edits it and moves its stock', async () => {
    await open.control.tradegecko.putVariant('LAMP-1', { stock: { [PRIMARY_LOCATION_ID]: 5 } });
    await open.control.tradegecko.putVariant('LAMP-1', { keep_selling: true });
    await open.control.tradegecko.changeStock({ sku: 'LAMP-1', delta: -2 });

    const variants = await open.control.tradegecko.variants();

    assert.deepEqual(
      variants.map((variant) => [variant.sku, variant['keep_selling'], Number(variant.stock_on_hand)]),
      [['LAMP-1', true, 3]],
    );
  });

  it('packs and ships an order in one parcel, and adds tracking later', async () => {
    const id = await orderTwoLamps(open);

    await open.control.tradegecko.packOrder(id);
    const shipped = await open.control.tradegecko.shipOrder(id, { trackingCompany: 'UPS' });
    const [parcel] = shipped.fulfillments;
    await open.control.tradegecko.changeFulfillment(parcel?.id ?? 0, { tracking_number: '1ZDEMO' });

    const order = await open.control.tradegecko.order(id);
    assert.deepEqual([order.status, order.fulfillment_status], ['fulfilled', 'shipped']);
    assert.deepEqual(
      order.fulfillments.map(({ status, tracking_company, tracking_number }) => [
        status,
        tracking_company,
        tracking_number,
      ]),
      [['fulfilled', 'UPS', '1ZDEMO']],
    );
  });

  it('ships an order in two parcels', async () => {
    const id = await orderTwoLamps(open);
    const [line] = (await open.control.tradegecko.order(id)).order_line_items;
    const lines = [{ orderLineItemId: line?.id ?? 0, quantity: 1 }];

    const first = await open.control.tradegecko.shipOrder(id, { lines });
    const second = await open.control.tradegecko.shipOrder(id);

    assert.deepEqual([first.fulfillment_status, second.fulfillment_status], ['partial', 'shipped']);
    assert.equal(second.fulfillments.length, 2);
  });

  it('voids an order, and refuses to void a shipped one', async () => {
    const id = await orderTwoLamps(open);
    const voided = await open.control.tradegecko.voidOrder(id);

    assert.equal(voided.status, 'void');
    await assert.rejects(open.control.tradegecko.shipOrder(id), /The sandbox refused POST/);
  });

  it('shrinks the quota', async () => {
    await open.control.tradegecko.setQuota({ limit: 2, windowMs: 3_600_000 });
    const statuses: number[] = [];

    for (let call = 0; call < 3; call += 1) {
      const headers = { authorization: `Bearer ${DEMO_TRADEGECKO_TOKEN}` };
      statuses.push((await fetch(`${open.sandbox.tradegeckoUrl}/variants`, { headers })).status);
    }

    assert.deepEqual(statuses.sort(), [200, 200, 429]);
  });
});
