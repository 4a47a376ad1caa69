import { readCount, readList, readRecord } from '../../control/input.js';
import { ControlError } from '../../service.js';
import type { Json } from '../../state.js';
import type { Fields } from '../body.js';
import { decimal, toDecimalText } from '../decimal.js';
import type { Share } from '../parts.js';
import type { FulfillmentRecord, OrderRecord } from '../records.js';
import type { Turn } from '../store.js';

type Params = Readonly<Record<string, string>>;

/** A control call that needs nothing may send nothing. */
export function fieldsOf({ body }: { body: Json }): Fields {
  return body === null ? {} : readRecord(body, 'The body');
}

/** The order of a control call's path. */
export function findOrder(turn: Turn, params: Params): OrderRecord {
  const order = turn.store.orders.get(Number(params['id']));
  if (order === undefined) throw new ControlError(404, 'TradeGecko has no order with this id.');
  return order;
}

/** The fulfilment of a control call's path. */
export function findFulfillment(turn: Turn, params: Params): FulfillmentRecord {
  const fulfillment = turn.store.fulfillments.get(Number(params['id']));
  if (fulfillment === undefined) throw new ControlError(404, 'TradeGecko has no fulfilment with this id.');
  return fulfillment;
}

/** Reads `lines` of a control call: some of an order's lines; undefined when all that is left is meant. */
export function readShares(turn: Turn, order: OrderRecord, fields: Fields): readonly Share[] | undefined {
  if (fields['lines'] === undefined) return undefined;
  const shares = readList(fields['lines'], 'lines').map((entry) => readShare(turn, order, readRecord(entry, 'A line')));
  if (shares.length === 0) throw new ControlError(400, 'A parcel needs at least one line.');
  return shares;
}

function readShare(turn: Turn, order: OrderRecord, fields: Fields): Share {
  const line = turn.store.lines.get(readCount(fields, 'orderLineItemId'));
  if (line?.order_id !== order.id) throw new ControlError(404, 'The order has no line with this id.');
  const quantity = readCount(fields, 'quantity');
  if (quantity === 0) throw new ControlError(400, 'quantity must be above 0.');
  return { line, quantity: toDecimalText(decimal(String(quantity))) };
}
