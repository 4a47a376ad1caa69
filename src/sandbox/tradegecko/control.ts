import { readOptionalCount, readRecord } from '../control-input.js';
import { ControlError } from '../service.js';
import type { ControlRoute, SandboxWorld } from '../service.js';
import type { Json } from '../state.js';
import { Refusal } from './answers.js';
import type { Fields } from './body.js';
import { orderDocument, packByHand, shipByHand } from './control-orders.js';
import { changeStockByHand, putVariantByHand } from './control-variants.js';
import { FieldErrors, FieldReader } from './fields.js';
import { renderFulfillment } from './fulfillments.js';
import { voidOrder } from './order-end.js';
import { noteParcel, readNotes } from './parcels.js';
import type { TradegeckoOptions } from './options.js';
import { QUOTA_DEFAULT, isQuota, setQuota } from './quota.js';
import type { FulfillmentRecord, OrderRecord } from './records.js';
import type { Turn } from './store.js';
import { beginTurn } from './store.js';
import { renderVariant } from './variants.js';

type Params = Readonly<Record<string, string>>;
interface ControlInput {
  readonly params: Params;
  readonly body: Json;
}
type Work = (turn: Turn, input: ControlInput) => Json;

const ROOT = '/_sandbox/tradegecko';

/** What people do in TradeGecko's web screens and in the warehouse. */
export function tradegeckoControlRoutes(world: SandboxWorld, options: TradegeckoOptions): readonly ControlRoute[] {
  const route = (method: ControlRoute['method'], path: string, work: Work): ControlRoute => ({
    method,
    path: `${ROOT}${path}`,
    handle: (input) => refusing(() => work(beginTurn(world, 'control'), input)),
  });
  return [
    route('PUT', '/variants/:sku', (turn, { params, body }) =>
      putVariantByHand(turn, params['sku'] ?? '', readRecord(body, 'The body')),
    ),
    route('GET', '/variants', (turn) => ({
      variants: turn.store.variants.byId.map(({ record }) => renderVariant(turn.store, record)),
    })),
    route('POST', '/stock', (turn, { body }) => changeStockByHand(turn, readRecord(body, 'The body'))),
    route('GET', '/orders', (turn) => ({
      orders: turn.store.orders.byId.map(({ record }) => orderDocument(turn, record)),
    })),
    route('GET', '/orders/:id', (turn, { params }) => orderDocument(turn, findOrder(turn, params))),
    route('POST', '/orders/:id/pack', (turn, input) =>
      packByHand(turn, findOrder(turn, input.params), fieldsOf(input)),
    ),
    route('POST', '/orders/:id/ship', (turn, input) =>
      shipByHand(turn, findOrder(turn, input.params), fieldsOf(input)),
    ),
    route('POST', '/orders/:id/void', (turn, { params }) =>
      orderDocument(turn, voidOrder(turn, findOrder(turn, params))),
    ),
    route('POST', '/fulfillments/:id', (turn, input) => mendFulfillment(turn, input.params, fieldsOf(input))),
    route('POST', '/quota', (turn, { body }) => changeQuota(turn, fieldsOf({ body }), options)),
  ];
}

function refusing(work: () => Json): Json {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) throw new ControlError(409, JSON.stringify(error.answer.body));
    throw error;
  }
}

/** A control call that needs nothing may send nothing. */
function fieldsOf({ body }: { body: Json }): Fields {
  return body === null ? {} : readRecord(body, 'The body');
}

function findOrder(turn: Turn, params: Params): OrderRecord {
  const order = turn.store.orders.get(Number(params['id']));
  if (order === undefined) throw new ControlError(404, 'TradeGecko has no order with this id.');
  return order;
}

function findFulfillment(turn: Turn, params: Params): FulfillmentRecord {
  const fulfillment = turn.store.fulfillments.get(Number(params['id']));
  if (fulfillment === undefined) throw new ControlError(404, 'TradeGecko has no fulfilment with this id.');
  return fulfillment;
}

function mendFulfillment(turn: Turn, params: Params, fields: Fields): Json {
  const errors = new FieldErrors();
  const old = findFulfillment(turn, params);
  const notes = readNotes(new FieldReader(fields, errors), old);
  errors.throwIfAny();
  return renderFulfillment(turn.store, noteParcel(turn, old, notes));
}

/** What is left out goes back to what the account was opened with. */
function changeQuota(turn: Turn, fields: Fields, options: TradegeckoOptions): Json {
  const initial = options.quota ?? QUOTA_DEFAULT;
  const quota = {
    limit: readOptionalCount(fields, 'limit') ?? initial.limit,
    windowMs: readOptionalCount(fields, 'windowMs') ?? initial.windowMs,
  };
  if (!isQuota(quota)) throw new ControlError(400, 'A quota needs a limit above zero and a window of whole seconds.');
  setQuota(turn.world, quota);
  return quota;
}
