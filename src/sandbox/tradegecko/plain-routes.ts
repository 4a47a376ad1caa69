import { readBody } from './body.js';
import { FieldErrors, FieldReader } from './fields.js';
import { documentOf, findRecord } from './listing.js';
import { changePlain, plainResource, putPlain, readPlain } from './plain.js';
import type { PlainPlan } from './plain.js';
import { ADDRESSES, COMPANIES } from './partners.js';
import type { PlainRecord } from './records.js';
import { requireRoot } from './roots.js';
import type { Route, RoutedRequest } from './route.js';
import { created, idOf, updated } from './route.js';
import type { Turn } from './store.js';

function readSent(
  plan: PlainPlan,
  turn: Turn,
  of: { request: RoutedRequest; old?: PlainRecord },
): PlainRecord['fields'] {
  const errors = new FieldErrors();
  const reader = new FieldReader(requireRoot(readBody(of.request), plan.singular), errors);
  const fields = readPlain(plan, reader, of.old?.fields);
  plan.check?.(turn.store, reader, { fields, id: of.old?.id ?? null });
  errors.throwIfAny();
  return fields;
}

function writeRoutes(plan: PlainPlan): readonly Route[] {
  const resource = plainResource(plan);
  const create: Route = {
    method: 'POST',
    path: `/${plan.name}`,
    answer(turn, request) {
      const record = putPlain(turn, plan.name, readSent(plan, turn, { request }));
      return created(request, plan.name, { id: record.id, body: documentOf(resource, turn, { record }) });
    },
  };
  const change: Route = {
    method: 'PUT',
    path: `/${plan.name}/:id`,
    answer(turn, request) {
      const old = findRecord(resource, turn, idOf(request));
      const record = changePlain(turn, plan.name, { old, fields: readSent(plan, turn, { request, old }) });
      const body = documentOf(resource, turn, { record });
      // Addresses answer with their record since August 2020, whatever other updates do.
      return plan.name === 'addresses' ? { status: 200, body } : updated(turn, () => body);
    },
  };
  return [create, change];
}

/** What clients may create and change without further rules. */
export const PLAIN_WRITE_ROUTES: readonly Route[] = [ADDRESSES, COMPANIES].flatMap(writeRoutes);
