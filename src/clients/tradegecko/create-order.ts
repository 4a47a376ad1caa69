import type { ItemId } from '../../domain/ids.js';
import type { SalesOrderDraft } from '../../domain/sales-order.js';
import { ApiError } from '../../ports/api-error.js';
import type { CallOptions } from '../../ports/call.js';
import type { CreateResult } from '../../ports/order-system.js';
import { callName, readBy, type TradegeckoCalls } from './calls.js';
import type { Catalogue, SkuMatch } from './catalogue.js';
import { personalTextsOf, skusOf, writeDraft, type DraftRules } from './draft.js';
import type { ItemReads } from './items.js';
import { orderAnswer } from './schemas.js';
import { readSalesOrder } from './translate.js';

const PATH = '/orders';
const NAMED_MAX = 10;

/** What making a sales order takes. */
export interface CreateTools {
  readonly calls: TradegeckoCalls;
  readonly catalogue: Catalogue;
  readonly items: ItemReads;
  readonly rules: DraftRules;
}

/** Makes a sales order: one call when the catalogue knows its SKUs, one more when some have to be asked for. */
export async function createSalesOrder(
  tools: CreateTools,
  draft: SalesOrderDraft,
  { key, ...options }: CallOptions & { readonly key: string },
): Promise<CreateResult> {
  const skus = skusOf(draft);
  const variants = resolve(await tools.items.match(skus, options));
  if (variants.kind === 'blocked') return variants;
  try {
    const body = writeDraft(draft, tools.rules, variants.idOf);
    const answer = await tools.calls.post({ path: PATH, body, key, sensitive: personalTextsOf(draft) }, options);
    if (answer.kind === 'key-used') return answer;
    return {
      kind: 'created',
      salesOrder: readSalesOrder(readBy(orderAnswer, answer.json, callName('POST', PATH)).order),
    };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'refused') throw error;
    // The cause may be a variant that was archived since it was read; the next try asks for it afresh.
    tools.catalogue.forget(skus);
    return { kind: 'refused', what: error.details.what };
  }
}

type Resolved =
  { readonly kind: 'resolved'; readonly idOf: (sku: string) => ItemId } | Extract<CreateResult, { kind: 'blocked' }>;

function resolve(matches: ReadonlyMap<string, SkuMatch>): Resolved {
  const ids = new Map<string, ItemId>();
  const missing: string[] = [];
  const ambiguous: string[] = [];
  for (const [sku, match] of matches) {
    if (match.kind === 'one') ids.set(sku, match.item.id);
    else if (match.kind === 'none') missing.push(sku);
    else ambiguous.push(`${sku} (variants ${match.items.map((item) => item.id).join(', ')})`);
  }
  if (missing.length > 0) {
    return { kind: 'blocked', reason: 'unknown-sku', what: `No live variant has the SKU ${named(missing)}.` };
  }
  if (ambiguous.length > 0) {
    return {
      kind: 'blocked',
      reason: 'ambiguous-sku',
      what: `Several live variants share the SKU ${named(ambiguous)}.`,
    };
  }
  return { kind: 'resolved', idOf: (sku) => idIn(ids, sku) };
}

function idIn(ids: ReadonlyMap<string, ItemId>, sku: string): ItemId {
  const id = ids.get(sku);
  if (id === undefined) throw new Error(`The SKU "${sku}" was not resolved before its order was written.`);
  return id;
}

function named(list: readonly string[]): string {
  const rest = list.length - NAMED_MAX;
  return `${list.slice(0, NAMED_MAX).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
