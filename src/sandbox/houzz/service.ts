import type { Random } from '../random.js';
import type { ControlRoute, SandboxWorld, Service, WireAnswer, WireRequest } from '../service.js';
import { refusalAtGateway } from './basic-auth.js';
import { houzzControlRoutes } from './control.js';
import type { HouzzDesk, HouzzOptions } from './desk.js';
import { encode, envelope, type WireRecord } from './envelope.js';
import { openListingStore } from './listing-store.js';
import { findMethod, type Method } from './methods.js';
import { openOrderStore } from './order-store.js';
import { createOrderTimers } from './order-timers.js';
import { isGranted } from './permissions.js';
import { HouzzRefusal } from './refusal.js';
import { fieldsOf, formatOf, parameterOf, peekField, readDocument } from './request.js';

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
  const settleTime = createOrderTimers(desk);
  // Nothing happens between two requests that anyone could see, so what time has done is caught up with before each.
  const inTime = (route: ControlRoute): ControlRoute => ({
    ...route,
    handle(input) {
      settleTime();
      return route.handle(input);
    },
  });
  return {
    service: {
      handle(request) {
        settleTime();
        return handle(desk, request);
      },
      operationOf,
    },
    controlRoutes: houzzControlRoutes(desk).map(inTime),
  };
}

/** `GET getOrders`, `POST updateOrder Ship`: what was asked, in Houzz's words. */
function operationOf(request: WireRequest): string {
  const method = parameterOf(request.query, 'method', false) ?? request.path;
  const action = method === 'updateOrder' ? (peekField(request, 'UpdateOrderRequest', 'Action') ?? '') : '';
  return `${request.method} ${method} ${action}`.trimEnd();
}

function handle(desk: HouzzDesk, request: WireRequest): WireAnswer {
  const operation = operationOf(request);
  const refusal = refusalAtGateway(desk.options, request);
  if (refusal !== undefined) return { ...refusal, operation };
  if (request.path.replace(/\/+$/, '') !== '/api') {
    return { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>Not Found</html>', operation };
  }
  const { status, answer } = answerTo(desk, request);
  const method = parameterOf(request.query, 'method', false) ?? '';
  // Whatever was asked must not make an answer that is no XML.
  const name = method.replaceAll(/^\d+|\W/g, '');
  const { type, body } = encode(formatOf(request.query), name, answer);
  return { status, headers: { 'content-type': type }, body, operation };
}

function answerTo(desk: HouzzDesk, request: WireRequest): { status: number; answer: WireRecord } {
  const nowMs = desk.world.clock.now();
  try {
    checkCredentials(desk, request);
    return { status: 200, answer: envelope('Success', nowMs, callMethod(desk, request)) };
  } catch (error) {
    if (!(error instanceof HouzzRefusal)) throw error;
    const reading = isOfAccess(desk, error) ? 'houzz.unauthorised-status' : 'houzz.error-status';
    const answer = envelope('Error', nowMs, { Errors: renderErrors(desk, error, formatOf(request.query)) });
    return { status: Number(desk.reading(reading)), answer };
  }
}

function isOfAccess(desk: HouzzDesk, { code }: HouzzRefusal): boolean {
  if (code === 'permission-missing') return desk.reading('houzz.missing-permission') === 'as-wrong-credentials';
  return code === 'unauthorised';
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
  const method = findMethod(desk, parameter('method') ?? '');
  if (method === undefined) throw new HouzzRefusal('unknown-method', 'The method is not known.');
  if (method.verb !== request.method) throw new HouzzRefusal('unknown-method', `The method needs ${method.verb}.`);
  checkPermission(desk, method);
  if (method.root === undefined) return method.answer(desk, { parameter, fields: new Map(), document: undefined });
  const takesJson = desk.reading('houzz.json-writes') === 'accepted';
  const document = readDocument(request, { root: method.root, takesJson });
  return method.answer(desk, { parameter, fields: fieldsOf(document), document });
}

function checkPermission(desk: HouzzDesk, method: Method): void {
  if (isGranted(desk, method.permission)) return;
  throw new HouzzRefusal('permission-missing', 'The token lacks the permission for this method.');
}

/** The errors of a refusal. In XML they stand inside a wrapper; whether JSON drops it, as orders do, is unknown. */
function renderErrors(desk: HouzzDesk, { code, reasons }: HouzzRefusal, format: 'xml' | 'json'): ErrorParts {
  const errors = reasons.map((reason) =>
    desk.reading('houzz.error-names') === 'Code,Message'
      ? { Code: code, Message: reason }
      : { ErrorCode: code, ShortMessage: code, LongMessage: reason },
  );
  const [first, second] = errors;
  if (format === 'xml' || desk.reading('houzz.json-errors') === 'list' || first === undefined) return errors;
  return { Error: second === undefined ? first : errors };
}

type ErrorParts = readonly WireRecord[] | WireRecord;
