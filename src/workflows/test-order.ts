import { CancellationScope, isCancellation, proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { TestOrderActivities } from '../activities/test-order.js';
import type { VoidActivities } from '../activities/void-sales-order.js';
import type { SalesOrder } from '../domain/sales-order.js';
import { orderSystemQueue } from '../messages/queues.js';
import type { TestOrderInput, TestOrderResult } from '../messages/test-order.js';

/** A person waits: what fails is told after a few tries, not tried for ever. */
const OPTIONS: ActivityOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', maximumInterval: '10s', maximumAttempts: 5 },
};

type Orders = ReturnType<typeof proxyActivities<TestOrderActivities & VoidActivities>>;

/** Places a draft, reads it back and removes it: the way of every order, with nothing that a warehouse would act on. */
export async function testOrder(input: TestOrderInput): Promise<TestOrderResult> {
  const orders = proxyActivities<TestOrderActivities & VoidActivities>({
    ...OPTIONS,
    taskQueue: orderSystemQueue(input.connection),
  });
  const { reference: number } = input.draft;
  const placed = await orders.placeTestOrder.executeWithOptions({ summary: `Place test order ${number} as a draft` }, [
    input,
  ]);
  const nothing = { salesOrderId: null, number, readBack: null, isRemoved: false } as const;
  if (placed.kind === 'refused') return { ...nothing, kind: 'refused', sku: placed.sku, what: placed.what };
  // What was made is removed, also when nobody waits for it any longer.
  return CancellationScope.nonCancellable(() => readBackAndRemove(placed, input, orders));
}

async function readBackAndRemove(
  { salesOrder: made, sku }: { readonly salesOrder: SalesOrder; readonly sku: string },
  { connection, draft: { reference, channelOrderId } }: TestOrderInput,
  orders: Orders,
): Promise<TestOrderResult> {
  const found = await tryTo(() =>
    orders.findLiveSalesOrders.executeWithOptions({ summary: `Read test order ${reference} back` }, [
      { connection, reference, channelOrderId },
    ]),
  );
  const removed = await tryTo(() =>
    orders.voidSalesOrder.executeWithOptions({ summary: `Remove test order ${reference} again` }, [
      { connection, salesOrderId: made.id },
    ]),
  );
  const seen = found.kind === 'done' ? found.value.find(({ id }) => id === made.id) : undefined;
  const isRemoved = removed.kind === 'done' && removed.value.kind !== 'refused';
  const problems = [
    ...(seen === undefined ? ['It was not found again under its number.'] : []),
    ...(isRemoved ? [] : [`It was not removed: ${whyNot(removed)}.`]),
  ];
  return {
    kind: problems.length === 0 ? 'done' : 'refused',
    salesOrderId: made.id,
    number: made.orderNumber,
    sku,
    readBack: seen?.status.kind ?? null,
    isRemoved,
    what: problems.length === 0 ? null : problems.join(' '),
  };
}

type Tried<Value> = { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'failed' };

/** One step that fails must not keep the next from cleaning up. */
async function tryTo<Value>(step: () => Promise<Value>): Promise<Tried<Value>> {
  try {
    return { kind: 'done', value: await step() };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { kind: 'failed' };
  }
}

function whyNot(removed: Tried<Awaited<ReturnType<VoidActivities['voidSalesOrder']>>>): string {
  if (removed.kind === 'failed') return 'the call failed, see its history';
  return removed.value.kind === 'refused' ? removed.value.what : 'unknown';
}
