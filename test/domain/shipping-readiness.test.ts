import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SalesOrder } from '../../src/domain/sales-order.js';
import type { Shipment } from '../../src/domain/shipment.js';
import { readinessOf, type Readiness, type ShippingRules } from '../../src/domain/shipping-readiness.js';
import { aParcel, aSalesOrder } from './shipment-builders.js';

const FIRST = aParcel({ id: '1' });
const SECOND = aParcel({ id: '2' });
const SILENT = aParcel({ id: '3', trackingNumber: ' ' });
const BY_URL = aParcel({ id: '4', trackingNumber: '', trackingUrl: 'track.example.com/1Z4' });
const STRANGE = aParcel({ id: '5', lines: [{ sku: 'GIFT', quantity: 1 }] });

const UNSHIPPED = aSalesOrder();
const PARTIAL = aSalesOrder({ shipped: 'partial' });
const COMPLETE = aSalesOrder({ shipped: 'all', status: { kind: 'fulfilled' } });

type Case = readonly [
  what: string,
  salesOrder: SalesOrder,
  shipments: readonly Shipment[],
  rules: Partial<ShippingRules>,
  kind: Readiness['kind'],
];

const TWO = { goods: [{ sku: 'LAMP-1', quantity: 2 }] };
const AT_FIRST = { ...TWO, reportAt: 'first-parcel' } as const;
const NO_TRACKING = { waived: ['tracking-missing'] } as const;
const AS_IT_IS = { waived: ['changed-in-order-system'] } as const;

const CASES: readonly Case[] = [
  ['nothing has left', UNSHIPPED, [], {}, 'waiting'],
  ['nothing has left, and the first parcel is enough', UNSHIPPED, [], AT_FIRST, 'waiting'],
  ['one of two parcels has left', PARTIAL, [FIRST], TWO, 'waiting'],
  ['one of two parcels has left, and the first is enough', PARTIAL, [FIRST], AT_FIRST, 'ready'],
  ['a first parcel that is enough has no number', PARTIAL, [SILENT], AT_FIRST, 'tracking-awaited'],
  ['all has left in one parcel', COMPLETE, [FIRST], {}, 'ready'],
  ['all has left in two parcels', COMPLETE, [FIRST, SECOND], TWO, 'ready'],
  ['all has left by the extent alone', aSalesOrder({ shipped: 'all' }), [FIRST], {}, 'ready'],
  ['all has left by the status alone', aSalesOrder({ status: { kind: 'fulfilled' } }), [FIRST], {}, 'ready'],
  ['one of two numbers lacks', COMPLETE, [FIRST, SILENT], TWO, 'tracking-awaited'],
  ['the only number is blank', COMPLETE, [SILENT], {}, 'tracking-awaited'],
  ['there is an address to follow, but no number', COMPLETE, [BY_URL], {}, 'tracking-awaited'],
  ['the only number lacks and need not come', COMPLETE, [SILENT], NO_TRACKING, 'ready'],
  ['all has left without any record of a parcel', COMPLETE, [], {}, 'tracking-awaited'],
  ['there is no record of a parcel and no number need come', COMPLETE, [], NO_TRACKING, 'ready'],
  ['a unit lacks though all is said to have left', COMPLETE, [FIRST], TWO, 'changed'],
  ['another SKU has left', COMPLETE, [STRANGE], {}, 'changed'],
  ['another SKU has left first', PARTIAL, [STRANGE], AT_FIRST, 'changed'],
  ['another SKU has left, but not all yet', PARTIAL, [STRANGE], TWO, 'waiting'],
  ['another SKU has left and a person let it pass', COMPLETE, [STRANGE], AS_IT_IS, 'ready'],
  [
    'another SKU has left without a number, and a person let the SKU pass',
    COMPLETE,
    [{ ...STRANGE, trackingNumber: '' }],
    AS_IT_IS,
    'tracking-awaited',
  ],
];

describe('an order that waits for its shipment', () => {
  for (const [what, salesOrder, shipments, changes, kind] of CASES) {
    it(`is ${kind} when ${what}`, () => {
      const rules: ShippingRules = {
        goods: [{ sku: 'LAMP-1', quantity: 1 }],
        reportAt: 'when-complete',
        waived: [],
        ...changes,
      };

      assert.equal(readinessOf({ salesOrder, shipments }, rules).kind, kind);
    });
  }

  it('is reported with the parcels that can be followed, when the first of them is enough', () => {
    const rules: ShippingRules = { goods: [{ sku: 'LAMP-1', quantity: 3 }], reportAt: 'first-parcel', waived: [] };

    assert.deepEqual(readinessOf({ salesOrder: PARTIAL, shipments: [SILENT, FIRST] }, rules), {
      kind: 'ready',
      shipments: [FIRST],
    });
  });

  it('counts the numbers that are there while others lack', () => {
    const rules: ShippingRules = { ...TWO, reportAt: 'when-complete', waived: [] };
    const found = readinessOf({ salesOrder: COMPLETE, shipments: [FIRST, SILENT] }, rules);

    assert.deepEqual(found.kind === 'tracking-awaited' && found.numbered, 1);
  });
});
