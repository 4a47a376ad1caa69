import { ACCOUNTS, USERS } from './account.js';
import { COMPOSITION_ROUTES } from './variants/composition.js';
import { DOCUMENT_ROUTES } from './document-routes.js';
import { ACCOUNT_ID } from './fresh-world.js';
import { FULFILLMENT_LINES, FULFILLMENTS } from './fulfillments.js';
import { INVOICE_LINES, INVOICES } from './invoices.js';
import { LINES } from './orders/lines.js';
import { answerList, answerOne } from './listing.js';
import { ORDER_ROUTES } from './orders/routes.js';
import { ORDERS } from './orders/orders.js';
import { PART_ROUTES } from './part-routes.js';
import { PAYMENTS } from './payments.js';
import { plainWriteRoutes } from './plain/routes.js';
import { PLAIN_PLANS } from './plain/table.js';
import { plainResource } from './plain/plain.js';
import type { Stored } from './records.js';
import type { Resource } from './resource.js';
import { RETURN_LINES, RETURNS } from './returns.js';
import type { Route } from './route.js';
import { idOf } from './route.js';
import type { Caller } from './store.js';
import { STOCK_ADJUSTMENT_LINES, STOCK_ADJUSTMENT_ROUTES, STOCK_ADJUSTMENTS } from './stock-adjustments.js';
import { VARIANT_ROUTES } from './variants/routes.js';
import { PRODUCTS_WITH_VARIANTS, STOCK_LEVELS, VARIANTS } from './variants/variants.js';
import { WEBHOOK_ROUTES } from './webhooks/webhooks.js';

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
function currentRoute<R extends Stored>(resource: Resource<R>, idFor: (caller: Caller) => number): Route {
  return {
    method: 'GET',
    path: `/${resource.plural}/current`,
    answer: (turn, request) => answerOne(resource, turn, { request, id: String(idFor(turn.caller)) }),
  };
}

/** All paths of the API; the first that fits answers. */
export const ROUTES: readonly Route[] = [
  currentRoute(plainResource(ACCOUNTS), () => ACCOUNT_ID),
  currentRoute(plainResource(USERS), ({ userId }) => userId),
  ...ORDER_ROUTES,
  ...readRoutes(ORDERS),
  ...readRoutes(LINES),
  ...readRoutes(FULFILLMENTS),
  ...readRoutes(FULFILLMENT_LINES),
  ...readRoutes(INVOICES),
  ...readRoutes(INVOICE_LINES),
  ...readRoutes(PAYMENTS),
  ...readRoutes(RETURNS),
  ...readRoutes(RETURN_LINES),
  ...COMPOSITION_ROUTES,
  ...readRoutes(VARIANTS),
  ...readRoutes(PRODUCTS_WITH_VARIANTS),
  ...readRoutes(STOCK_ADJUSTMENTS),
  ...readRoutes(STOCK_ADJUSTMENT_LINES),
  listRoute(STOCK_LEVELS),
  ...PLAIN_PLANS.flatMap((plan) => readRoutes(plainResource(plan))),
  ...DOCUMENT_ROUTES,
  ...PART_ROUTES,
  ...VARIANT_ROUTES,
  ...STOCK_ADJUSTMENT_ROUTES,
  ...plainWriteRoutes(PLAIN_PLANS),
  ...WEBHOOK_ROUTES,
];
