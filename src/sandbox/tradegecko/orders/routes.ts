import type { Answer } from '../answers.js';
import { badRequest } from '../answers.js';
import { payOrder, invoiceOrder } from '../billing.js';
import { isFields, readBody } from '../body.js';
import { FieldErrors, FieldReader } from '../fields.js';
import { documentOf, findRecord } from '../listing.js';
import { peekNumber } from '../numbering.js';
import { orderNumbers } from './create.js';
import { voidOrder } from './end.js';
import { ORDERS } from './orders.js';
import type { ParcelNotes } from '../parcel-notes.js';
import { NO_NOTES, readNotes } from '../parcel-notes.js';
import { packAll, shipAll } from '../parcels.js';
import type { OrderRecord } from '../records.js';
import type { Route, RoutedRequest } from '../route.js';
import { idOf } from '../route.js';
import type { Turn } from '../store.js';
import { stands } from '../switches.js';

/** What an order's action does, and under which root its optional details come. */
interface Action {
  readonly name: string;
  readonly root: string;
  apply(turn: Turn, order: OrderRecord, reader: FieldReader): void;
}

function readParcel(turn: Turn, reader: FieldReader): ParcelNotes {
  const notes = readNotes(turn.store, reader, NO_NOTES);
  reader.throwIfAny();
  return notes;
}

// The documentation spells both `fulfil` and, once, `fulfill`.
const ACTIONS: readonly Action[] = [
  {
    name: 'pack',
    root: 'fulfillment',
    apply: (turn, order, reader) => packAll(turn, order, readParcel(turn, reader)),
  },
  {
    name: 'fulfil',
    root: 'fulfillment',
    apply: (turn, order, reader) => shipAll(turn, order, readParcel(turn, reader)),
  },
  {
    name: 'fulfill',
    root: 'fulfillment',
    apply: (turn, order, reader) => shipAll(turn, order, readParcel(turn, reader)),
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

/** The number that the next order would get; nothing is taken by looking. */
const IDENTIFIERS_ROUTE: Route = {
  method: 'GET',
  path: '/orders/available_identifiers',
  answer(turn, request) {
    const type = request.query.get('type') ?? '';
    if (type !== 'order_number') throw badRequest('Invalid value for parameter: type');
    return { status: 200, body: { identifier: peekNumber(turn.world.state, orderNumbers(turn)) } };
  },
};

/** What can be asked of orders besides reading and writing them; stands before `/orders/:id`. */
export const ORDER_ROUTES: readonly Route[] = [IDENTIFIERS_ROUTE, ...ACTIONS.map(actionRoute)];
