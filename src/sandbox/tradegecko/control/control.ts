import { readOptionalCount, readRecord } from '../../control/input.js';
import { ControlError } from '../../service.js';
import type { ControlRoute, SandboxWorld } from '../../service.js';
import type { Json } from '../../state.js';
import { Refusal } from '../answers.js';
import type { Fields } from '../body.js';
import { fieldsOf } from './find.js';
import { SALES_WORKS } from './sales.js';
import { changeStockByHand, putVariantByHand } from './variants.js';
import type { Work } from './work.js';
import type { TradegeckoOptions } from '../options.js';
import { QUOTA_DEFAULT, isQuota, setQuota } from '../quota.js';
import { RECORD_WORKS } from './records.js';
import type { Turn } from '../store.js';
import { beginTurn } from '../store.js';
import { TOKEN_WORKS } from '../oauth/tokens-control.js';
import { renderVariant } from '../variants/render.js';
import { WEBHOOK_WORKS } from '../webhooks/control.js';

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
    route('POST', '/quota', (turn, { body }) => changeQuota(turn, fieldsOf({ body }), options)),
    ...[...SALES_WORKS, ...TOKEN_WORKS, ...WEBHOOK_WORKS, ...RECORD_WORKS].map(({ method, path, work }) =>
      route(method, path, work),
    ),
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
