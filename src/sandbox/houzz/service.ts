import type { Random } from '../random.js';
import type { ControlRoute, SandboxWorld, Service, WireAnswer, WireRequest } from '../service.js';
import { houzzControlRoutes } from './control.js';
import type { HouzzCall, HouzzDesk, HouzzOptions } from './desk.js';
import { encode, envelope, type WireRecord } from './envelope.js';
import { getListing, getListings } from './get-listings.js';
import { getOrders } from './get-orders.js';
import { openListingStore } from './listing-store.js';
import { openOrderStore } from './order-store.js';
import { HouzzRefusal } from './refusal.js';
import { formatOf, parameterOf, peekField, readFields } from './request.js';
import { updateInventory } from './update-inventory.js';
import { updateOrder } from './update-order.js';

export type { HouzzOptions } from './desk.js';

/** Houzz's side of the sandbox: what its port answers, and what the control API can do to it. */
export interface HouzzSide {
  readonly service: Service;
  readonly controlRoutes: readonly ControlRoute[];
}

/** Opens Houzz's side inside a world. */
export function openHouzz(world: SandboxWorld, options: HouzzOptions, random: Random): HouzzSide {
  const desk: HouzzDesk = {
    world,
    options,
    random,
    orders: openOrderStore(world.state),
    listings: openListingStore(world.state),
    reading: (name) => world.switches.get(name),
  };
  return {
    service: { handle: (request) => handle(desk, request), operationOf },
    controlRoutes: houzzControlRoutes(desk),
  };
}

interface Method {
  readonly verb: 'GET' | 'POST';
  readonly permission: 'orders' | 'inventory';
  /** The root of a written request. */
  readonly root?: string;
  readonly answer: (desk: HouzzDesk, call: HouzzCall) => WireRecord;
}

const METHODS = new Map<string, Method>([
  ['getOrders', { verb: 'GET', permission: 'orders', answer: getOrders }],
  ['updateOrder', { verb: 'POST', permission: 'orders', root: 'UpdateOrderRequest', answer: updateOrder }],
  ['getListings', { verb: 'GET', permission: 'inventory', answer: getListings }],
  ['getListing', { verb: 'GET', permission: 'inventory', answer: getListing }],
  [
    'updateInventory',
    { verb: 'POST', permission: 'inventory', root: 'UpdateInventoryRequest', answer: updateInventory },
  ],
]);

/** `GET getOrders`, `POST updateOrder Ship`: what was asked, in Houzz's words. */
function operationOf(request: WireRequest): string {
  const method = parameterOf(request.query, 'method', false) ?? request.path;
  const action = method === 'updateOrder' ? (peekField(request, 'UpdateOrderRequest', 'Action') ?? '') : '';
  return `${request.method} ${method} ${action}`.trimEnd();
}

function handle(desk: HouzzDesk, request: WireRequest): WireAnswer {
  const operation = operationOf(request);
  if (request.path.replace(/\/+$/, '') !== '/api') {
    return { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>Not Found</html>', operation };
  }
  const { status, answer } = answerTo(desk, request);
  const method = parameterOf(request.query, 'method', false) ?? '';
  const { type, body } = encode(formatOf(request.query), method.replaceAll(/\W/g, ''), answer);
  return { status, headers: { 'content-type': type }, body, operation };
}

function answerTo(desk: HouzzDesk, request: WireRequest): { status: number; answer: WireRecord } {
  const nowMs = desk.world.clock.now();
  try {
    checkCredentials(desk, request);
    return { status: 200, answer: envelope('Success', nowMs, callMethod(desk, request)) };
  } catch (error) {
    if (!(error instanceof HouzzRefusal)) throw error;
    const reading = error.code === 'unauthorised' ? 'houzz.unauthorised-status' : 'houzz.error-status';
    const answer = envelope('Error', nowMs, { Errors: [renderError(desk, error)] });
    return { status: Number(desk.reading(reading)), answer };
  }
}

function checkCredentials(desk: HouzzDesk, request: WireRequest): void {
  const { token, userName, appName } = desk.options;
  const isRight =
    request.headers['x-houzz-api-ssl-token'] === token &&
    request.headers['x-houzz-api-user-name'] === userName &&
    request.headers['x-houzz-api-app-name'] === appName;
  if (!isRight) throw new HouzzRefusal('unauthorised', 'The credentials are not valid.');
}

function callMethod(desk: HouzzDesk, request: WireRequest): WireRecord {
  const isCaseSensitive = desk.reading('houzz.parameter-case') === 'sensitive';
  const parameter = (name: string) => parameterOf(request.query, name, isCaseSensitive);
  const method = METHODS.get(parameter('method') ?? '');
  if (method === undefined) throw new HouzzRefusal('unknown-method', 'The method is not known.');
  if (method.verb !== request.method) throw new HouzzRefusal('unknown-method', `The method needs ${method.verb}.`);
  checkPermission(desk, method);
  const fields = method.root === undefined ? new Map<string, string>() : readFields(request, method.root);
  return method.answer(desk, { parameter, fields });
}

function checkPermission(desk: HouzzDesk, method: Method): void {
  const granted = desk.reading('houzz.permissions');
  if (granted === 'both' || granted === method.permission) return;
  throw new HouzzRefusal('permission-missing', 'The token lacks the permission for this method.');
}

function renderError(desk: HouzzDesk, error: HouzzRefusal): WireRecord {
  if (desk.reading('houzz.error-names') === 'Code,Message') return { Code: error.code, Message: error.message };
  return { ErrorCode: error.code, ShortMessage: error.code, LongMessage: error.message };
}
