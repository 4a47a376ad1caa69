import { readBody } from '../body.js';
import { FieldErrors, FieldReader } from '../fields.js';
import { answerList, documentOf } from '../listing.js';
import { notFound } from '../answers.js';
import type { WebhookRecord } from '../records.js';
import type { Resource } from '../resource.js';
import { requireRoot } from '../roots.js';
import type { Route, RoutedRequest } from '../route.js';
import { created, idOf, updated } from '../route.js';
import { newStamps, noteEffect, type Turn } from '../store.js';
import { isWebhookEvent } from './events.js';
import { openOutbox } from './outbox.js';

/** `/webhooks`: which address is told of which event. */
const WEBHOOKS: Resource<WebhookRecord> = {
  plural: 'webhooks',
  singular: 'webhook',
  title: 'webhook',
  collection: (store) => store.webhooks,
  filters: {
    oauth_application_id: { kind: 'integer', of: (webhook) => webhook.oauth_application_id, isIndexed: true },
  },
  render: (_store, { id, created_at, updated_at, address, event, oauth_application_id }) => ({
    id,
    created_at,
    updated_at,
    address,
    event,
    oauth_application_id,
  }),
};

/** How an application manages its webhooks; those of others do not exist for it. */
export const WEBHOOK_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/webhooks', answer: (turn, request) => answerList(WEBHOOKS, turn, ownOnly(turn, request)) },
  {
    method: 'GET',
    path: '/webhooks/:id',
    answer: (turn, request) => ({
      status: 200,
      body: documentOf(WEBHOOKS, turn, { record: findOwn(turn, idOf(request)) }),
    }),
  },
  {
    method: 'POST',
    path: '/webhooks',
    answer(turn, request) {
      const stamps = newStamps(turn, turn.store.webhooks.nextId());
      const record = putSent(turn, request, { ...stamps, address: '', event: '', ...ownerOf(turn) });
      noteEffect(turn, 'webhook.created', { subject: record.id, details: { event: record.event } });
      return created(request, 'webhooks', { id: record.id, body: documentOf(WEBHOOKS, turn, { record }) });
    },
  },
  {
    method: 'PUT',
    path: '/webhooks/:id',
    answer(turn, request) {
      const old = findOwn(turn, idOf(request));
      const record = putSent(turn, request, { ...old, updated_at: turn.nowAt });
      noteEffect(turn, 'webhook.updated', { subject: record.id, details: { event: record.event } });
      return updated(turn, () => documentOf(WEBHOOKS, turn, { record }));
    },
  },
  {
    method: 'DELETE',
    path: '/webhooks/:id',
    answer(turn, request) {
      removeWebhook(turn, findOwn(turn, idOf(request)));
      return { status: 204 };
    },
  },
];

/** Takes a webhook out, with all that still waited for it. */
export function removeWebhook(turn: Turn, webhook: WebhookRecord): void {
  turn.store.webhooks.delete(webhook.id);
  const outbox = openOutbox(turn.world.state);
  for (const delivery of outbox.waiting()) {
    if (delivery.webhookId === webhook.id) outbox.put({ ...delivery, state: 'given-up' });
  }
  noteEffect(turn, 'webhook.deleted', { subject: webhook.id, details: { event: webhook.event } });
}

function ownerOf(turn: Turn): Pick<WebhookRecord, 'oauth_application_id'> {
  return { oauth_application_id: turn.caller.applicationId };
}

function findOwn(turn: Turn, id: string): WebhookRecord {
  const webhook = /^\d{1,15}$/.test(id) ? turn.store.webhooks.get(Number(id)) : undefined;
  if (webhook?.oauth_application_id === turn.caller.applicationId) return webhook;
  throw notFound(`Couldn't find ${WEBHOOKS.title} with id ${id}`);
}

function ownOnly(turn: Turn, request: RoutedRequest): RoutedRequest {
  const query = new URLSearchParams(request.query);
  query.delete('oauth_application_id[]');
  query.set('oauth_application_id', String(turn.caller.applicationId));
  return { ...request, query };
}

function putSent(turn: Turn, request: RoutedRequest, old: WebhookRecord): WebhookRecord {
  const errors = new FieldErrors();
  const reader = new FieldReader(requireRoot(readBody(request), WEBHOOKS.singular), errors);
  const address = reader.has('address') ? reader.requiredText('address') : old.address;
  const event = reader.has('event') ? reader.requiredText('event') : old.event;
  if (!isWebAddress(address)) reader.complain('address', address === '' ? "can't be blank" : 'is invalid');
  if (!isWebhookEvent(turn.world, event)) reader.complain('event', 'is not included in the list');
  errors.throwIfAny();
  const record = { ...old, address, event };
  turn.store.webhooks.put(record);
  return record;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
