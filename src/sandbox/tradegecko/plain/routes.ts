import { readBody } from '../body.js';
import { FieldErrors, FieldReader } from '../fields.js';
import { ACCOUNT_ID } from '../fresh-world.js';
import { documentOf, findRecord } from '../listing.js';
import { changePlain, plainResource, putPlain, readPlain } from './plain.js';
import type { PlainPlan, PlainWrite } from './plain.js';
import type { PlainRecord } from '../records.js';
import { requireRoot } from '../roots.js';
import type { Route, RoutedRequest } from '../route.js';
import { created, idOf, updated } from '../route.js';
import type { Turn } from '../store.js';
import { noteEffect } from '../store.js';
import { announce } from '../webhooks/outbox.js';

interface Sent {
  readonly reader: FieldReader;
  readonly fields: PlainRecord['fields'];
}

function readSent(plan: PlainPlan, turn: Turn, of: { request: RoutedRequest; old?: PlainRecord }): Sent {
  const errors = new FieldErrors();
  const reader = new FieldReader(requireRoot(readBody(of.request), plan.singular), errors);
  const fields = readPlain(plan, reader, of.old?.fields);
  plan.check?.(turn.store, reader, { fields, id: of.old?.id ?? null });
  errors.throwIfAny();
  return { reader, fields };
}

// The words of the webhooks' events and of the ledger's effects.
const WORDS = {
  create: { event: 'create', effect: 'created' },
  update: { event: 'update', effect: 'updated' },
  archive: { event: 'destroy', effect: 'archived' },
} as const satisfies Record<PlainWrite, { event: string; effect: string }>;

function tell(turn: Turn, of: { plan: PlainPlan; write: PlainWrite; record: PlainRecord }): void {
  const { event, effect } = WORDS[of.write];
  noteEffect(turn, `${of.plan.singular}.${effect}`, { subject: of.record.id });
  announce(turn, `${of.plan.singular}.${event}`, of.record.id);
}

/** The record of a path; `current` is the one that the token itself belongs to. */
function findNamed(plan: PlainPlan, turn: Turn, request: RoutedRequest): PlainRecord {
  const id = idOf(request);
  const current = { accounts: ACCOUNT_ID, users: turn.caller.userId };
  const isCurrent = id === 'current' && (plan.name === 'accounts' || plan.name === 'users');
  return findRecord(plainResource(plan), turn, isCurrent ? String(current[plan.name]) : id);
}

/** The record as it stands once what came inside it is stored too. */
function settled(plan: PlainPlan, turn: Turn, of: { record: PlainRecord; reader: FieldReader }): PlainRecord {
  plan.settle?.(turn, of.record, of.reader);
  return turn.store.plain[plan.name].get(of.record.id) ?? of.record;
}

function createRoute(plan: PlainPlan): Route {
  return {
    method: 'POST',
    path: `/${plan.name}`,
    answer(turn, request) {
      const { reader, fields } = readSent(plan, turn, { request });
      const record = settled(plan, turn, { record: putPlain(turn, plan.name, fields), reader });
      tell(turn, { plan, write: 'create', record });
      return created(request, plan.name, { id: record.id, body: documentOf(plainResource(plan), turn, { record }) });
    },
  };
}

function updateRoute(plan: PlainPlan): Route {
  return {
    method: 'PUT',
    path: `/${plan.name}/:id`,
    answer(turn, request) {
      const old = findNamed(plan, turn, request);
      const { reader, fields } = readSent(plan, turn, { request, old });
      const record = settled(plan, turn, { record: changePlain(turn, plan.name, { old, fields }), reader });
      tell(turn, { plan, write: 'update', record });
      const body = documentOf(plainResource(plan), turn, { record });
      // Addresses answer with their record since August 2020, whatever other updates do.
      return plan.name === 'addresses' ? { status: 200, body } : updated(turn, () => body);
    },
  };
}

/** Nothing is lost by a DELETE: the record becomes archived and leaves the lists. */
function archiveRoute(plan: PlainPlan): Route {
  return {
    method: 'DELETE',
    path: `/${plan.name}/:id`,
    answer(turn, request) {
      const old = findNamed(plan, turn, request);
      const record = changePlain(turn, plan.name, { old, fields: { ...old.fields, status: 'archived' } });
      tell(turn, { plan, write: 'archive', record });
      return { status: 204 };
    },
  };
}

const MAKERS = {
  create: createRoute,
  update: updateRoute,
  archive: archiveRoute,
} as const satisfies Record<PlainWrite, (plan: PlainPlan) => Route>;

/** The writes that clients may make on plain resources. */
export function plainWriteRoutes(plans: readonly PlainPlan[]): readonly Route[] {
  return plans.flatMap((plan) => plan.writes.map((write) => MAKERS[write](plan)));
}
