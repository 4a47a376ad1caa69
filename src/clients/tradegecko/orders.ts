import type { SalesOrderId } from '../../domain/ids.js';
import { otherHubNumberOf } from '../../domain/reference.js';
import type { SalesOrder } from '../../domain/sales-order.js';
import { ApiError } from '../../ports/api-error.js';
import type { CallOptions } from '../../ports/call.js';
import type { OrderSystem, VoidResult } from '../../ports/order-system.js';
import { inBatches } from '../paginate.js';
import { callName, readBy, type Query, type TradegeckoCalls } from './calls.js';
import type { DraftRules } from './draft.js';
import { readAllRows } from './pages.js';
import { orderAnswer, ordersAnswer } from './schemas.js';
import { ORDER_STATUSES, readSalesOrder } from './translate.js';

const PATH = '/orders';
const BATCH_SIZE = 100;
const EVERY_STATUS: Query = ORDER_STATUSES.map((status) => ['status[]', status] as const);

type OrderReads = Pick<OrderSystem, 'findByReference' | 'findAnywhere' | 'readSalesOrders' | 'voidSalesOrder'>;

/** How sales orders are numbered, by us and by who delivered orders before. */
type ReadRules = Pick<DraftRules, 'numberFields'> & { readonly otherHubPattern?: string };

/** Makes the reads of sales orders, and their void, for one account. */
export function createOrderReads(calls: TradegeckoCalls, { numberFields, otherHubPattern }: ReadRules): OrderReads {
  const find = async (query: Query, options: CallOptions): Promise<readonly SalesOrder[]> => {
    const request = { path: PATH, query: [...query, ...EVERY_STATUS], kind: 'ordinary', rowsWanted: 1 } as const;
    const rows = await readAllRows(
      calls,
      { ...request, schema: ordersAnswer, rowsOf: (answer) => answer.orders },
      options,
    );
    return rows.map(readSalesOrder);
  };
  return {
    async findByReference(reference, options) {
      const field = numberFields === 'reference-first' ? 'order_number' : 'reference_number';
      const found = await find([[field, reference]], options);
      // The filter may match parts of numbers, so what it found is compared again.
      const holds = (order: SalesOrder): boolean =>
        (numberFields === 'reference-first' ? order.orderNumber : order.referenceNumber) === reference;
      return found.filter(holds);
    },

    async findAnywhere({ reference, channelOrderId }, options) {
      const otherHub = otherHubPattern === undefined ? [] : [otherHubNumberOf(channelOrderId, otherHubPattern)];
      const numbers: readonly string[] = [reference, channelOrderId, ...otherHub];
      const found = new Map<SalesOrderId, SalesOrder>();
      for (const field of ['order_number', 'reference_number']) {
        const query = numbers.map((number) => [`${field}[]`, number] as const);
        for (const order of await find(query, options)) found.set(order.id, order);
      }
      const holds = (order: SalesOrder): boolean =>
        numbers.includes(order.orderNumber) || numbers.includes(order.referenceNumber);
      return [...found.values()].filter(holds);
    },

    async readSalesOrders(ids, options) {
      const orders: SalesOrder[] = [];
      for (const batch of inBatches(ids, BATCH_SIZE)) {
        // By ids alone: that is how void and deleted orders are certain to be listed.
        const query = batch.map((id) => ['ids[]', id] as const);
        const request = { path: PATH, query, kind: 'walk', rowsWanted: batch.length } as const;
        const rows = await readAllRows(
          calls,
          { ...request, schema: ordersAnswer, rowsOf: (answer) => answer.orders },
          options,
        );
        orders.push(...rows.map(readSalesOrder));
      }
      return orders;
    },

    voidSalesOrder: (id, options) => voidSalesOrder(calls, id, options),
  };
}

async function readOne(calls: TradegeckoCalls, id: SalesOrderId, options: CallOptions): Promise<SalesOrder> {
  const path = `${PATH}/${id}`;
  const answer = await calls.get({ path }, options);
  return readSalesOrder(readBy(orderAnswer, answer.json, callName('GET', path)).order);
}

async function voidSalesOrder(calls: TradegeckoCalls, id: SalesOrderId, options: CallOptions): Promise<VoidResult> {
  const before = await readOne(calls, id, options);
  if (isGone(before)) return { kind: 'already-void', salesOrder: before };
  const hindrance = hindranceOf(before);
  if (hindrance !== null) return { kind: 'refused', what: hindrance, salesOrder: before };
  const refusal = await refusalOf(calls.post({ path: `${PATH}/${id}/actions/void` }, options));
  // What an action answers is in no public source; the order itself says what became of it.
  const after = await readOne(calls, id, options);
  if (isGone(after)) {
    if (after.shipped === 'none') return { kind: 'voided', salesOrder: after };
    // The warehouse was faster than the void: what left for a cancelled order is told, not hidden behind its status.
    return { kind: 'refused', what: 'the order is void, but something of it had shipped', salesOrder: after };
  }
  const what = refusal ?? hindranceOf(after) ?? `the order is ${after.status.kind} after it was voided`;
  return { kind: 'refused', what, salesOrder: after };
}

function isGone({ status }: SalesOrder): boolean {
  return status.kind === 'void' || status.kind === 'deleted';
}

/** Why an order must not be voided: something of it has left the shelf or been billed. */
function hindranceOf(order: SalesOrder): string | null {
  if (order.status.kind === 'fulfilled' || order.shipped !== 'none') return 'something of the order has shipped';
  if (order.packed !== 'none') return 'something of the order is packed';
  return order.invoiced === 'none' ? null : 'something of the order is invoiced';
}

async function refusalOf(action: Promise<unknown>): Promise<string | null> {
  try {
    await action;
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'refused') return error.details.what;
    throw error;
  }
}
