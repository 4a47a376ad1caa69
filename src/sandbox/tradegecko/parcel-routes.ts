import { readBody } from './body.js';
import { FULFILLMENTS } from './fulfillments.js';
import { documentOf, findRecord } from './listing.js';
import { changeFulfillment, createFulfillment } from './parcel-writes.js';
import { requireRoot } from './roots.js';
import type { Route } from './route.js';
import { created, idOf, updated } from './route.js';

/** How fulfilments are written. */
export const PARCEL_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/fulfillments',
    answer(turn, request) {
      const record = createFulfillment(turn, requireRoot(readBody(request), 'fulfillment'));
      return created(request, 'fulfillments', { id: record.id, body: documentOf(FULFILLMENTS, turn, { record }) });
    },
  },
  {
    method: 'PUT',
    path: '/fulfillments/:id',
    answer(turn, request) {
      const old = findRecord(FULFILLMENTS, turn, idOf(request));
      const record = changeFulfillment(turn, old, requireRoot(readBody(request), 'fulfillment'));
      return updated(turn, () => documentOf(FULFILLMENTS, turn, { record }));
    },
  },
];
