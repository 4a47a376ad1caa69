import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  HOUZZ_METHODS,
  shippingMethodOf,
  trackingNumbersOf,
  type ShippingRules,
} from '../../../src/clients/houzz/shipping-methods.js';
import { parcel } from '../support/houzz-world.js';

const RULES: ShippingRules = {
  methods: [
    { carrier: 'Acme', method: 'Standard Shipping' },
    { carrier: 'Acme', service: 'Express', method: 'Expedited Shipping' },
    { carrier: 'UPS', service: 'Saver', method: 'UPS Next Day Air Saver' },
  ],
  unmapped: 'ask',
};

describe('the shipping method', () => {
  const methodOf = (carrier: string, service: string, rules: ShippingRules = RULES) =>
    shippingMethodOf([parcel({ carrier, service })], rules);

  const rows: readonly (readonly [string, string, string | undefined])[] = [
    ['acme', 'EXPRESS', 'Expedited Shipping'],
    ['Acme', 'Other', 'Standard Shipping'],
    [' Acme ', '', 'Standard Shipping'],
    ['UPS', 'Saver', 'UPS Next Day Air Saver'],
    ['ups', 'ground', 'UPS Ground'],
    ['UPS', 'UPS Ground', 'UPS Ground'],
    ['FedEx 2Day', '', 'FedEx 2Day'],
    ['UPS', '', undefined],
    ['Nobody', 'Knows', undefined],
    ['', '', undefined],
  ];
  for (const [carrier, service, method] of rows) {
    it(`for carrier "${carrier}" and service "${service}" is ${method ?? 'to be asked for'}`, () => {
      assert.equal(methodOf(carrier, service), method);
    });
  }

  it('knows the 34 names of the order screen', () => {
    assert.equal(new Set(HOUZZ_METHODS).size, 34);
    for (const name of HOUZZ_METHODS) assert.equal(methodOf(name.toUpperCase(), ''), name);
  });

  it('of an unknown carrier is what the parcel says, or the default, by setting', () => {
    assert.equal(methodOf('Nobody', 'Knows', { ...RULES, unmapped: 'pass-through' }), 'Nobody Knows');
    assert.equal(methodOf('', '', { ...RULES, unmapped: 'pass-through' }), undefined);
    assert.equal(methodOf('Nobody', '', { ...RULES, defaultMethod: 'Standard Shipping' }), 'Standard Shipping');
  });

  it('of mixed carriers is that of the first parcel that names one', () => {
    const shipments = [parcel({ carrier: '' }), parcel(), parcel({ carrier: 'Acme' })] as const;

    assert.equal(shippingMethodOf(shipments, RULES), 'UPS Ground');
  });

  it('goes with all tracking numbers, each once', () => {
    const numbers = ['1Z1', '', ' 1Z2 ', '1Z1'].map((trackingNumber) => parcel({ trackingNumber }));

    assert.equal(trackingNumbersOf(numbers), '1Z1,1Z2');
    assert.equal(trackingNumbersOf([]), '');
  });
});
