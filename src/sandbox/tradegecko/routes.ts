import { ACCOUNT_ID, USER_ID } from './fresh-world.js';
import { FULFILLMENTS } from './fulfillments.js';
import { LINES } from './lines.js';
import { answerList, answerOne } from './listing.js';
import { ORDER_ROUTES } from './order-routes.js';
import { ORDERS } from './orders.js';
import { PARCEL_ROUTES } from './parcel-routes.js';
import { PLAIN_WRITE_ROUTES } from './plain-routes.js';
import { ACCOUNTS, READ_PLANS, USERS } from './plain-table.js';
import { plainResource } from './plain.js';
import type { Stored } from './records.js';
import type { Resource } from './resource.js';
import type { Route } from './route.js';
import { idOf } from './route.js';
import { STOCK_LEVELS, VARIANTS } from './variants.js';

function listRoute<R extends Stored>(resource: Resource<R>): Route {
  return {
    method: 'GET',
    path: `/${resource.plural}`,
    answer: (turn, request) => answerList(resource, turn, request),
  };
}

function readRoutes<R extends Stored>(resource: Resource<R>): readonly Route[] {
  const one: Route = {
    method: 'GET',
    path: `/${resource.plural}/:id`,
    answer: (turn, request) => answerOne(resource, turn, { request, id: idOf(request) }),
  };
  return [listRoute(resource), one];
}

/** The record that the token itself belongs to. */
function currentRoute<R extends Stored>(resource: Resource<R>, id: number): Route {
  return {
    method: 'GET',
    path: `/${resource.plural}/current`,
    answer: (turn, request) => answerOne(resource, turn, { request, id: String(id) }),
  };
}

/** All paths of the API; the first that fits answers. */
export const ROUTES: readonly Route[] = [
  currentRoute(plainResource(ACCOUNTS), ACCOUNT_ID),
  currentRoute(plainResource(USERS), USER_ID),
  ...readRoutes(ORDERS),
  ...readRoutes(LINES),
  ...readRoutes(FULFILLMENTS),
  ...readRoutes(VARIANTS),
  listRoute(STOCK_LEVELS),
  ...READ_PLANS.flatMap((plan) => readRoutes(plainResource(plan))),
  ...ORDER_ROUTES,
  ...PARCEL_ROUTES,
  ...PLAIN_WRITE_ROUTES,
];
