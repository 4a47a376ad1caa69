import { badRequest } from './answers.js';
import { isFields, readBody } from './body.js';
import type { Fields } from './body.js';
import { changeInvoice, createInvoice, deleteInvoice } from './invoice-writes.js';
import { INVOICES } from './invoices.js';
import { addLine, removeLine, updateLine } from './orders/line-writes.js';
import { LINES } from './orders/lines.js';
import { documentOf, findRecord } from './listing.js';
import { changeOrder } from './orders/change.js';
import { createOrder } from './orders/create.js';
import { deleteOrder } from './orders/end.js';
import { ORDERS } from './orders/orders.js';
import { changeFulfillment, createFulfillment } from './parcel-writes.js';
import { FULFILLMENTS } from './fulfillments.js';
import { removeParcel } from './parcels.js';
import { archivePayment, changePayment, createPayment } from './payment-writes.js';
import { PAYMENTS } from './payments.js';
import type { Stored } from './records.js';
import type { Resource } from './resource.js';
import { changeReturn, createReturn, deleteReturn } from './return-writes.js';
import { RETURNS } from './returns.js';
import { requireRoot } from './roots.js';
import type { Route, RoutedRequest } from './route.js';
import { created, idOf, updated } from './route.js';
import type { Turn } from './store.js';

/** How the documents of one kind are written. */
interface Desk<R extends Stored> {
  readonly resource: Resource<R>;
  /** Set where a body without its root is recorded as refused, however much it looks like the record itself. */
  readonly isRootNeeded?: boolean;
  create(turn: Turn, sent: Fields): R;
  change(turn: Turn, old: R, sent: Fields): R;
  remove(turn: Turn, old: R): unknown;
}

function sentTo<R extends Stored>({ resource, isRootNeeded }: Desk<R>, request: RoutedRequest): Fields {
  const body = readBody(request);
  if (isRootNeeded === true && !isFields(body[resource.singular])) {
    throw badRequest(`Required parameter missing: ${resource.singular}`);
  }
  return requireRoot(body, resource.singular);
}

function writeRoutes<R extends Stored>(desk: Desk<R>): readonly Route[] {
  const { resource } = desk;
  const { plural } = resource;
  const path = `/${plural}/:id`;
  return [
    {
      method: 'POST',
      path: `/${plural}`,
      answer(turn, request) {
        const record = desk.create(turn, sentTo(desk, request));
        return created(request, plural, { id: record.id, body: documentOf(resource, turn, { record }) });
      },
    },
    {
      method: 'PUT',
      path,
      answer(turn, request) {
        const old = findRecord(resource, turn, idOf(request));
        const record = desk.change(turn, old, sentTo(desk, request));
        return updated(turn, () => documentOf(resource, turn, { record }));
      },
    },
    {
      method: 'DELETE',
      path,
      answer(turn, request) {
        desk.remove(turn, findRecord(resource, turn, idOf(request)));
        return { status: 204 };
      },
    },
  ];
}

/** How the documents of a sale are created, changed and removed. */
export const DOCUMENT_ROUTES: readonly Route[] = [
  ...writeRoutes({ resource: ORDERS, create: createOrder, change: changeOrder, remove: deleteOrder }),
  ...writeRoutes({ resource: LINES, create: addLine, change: updateLine, remove: removeLine }),
  ...writeRoutes({
    resource: FULFILLMENTS,
    create: createFulfillment,
    change: changeFulfillment,
    remove: removeParcel,
  }),
  ...writeRoutes({
    resource: INVOICES,
    isRootNeeded: true,
    create: createInvoice,
    change: changeInvoice,
    remove: deleteInvoice,
  }),
  ...writeRoutes({ resource: PAYMENTS, create: createPayment, change: changePayment, remove: archivePayment }),
  ...writeRoutes({ resource: RETURNS, create: createReturn, change: changeReturn, remove: deleteReturn }),
];
