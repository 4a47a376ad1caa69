import type { SalesOrder, SalesOrderDraft } from '../domain/sales-order.js';
import type { TestOrderInput } from '../messages/test-order.js';
import type { OrderSystem } from '../ports/order-system.js';
import { runActivity } from './run-activity.js';

/** What became of placing a test order. */
export type PlacedTestOrder =
  | { readonly kind: 'placed'; readonly salesOrder: SalesOrder; readonly sku: string }
  | { readonly kind: 'refused'; readonly sku: string | null; readonly what: string };

export interface TestOrderActivities {
  /** Makes a draft, which holds no stock back. One call for a SKU that is known, at most three. */
  placeTestOrder(input: TestOrderInput): Promise<PlacedTestOrder>;
}

/** The price of the one unit, in minor units: an order of nothing might be refused. */
const PRICE = 100;

/** Makes the activity that places a test order. */
export function createTestOrderActivities(orderSystem: OrderSystem): TestOrderActivities {
  return {
    placeTestOrder: (input) =>
      runActivity('shutdown', async (call) => {
        const sku = input.sku ?? (await firstSku(orderSystem, call));
        if (sku === undefined) return { kind: 'refused', sku: null, what: 'No item with a SKU is listed there.' };
        const draft = withLine(input.draft, sku);
        const key = `${input.connection}/${draft.channelOrderId}`;
        const made = await orderSystem.createSalesOrder(draft, { ...call, key, asDraft: true });
        switch (made.kind) {
          case 'created':
            return { kind: 'placed', salesOrder: made.salesOrder, sku };
          case 'blocked':
          case 'refused':
            return { kind: 'refused', sku, what: made.what };
          case 'key-used':
          case 'label-taken':
            return { kind: 'refused', sku, what: 'An earlier try of this test order may stand there already.' };
        }
      }),
  };
}

async function firstSku(
  orderSystem: OrderSystem,
  call: Parameters<OrderSystem['listItems']>[1],
): Promise<string | undefined> {
  const { rows } = await orderSystem.listItems(null, call);
  return rows.find(({ sku }) => sku !== '')?.sku;
}

const withLine = (draft: SalesOrderDraft, sku: string): SalesOrderDraft => ({
  ...draft,
  lines: [{ kind: 'item', sku, quantity: 1, unitPrice: PRICE }],
  total: PRICE,
});
