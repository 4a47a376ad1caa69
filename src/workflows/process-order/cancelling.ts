import { sleep } from '@temporalio/workflow';
import type { CancelTarget, Next, OrderState } from '../../domain/order-state.js';
import type { SalesOrderId } from '../../domain/ids.js';
import { problemOf } from './problems.js';
import type { OrderRun } from './run.js';

/** Undoes what was delivered, then cancels in the channel when an operator gave a code for it. */
export async function cancel(
  { target }: Extract<OrderState, { kind: 'cancelling' }>,
  run: OrderRun,
): Promise<Next<'cancelling'>> {
  const id = await findTarget(target, run);
  if (id !== null) {
    const refusal = await voidSalesOrder(id, run);
    if (refusal !== undefined) return { kind: 'cancel-unresolved', salesOrderId: id, what: refusal };
  }
  await cancelInChannel(run);
  return { kind: 'cancelled', salesOrderId: id };
}

async function findTarget(target: CancelTarget, run: OrderRun): Promise<SalesOrderId | null> {
  switch (target.kind) {
    case 'nothing':
      return null;
    case 'sales-order':
      return target.id;
    case 'unknown':
      return findDelivered(target, run);
  }
}

/** Looks for what a delivery made; after a lost answer once more, when none can take effect any longer. */
async function findDelivered(
  { draft, answerLost }: Extract<CancelTarget, { kind: 'unknown' }>,
  { input, activities }: OrderRun,
): Promise<SalesOrderId | null> {
  const { reference } = draft;
  const find = (moment: string) =>
    activities.orderSystem.findLiveSalesOrder.executeWithOptions({ summary: `Look for ${reference} ${moment}` }, [
      { connection: input.connection, reference },
    ]);
  const found = await find('before the order is cancelled');
  if (found !== null || !answerLost) return found?.id ?? null;
  await sleep(input.policy.lateAnswerMs);
  return (await find('once more: no late answer can come now'))?.id ?? null;
}

async function voidSalesOrder(id: SalesOrderId, { input, activities }: OrderRun): Promise<string | undefined> {
  try {
    const result = await activities.orderSystem.voidSalesOrder.executeWithOptions(
      { summary: `Void sales order ${id} in TradeGecko` },
      [{ connection: input.connection, salesOrderId: id }],
    );
    return result.kind === 'refused' ? result.what : undefined;
  } catch (error) {
    return problemOf(error, 'refused-by-order-system').what;
  }
}

/** Without a code the order stays open in the channel, and the sweep lists it as such. */
async function cancelInChannel({ input, inbox, activities, flags }: OrderRun): Promise<void> {
  const code = inbox.cancel?.houzzCancelCode;
  if (code === undefined || inbox.channelStatus.kind === 'cancelled') return;
  const { orderId, createdAt } = input.order;
  try {
    const result = await activities.channel.cancelInChannel.executeWithOptions(
      { summary: `Cancel the order in Houzz with code ${code}` },
      [{ connection: input.connection, order: { orderId, createdAt }, code }],
    );
    if (result.kind === 'refused') flags.add('open-in-channel');
  } catch (error) {
    problemOf(error, 'refused-by-channel');
    flags.add('open-in-channel');
  }
}
