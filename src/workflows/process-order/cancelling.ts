import { sleep } from '@temporalio/workflow';
import type { FlagReason } from '../../domain/attention.js';
import type { SalesOrderId } from '../../domain/ids.js';
import type { CancellingState, CancelTarget, DeliveredOrder, Next } from '../../domain/order-state.js';
import { summary } from '../details.js';
import { deliveredAs } from './delivering.js';
import type { Inbox } from './inbox.js';
import { problemOf } from './problems.js';
import type { OrderRun } from './run.js';

/** Undoes what was delivered, then cancels in the channel when an operator gave a code for it. */
export async function cancel({ target }: CancellingState, run: OrderRun): Promise<Next<'cancelling'>> {
  const orders = await findTargets(target, run);
  if ('what' in orders) return orders;
  const refused: { readonly order: DeliveredOrder; readonly what: string }[] = [];
  // Each has to go, whatever hinders another.
  for (const order of orders) {
    const what = await voidSalesOrder(order.salesOrderId, run);
    if (what !== undefined) refused.push({ order, what });
  }
  const [first, second] = refused;
  if (first !== undefined) {
    const one = { kind: 'sales-order', order: first.order } as const;
    // Where several still stand none of them may be forgotten.
    const open = second !== undefined && target.kind !== 'nothing' ? target : one;
    return { kind: 'cancel-unresolved', target: open, what: refused.map(({ what }) => what).join('; ') };
  }
  await cancelInChannel(run);
  return { kind: 'cancelled', salesOrderId: orders[0]?.salesOrderId ?? null };
}

type Unresolved = Extract<Next<'cancelling'>, { kind: 'cancel-unresolved' }>;

async function findTargets(target: CancelTarget, run: OrderRun): Promise<readonly DeliveredOrder[] | Unresolved> {
  switch (target.kind) {
    case 'nothing':
      return [];
    case 'sales-order':
      return standingFor(target.order);
    case 'unknown':
      try {
        return await findDelivered(target, run);
      } catch (error) {
        return { kind: 'cancel-unresolved', target, what: problemOf(error, 'refused-by-order-system').what };
      }
  }
}

/** More than one stands only after something went wrong; each has to go. */
function standingFor(order: DeliveredOrder): readonly DeliveredOrder[] {
  const { others = [], ...own } = order;
  return [order, ...others.map((salesOrderId) => ({ ...own, salesOrderId }))];
}

/** Looks for what a delivery made; after a lost answer once more, when none can take effect any longer. */
async function findDelivered(
  { draft, answerLost }: Extract<CancelTarget, { kind: 'unknown' }>,
  { input, activities }: OrderRun,
): Promise<readonly DeliveredOrder[]> {
  const { reference, channelOrderId } = draft;
  const find = async (moment: string): Promise<readonly DeliveredOrder[]> => {
    const found = await activities.orderSystem.findLiveSalesOrders.executeWithOptions(
      { summary: `Look for sales order ${reference} in TradeGecko ${moment}` },
      [{ connection: input.connection, reference, channelOrderId }],
    );
    return found.map((salesOrder) => deliveredAs(draft, { salesOrder }));
  };
  const found = await find('before the order is cancelled');
  if (found.length > 0 || !answerLost) return found;
  await sleep(input.policy.lateAnswerMs, { summary: 'Wait until no late answer of TradeGecko can come' });
  return find('once more, now that no late answer can come');
}

/** Why the sales order still stands; undefined when it is void. */
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
async function cancelInChannel(run: OrderRun): Promise<void> {
  const { inbox, flags } = run;
  let tried: string | undefined;
  let flag: FlagReason | null = null;
  // Once for each code: a person may mend one while it is being refused.
  for (let code = codeIn(inbox); code !== undefined && code !== tried; code = codeIn(inbox)) {
    tried = code;
    flag = await cancelUnder(code, run);
    if (flag === null) return;
  }
  if (flag !== null && inbox.channelStatus.kind !== 'cancelled') flags.add(flag);
}

const codeIn = ({ cancel, channelStatus }: Inbox): string | undefined =>
  channelStatus.kind === 'cancelled' ? undefined : cancel?.houzzCancelCode;

/** Null when the channel has the order cancelled; else how it stands there. */
async function cancelUnder(code: string, { input, activities }: OrderRun): Promise<FlagReason | null> {
  const { orderId, createdAt } = input.order;
  try {
    const result = await activities.channel.cancelInChannel.executeWithOptions(
      { summary: summary(`Cancel the order in Houzz with code ${code}`) },
      [{ connection: input.connection, order: { orderId, createdAt }, code }],
    );
    if (result.kind === 'cancelled') return null;
    return result.status?.kind === 'shipped' ? 'changed-in-channel' : 'open-in-channel';
  } catch (error) {
    problemOf(error, 'refused-by-channel');
    return 'open-in-channel';
  }
}
