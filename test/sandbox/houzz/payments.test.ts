import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { NewHouzzOrder } from '../../../src/sandbox/houzz/order-document.js';
import { DEMO_HOUZZ_CREDENTIALS } from '../../../src/sandbox/sandbox.js';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { read, recordOf } from './houzz-api.js';

const WEEK_MS = 7 * 86_400_000;
const SHIPPED: NewHouzzOrder = {
  lines: [{ sku: 'LAMP-1', quantity: 2, price: '25.00', tax: '4.00', shipping: '6.00' }],
  coupon: { code: 'DEMO', amount: '10.00' },
  flatShipping: '7.00',
  flatShippingTax: '0.50',
  status: 'Shipped',
};
/** A Monday, a Sunday late in the evening of Los Angeles, and the Monday after it. */
const TIMES = ['2025-10-06T12:00:00Z', '2025-10-13T06:59:59Z', '2025-10-13T07:00:00Z'] as const;

async function paymentIds(open: OpenSandbox, parameters: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { json } = await read(open.sandbox.houzzUrl, 'getPayments', parameters);
  const payments = json['Payments'] ?? [];
  assert.ok(Array.isArray(payments));
  return payments.map((id: unknown) => {
    assert.equal(typeof id, 'string');
    return String(id);
  });
}

async function payment(open: OpenSandbox, PaymentId: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  const answer = await read(open.sandbox.houzzUrl, 'getTransactions', { PaymentId: PaymentId ?? '' });
  return recordOf(answer.json['Payment']);
}

describe('getPayments', () => {
  const open = openSandboxForEach();

  it('H12.1 H4.10 leaves Payments out when there is none', async () => {
    await open.control.houzz.placeOrders({ ...SHIPPED, status: 'Charged' }, SHIPPED);

    const answer = await read(open.sandbox.houzzUrl, 'getPayments');

    assert.deepEqual(Object.keys(answer.json), ['Ack', 'Version', 'Timestamp']);
  });

  it('H12.1 answers an id for each week that is over in which something was shipped', async () => {
    await open.control.houzz.placeOrders(...TIMES.map((createdAt) => ({ ...SHIPPED, createdAt })));

    const ids = await paymentIds(open);

    const periods = await Promise.all(ids.map((id) => payment(open, id)));
    assert.deepEqual(
      periods.map(({ FromDate, ToDate }) => [FromDate, ToDate]),
      [
        ['2025-10-13', '2025-10-19'],
        ['2025-10-06', '2025-10-12'],
      ],
    );
  });

  it('H6.9 H12.2 takes From, To, Start and NumberOfItems', async () => {
    const weeks = ['2025-10-07', '2025-10-14', '2025-10-21'].map((day) => `${day}T20:00:00Z`);
    await open.control.houzz.placeOrders(...weeks.map((createdAt) => ({ ...SHIPPED, createdAt })));
    const [third, second, first] = await paymentIds(open);

    assert.deepEqual(await paymentIds(open, { From: '2025-10-19', To: '2025-10-19' }), [second]);
    assert.deepEqual(await paymentIds(open, { From: '2025-10-13' }), [third, second]);
    assert.deepEqual(await paymentIds(open, { To: '2025-10-18' }), [first]);
    assert.deepEqual(await paymentIds(open, { Start: '1', NumberOfItems: '1' }), [second]);
    assert.deepEqual(await paymentIds(open, { Start: '3', NumberOfItems: '100' }), []);
  });

  it('H12.1 keeps an id once it was told', async () => {
    await open.control.houzz.placeOrders({ ...SHIPPED, createdAt: TIMES[0] });
    const before = await paymentIds(open);
    await open.control.houzz.placeOrders(SHIPPED);
    await open.control.advanceClock(2 * WEEK_MS);

    const after = await paymentIds(open);

    assert.deepEqual([after.length, after.slice(1)], [2, before]);
  });
});

describe('getTransactions', () => {
  const open = openSandboxForEach();

  it('H6.10 H12.3 shows the figures of a seller', async () => {
    await open.control.houzz.placeOrders({ ...SHIPPED, createdAt: TIMES[0] });
    const [id] = await paymentIds(open);

    assert.deepEqual(await payment(open, id), {
      FromDate: '2025-10-06',
      ToDate: '2025-10-12',
      Sales: '40.00',
      Shipping: '13.00',
      Tax: '4.50',
      Commission: '6.00',
      DepositAmount: '51.50',
    });
  });

  it('H12.3 takes a refund off the week in which it was given, below zero if need be', async () => {
    const [order] = await open.control.houzz.placeOrders({ ...SHIPPED, createdAt: TIMES[0] });
    await open.control.houzz.refundOrder(order?.orderId ?? '');
    await open.control.advanceClock(WEEK_MS);

    const [late, early] = await paymentIds(open);

    assert.equal((await payment(open, early))['DepositAmount'], '51.50');
    assert.equal((await payment(open, late))['DepositAmount'], '-51.50');
  });

  it('H12.5 writes what is kept back below zero where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.deduction-sign': 'minus' });
    await open.control.houzz.placeOrders({ ...SHIPPED, createdAt: TIMES[0] });
    const [id] = await paymentIds(open);

    const { Commission, DepositAmount } = await payment(open, id);

    assert.deepEqual([Commission, DepositAmount], ['-6.00', '51.50']);
  });

  it('H6.10 refuses a payment that does not exist, and none at all', async () => {
    const unknown = await read(open.sandbox.houzzUrl, 'getTransactions', { PaymentId: '1' });
    const none = await read(open.sandbox.houzzUrl, 'getTransactions');

    assert.deepEqual([unknown.json['Ack'], none.json['Ack']], ['Error', 'Error']);
  });
});

describe('the payments of a vendor', () => {
  const open = openSandboxForEach({ houzz: { ...DEMO_HOUZZ_CREDENTIALS, accountType: 'vendor' } });

  it('H12.4 show an amount, an allowance and the deposit', async () => {
    await open.control.houzz.placeOrders({ ...SHIPPED, createdAt: TIMES[0] });
    const [id] = await paymentIds(open);

    assert.deepEqual(await payment(open, id), {
      FromDate: '2025-10-06',
      ToDate: '2025-10-12',
      Amount: '57.50',
      Allowance: '2.88',
      DepositAmount: '54.62',
    });
  });
});
