import type { Answer } from './answers.js';
import { payOrder, invoiceOrder } from './billing.js';
import { isFields, readBody } from './body.js';
import { FieldErrors, FieldReader } from './fields.js';
import { documentOf, findRecord } from './listing.js';
import { changeOrder } from './order-change.js';
import { createOrder } from './order-create.js';
import { deleteOrder, voidOrder } from './order-end.js';
import { ORDERS } from './orders.js';
import { packAll, shipAll } from './parcels.js';
import { NO_NOTES, readNotes } from './parcels.js';
import type { OrderRecord } from './records.js';
import { requireRoot } from './roots.js';
import type { Route, RoutedRequest } from './route.js';
import { created, idOf, updated } from './route.js';
import type { Turn } from './store.js';
import { stands } from './switches.js';

/** What an order's action does, and under which root its optional details come. */
interface Action {
  readonly name: string;
  readonly root: string;
  apply(turn: Turn, order: OrderRecord, reader: FieldReader): void;
}

// The documentation spells both `fulfil` and, once, `fulfill`.
const ACTIONS: readonly Action[] = [
  {
    name: 'pack',
    root: 'fulfillment',
    apply: (turn, order, reader) => packAll(turn, order, readNotes(reader, NO_NOTES)),
  },
  {
    name: 'fulfil',
    root: 'fulfillment',
    apply: (turn, order, reader) => shipAll(turn, order, readNotes(reader, NO_NOTES)),
  },
  {
    name: 'fulfill',
    root: 'fulfillment',
    apply: (turn, order, reader) => shipAll(turn, order, readNotes(reader, NO_NOTES)),
  },
  { name: 'invoice', root: 'invoice', apply: invoiceOrder },
  { name: 'pay', root: 'payment', apply: payOrder },
  { name: 'void', root: 'order', apply: voidOrder },
];

function actionRoute(action: Action): Route {
  return {
    method: 'POST',
    path: `/orders/:id/actions/${action.name}`,
    answer(turn, request) {
      const order = findRecord(ORDERS, turn, idOf(request));
      const details = readBody(request)[action.root];
      action.apply(turn, order, new FieldReader(isFields(details) ? details : {}, new FieldErrors()));
      return answerAction(turn, request);
    },
  };
}

function answerAction(turn: Turn, request: RoutedRequest): Answer {
  if (stands(turn.world, 'tradegecko.action-answer', '200-empty')) return { status: 200 };
  return { status: 201, body: documentOf(ORDERS, turn, { record: findRecord(ORDERS, turn, idOf(request)) }) };
}

/** How orders are written. */
export const ORDER_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/orders',
    answer(turn, request) {
      const record = createOrder(turn, requireRoot(readBody(request), 'order'));
      return created(request, 'orders', { id: record.id, body: documentOf(ORDERS, turn, { record }) });
    },
  },
  {
    method: 'PUT',
    path: '/orders/:id',
    answer(turn, request) {
      const old = findRecord(ORDERS, turn, idOf(request));
      const record = changeOrder(turn, old, requireRoot(readBody(request), 'order'));
      return updated(turn, () => documentOf(ORDERS, turn, { record }));
    },
  },
  {
    method: 'DELETE',
    path: '/orders/:id',
    answer(turn, request) {
      deleteOrder(turn, findRecord(ORDERS, turn, idOf(request)));
      return { status: 204 };
    },
  },
  ...ACTIONS.map(actionRoute),
];
