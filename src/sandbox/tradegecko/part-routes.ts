import { badRequest } from './answers.js';
import { readBody } from './body.js';
import { FieldErrors, FieldReader } from './fields.js';
import { FULFILLMENT_LINES, FULFILLMENT_PARTS } from './fulfillments.js';
import { INVOICE_LINES, INVOICE_PARTS } from './invoices.js';
import { editInvoice } from './invoice-writes.js';
import { documentOf, findRecord } from './listing.js';
import { editParcel } from './parcel-writes.js';
import type { PartPlan } from './parts.js';
import { partsOf, putEdit, readChange, readShares } from './parts.js';
import type { OrderRecord, PartRecord } from './records.js';
import type { Resource } from './resource.js';
import { editReturn } from './return-writes.js';
import { RETURN_LINES, RETURN_PARTS } from './returns.js';
import { requireRoot } from './roots.js';
import type { Route, RoutedRequest } from './route.js';
import { created, idOf, updated } from './route.js';
import type { Store, Turn } from './store.js';

/** How the lines of one kind of document are written by themselves. */
interface PartDesk<P extends PartRecord> {
  readonly plan: PartPlan<P>;
  readonly resource: Resource<P>;
  /** The documents that such lines belong to. */
  parents(store: Store): { get(id: number): { readonly order_id: number } | undefined };
  /** Does the work within a change of their document, or refuses it. */
  edit(turn: Turn, parentId: number, work: () => void): void;
}

function addPart<P extends PartRecord>(desk: PartDesk<P>, turn: Turn, request: RoutedRequest): number {
  const { plan } = desk;
  const errors = new FieldErrors();
  const reader = new FieldReader(requireRoot(readBody(request), plan.singular), errors);
  const parentId = reader.integer(plan.parent) ?? 0;
  const order = orderOfParent(desk, turn, parentId);
  if (order === undefined) reader.complain(plan.parent, 'must exist');
  const added = order === undefined ? [] : readShares(plan, turn, { order, rows: [reader] });
  errors.throwIfAny();
  desk.edit(turn, parentId, () => {
    putEdit(plan, turn, { parentId, changed: [], added });
  });
  return Math.max(...partsOf(plan, turn.store, parentId).map(({ id }) => id));
}

function orderOfParent<P extends PartRecord>(desk: PartDesk<P>, turn: Turn, id: number): OrderRecord | undefined {
  const parent = desk.parents(turn.store).get(id);
  return parent === undefined ? undefined : turn.store.orders.get(parent.order_id);
}

function changePart<P extends PartRecord>(desk: PartDesk<P>, turn: Turn, request: RoutedRequest): void {
  const { plan } = desk;
  const errors = new FieldErrors();
  const old = findRecord(desk.resource, turn, idOf(request));
  const row = new FieldReader(requireRoot(readBody(request), plan.singular), errors);
  const part = readChange(plan, turn, { row, part: old });
  errors.throwIfAny();
  desk.edit(turn, plan.parentOf(old), () => {
    putEdit(plan, turn, { parentId: plan.parentOf(old), changed: [part], added: [] });
  });
}

function removePart<P extends PartRecord>(desk: PartDesk<P>, turn: Turn, request: RoutedRequest): void {
  const part = findRecord(desk.resource, turn, idOf(request));
  const parentId = desk.plan.parentOf(part);
  if (partsOf(desk.plan, turn.store, parentId).length === 1) {
    throw badRequest('Cannot create or update a Fulfillment without line items');
  }
  desk.edit(turn, parentId, () => {
    desk.plan.collection(turn.store).delete(part.id);
  });
}

function partRoutes<P extends PartRecord>(desk: PartDesk<P>): readonly Route[] {
  const { plural } = desk.plan;
  const document = (turn: Turn, id: string) =>
    documentOf(desk.resource, turn, { record: findRecord(desk.resource, turn, id) });
  return [
    {
      method: 'POST',
      path: `/${plural}`,
      answer(turn, request) {
        const id = addPart(desk, turn, request);
        return created(request, plural, { id, body: document(turn, String(id)) });
      },
    },
    {
      method: 'PUT',
      path: `/${plural}/:id`,
      answer(turn, request) {
        changePart(desk, turn, request);
        return updated(turn, () => document(turn, idOf(request)));
      },
    },
    {
      method: 'DELETE',
      path: `/${plural}/:id`,
      answer(turn, request) {
        removePart(desk, turn, request);
        return { status: 204 };
      },
    },
  ];
}

/** How the lines of fulfilments, invoices and returns are written by themselves. */
export const PART_ROUTES: readonly Route[] = [
  ...partRoutes({
    plan: FULFILLMENT_PARTS,
    resource: FULFILLMENT_LINES,
    parents: (store) => store.fulfillments,
    edit: editParcel,
  }),
  ...partRoutes({
    plan: INVOICE_PARTS,
    resource: INVOICE_LINES,
    parents: (store) => store.invoices,
    edit: editInvoice,
  }),
  ...partRoutes({ plan: RETURN_PARTS, resource: RETURN_LINES, parents: (store) => store.returns, edit: editReturn }),
];
