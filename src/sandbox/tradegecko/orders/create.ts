import { Refusal, genericError } from '../answers.js';
import type { Fields } from '../body.js';
import { FieldErrors, FieldReader } from '../fields.js';
import { readLine } from './line-fields.js';
import { putLines } from './lines.js';
import type { NumberSeries } from '../numbering.js';
import { takeNumber } from '../numbering.js';
import { absentFields, readOrderFields } from './fields.js';
import { readParties, settleParties } from './parties.js';
import { reworkOrder } from './progress.js';
import type { OrderRecord } from '../records.js';
import type { Turn } from '../store.js';
import { newStamps, noteEffect } from '../store.js';
import { stands } from '../switches.js';
import { announce } from '../webhooks/outbox.js';

/** About as many lines as the real service still took in one call. */
const LONG_ORDER_LINES = 250;
const WRITABLE_STATUSES = ['draft', 'active', 'finalized'] as const;

/** Creates an order with its lines, and the company and addresses embedded in it. */
export function createOrder(turn: Turn, sent: Fields): OrderRecord {
  const errors = new FieldErrors();
  const reader = new FieldReader(sent, errors);
  const parties = readParties(turn, reader);
  const fields = readOrderFields(turn.store, reader, absentFields(turn.store));
  const status = reader.word('status', WRITABLE_STATUSES) ?? defaultStatus(turn);
  const order_number = readOrderNumber(turn, reader);
  const scope = { turn, priceListId: fields.default_price_list_id };
  const rows = reader.rows('order_line_items') ?? [];
  if (rows.length > LONG_ORDER_LINES && stands(turn.world, 'tradegecko.long-orders', '503')) throw timedOut();
  const drafts = rows.map((row, at) => readLine(scope, row, at));
  errors.throwIfAny();

  const ids = settleParties(turn, parties);
  if (ids === undefined) throw new TypeError('An order without its parties passed its checks.');
  const order: OrderRecord = {
    ...newStamps(turn, turn.store.orders.nextId()),
    ...fields,
    ...ids,
    ...UNTOUCHED,
    order_number: order_number ?? takeNumber(turn.world.state, orderNumbers(turn)),
    user_id: turn.caller.userId,
    source_id: turn.by === 'control' ? null : turn.caller.applicationId,
  };
  announce(turn, 'order.create', order.id);
  const made = reworkOrder(turn, order, () => {
    turn.store.orders.put({ ...order, status });
    putLines(turn, order.id, drafts);
    return [];
  });
  noteEffect(turn, 'order.created', { subject: made.id, details: noteOf(made) });
  return made;
}

function timedOut(): Refusal {
  return new Refusal(genericError(503, 'Service Unavailable', 'The request timed out'));
}

// Every order begins as a draft for a moment, so that what its status brings with it is worked out in one place.
const UNTOUCHED = {
  status: 'draft',
  total: '0.0',
  packed: 'none',
  shipped: 'none',
  invoiced: 'none',
  paid: 'none',
  returning: 'none',
  returned: 'none',
} as const satisfies Partial<OrderRecord>;

/** What the ledger tells of an order: nothing personal. */
export function noteOf(order: OrderRecord): { readonly [detail: string]: string | null } {
  return {
    orderNumber: order.order_number,
    referenceNumber: order.reference_number,
    status: order.status,
    total: order.total,
  };
}

/** The order number that was sent; blank is as good as none. */
export function readOrderNumber(turn: Turn, reader: FieldReader): string | undefined {
  const number = reader.text('order_number') ?? '';
  if (number.trim() === '') return undefined;
  const isTaken = turn.store.orders.cellsWith('order_number', number).length > 0;
  if (isTaken && stands(turn.world, 'tradegecko.order-number-unique', 'yes')) {
    reader.complain('order_number', 'has already been taken');
  }
  return number;
}

function defaultStatus(turn: Turn): 'draft' | 'active' {
  return stands(turn.world, 'tradegecko.default-status', 'draft') ? 'draft' : 'active';
}

/** The numbers that the server gives to orders that bring none. */
export function orderNumbers(turn: Turn): NumberSeries {
  const isTaken = (number: string): boolean => turn.store.orders.cellsWith('order_number', number).length > 0;
  return { series: 'order', prefix: 'SO', isTaken };
}
