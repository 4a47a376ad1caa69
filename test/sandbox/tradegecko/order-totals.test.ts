import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { call, createOrder, idOf, makeVariant, rootOf, rowsOf, stockOf } from './gecko-api.js';

describe('what an order comes to', () => {
  const open = openSandboxForEach();

  for (const [fact, what, lines, changes, total] of [
    ['T7.5.10', 'tax on top', [{ price: '10', tax_rate_override: '7.5' }], {}, '10.75'],
    ['T7.5.14', 'tax inside', [{ price: '10', tax_rate_override: '7.5' }], { tax_treatment: 'inclusive' }, '10.0'],
    ['T7.5.3 T7.5.5', 'a percentage off', [{ price: '10', quantity: '3', discount: '90.0' }], {}, '3.0'],
    [
      'T7.5.4 T7.5.5',
      'an amount off each unit',
      [{ price: '10', quantity: '3', discount_amount: '0.5', discount: '90' }],
      {},
      '28.5',
    ],
    ['T7.5.16', 'sums that binary fractions miss', [{ price: '0.1' }, { price: '0.2' }], {}, '0.3'],
    ['T7.5.16', 'half a cent upwards', [{ price: '1.005' }], {}, '1.01'],
  ] as const) {
    it(`${fact} totals ${what} exactly`, async () => {
      const freeform = lines.map((line) => ({ freeform: true, label: 'x', ...line }));

      assert.equal((await createOrder(open, freeform, changes))['total'], total);
    });
  }

  it('T7.5.16 totals, packs, ships and bills amounts as long as they may be sent', async () => {
    const variant = await makeVariant(open, 'MUG');
    const most = '99999999999999999999.99';
    const order = await createOrder(open, [{ variant_id: variant, price: most, quantity: most }]);
    const path = `/orders/${idOf(order)}/actions`;

    assert.equal((await call(open, `${path}/fulfil`, { method: 'POST' })).status, 201);
    assert.equal((await call(open, `${path}/pay`, { method: 'POST' })).status, 201);
    assert.equal(order['total'], '9999999999999999999998000000000000000000.0');
    assert.deepEqual(await stockOf(open, variant), ['-99999999999999999989.99', 0, '-99999999999999999989.99']);
  });

  it('T7.5.17 rounds the sum once, or each line, by switch', async () => {
    const lines = ['a', 'b'].map((label) => ({ freeform: true, label, price: '1.004' }));
    const bySum = await createOrder(open, lines);
    await open.control.turnSwitches({ 'tradegecko.total-rounding': 'line' });
    const byLine = await createOrder(open, lines);

    assert.deepEqual([bySum['total'], byLine['total']], ['2.01', '2.0']);
  });

  it('T7.5.10 T7.5.15 is taxed by its type, compound parts on top, unless it brings a rate of its own', async () => {
    const components = [
      { label: 'a', rate: '10' },
      { label: 'b', rate: '5' },
      { label: 'c', rate: '1', compound: true },
    ];
    const body = { tax_type: { name: 'Three parts', code: 'T', tax_components: components } };
    const { id } = rootOf(await call(open, '/tax_types', { method: 'POST', body }), 'tax_type');
    const freeform = { freeform: true, label: 'x', price: '100', tax_type_id: id };
    const typed = await createOrder(open, [freeform]);
    const overridden = await createOrder(open, [{ ...freeform, tax_rate_override: '0' }]);
    const oldName = await createOrder(open, [{ ...freeform, tax_rate: '20' }]);

    assert.deepEqual([typed['total'], overridden['total'], oldName['total']], ['116.15', '100.0', '120.0']);
    const answer = await call(open, `/orders/${idOf(oldName)}?include=order_line_items`);
    const [line] = rowsOf(answer.json, 'order_line_items');
    assert.deepEqual([line?.['tax_rate_override'], line?.['tax_rate']], ['20.0', '20.0']);
    const found = await call(open, `/order_line_items?tax_type_id=${String(id)}`);
    assert.equal(rowsOf(found.json, 'order_line_items').length, 3);
  });

  it('T7.5.14 T7.5.18 contains its tax, added up as priced or from its rounded halves, by switch', async () => {
    const lines = [{ freeform: true, label: 'x', price: '9.999', tax_rate_override: '7' }];
    const asPriced = await createOrder(open, lines, { tax_treatment: 'inclusive' });
    await open.control.turnSwitches({ 'tradegecko.inclusive-total': 'net-and-tax' });
    const halves = await createOrder(open, lines, { tax_treatment: 'inclusive' });

    assert.deepEqual([asPriced['total'], halves['total']], ['10.0', '9.99']);
  });

  for (const [price, total] of [
    ['166.75', '166.75'],
    ['220', '220.0'],
    ['2.20', '2.2'],
  ] as const) {
    it(`T7.5.16 totals ${price} as ${total}`, async () => {
      assert.equal((await createOrder(open, [{ freeform: true, label: 'x', price }]))['total'], total);
    });
  }
});
