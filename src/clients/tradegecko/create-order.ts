import type { ItemId } from '../../domain/ids.js';
import type { SalesOrder, SalesOrderDraft } from '../../domain/sales-order.js';
import { cutText, oneLine } from '../../domain/texts.js';
import { ApiError } from '../../ports/api-error.js';
import type { CreateOptions, CreateResult } from '../../ports/order-system.js';
import { callName, readBy, type TradegeckoCalls } from './calls.js';
import type { Catalogue, SkuMatch } from './catalogue.js';
import { personalTextsOf, skusOf, writeDraft, type DraftRules } from './draft.js';
import type { ItemReads } from './items.js';
import { orderAnswer } from './schemas.js';
import { readSalesOrder } from './translate.js';

const PATH = '/orders';
const NAMED_MAX = 10;
const SKU_SHOWN_MAX = 100;

/** The words of validation for the label of an address embedded in an order. */
const LABEL_TAKEN = /\blabel has already been taken\b/i;

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
  { key, asDraft = false, ...options }: CreateOptions,
): Promise<CreateResult> {
  const rules: DraftRules = asDraft ? { ...tools.rules, createAs: 'draft' } : tools.rules;
  const skus = skusOf(draft);
  const variants = resolve(await tools.items.match(skus, options), tools.catalogue);
  if (variants.kind === 'blocked') return variants;
  try {
    const body = writeDraft(draft, rules, variants.idOf);
    const answer = await tools.calls.post({ path: PATH, body, key, sensitive: personalTextsOf(draft) }, options);
    if (answer.kind === 'key-used') return answer;
    const salesOrder = readSalesOrder(readBy(orderAnswer, answer.json, callName('POST', PATH)).order);
    return { kind: 'created', salesOrder, differs: differenceOf(salesOrder, draft, rules) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'refused') throw error;
    if (LABEL_TAKEN.test(error.details.what)) return { kind: 'label-taken' };
    // The cause may be a variant that was archived since it was read; the next try asks for it afresh.
    tools.catalogue.forget(skus);
    return { kind: 'refused', what: error.details.what };
  }
}

/** How far a sales order has come by its status; stock is committed from `finalized` on. */
const RANK = ['draft', 'active', 'finalized', 'fulfilled'];

/** An account may number by itself or hold new orders back: what came back is compared with what was sent. */
function differenceOf(made: SalesOrder, draft: SalesOrderDraft, { createAs, numberFields }: DraftRules): string | null {
  const sent = [draft.reference, draft.channelOrderId];
  const [orderNumber, referenceNumber] = numberFields === 'reference-first' ? sent : sent.toReversed();
  if (made.orderNumber !== orderNumber) return `its number is "${made.orderNumber}"`;
  if (made.referenceNumber !== referenceNumber) return `its reference number is "${made.referenceNumber}"`;
  const rank = RANK.indexOf(made.status.kind);
  return rank >= 0 && rank < RANK.indexOf(createAs) ? `it is ${made.status.kind}, not ${createAs}` : null;
}

type Resolved =
  { readonly kind: 'resolved'; readonly idOf: (sku: string) => ItemId } | Extract<CreateResult, { kind: 'blocked' }>;

function resolve(matches: ReadonlyMap<string, SkuMatch>, catalogue: Catalogue): Resolved {
  const ids = new Map<string, ItemId>();
  const missing: string[] = [];
  const ambiguous: string[] = [];
  for (const [sku, match] of matches) {
    if (match.kind === 'one') ids.set(sku, match.item.id);
    else if (match.kind === 'none') missing.push(sku);
    else ambiguous.push(`${shown(sku)} (variants ${match.items.map((item) => item.id).join(', ')})`);
  }
  if (missing.length > 0) {
    const near = catalogue.near(missing);
    const told = missing.map((sku) => withNear(shown(sku), near.get(sku)));
    return { kind: 'blocked', reason: 'unknown-sku', what: `No live variant has the SKU ${named(told)}.` };
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

function shown(sku: string): string {
  return cutText(oneLine(sku), SKU_SHOWN_MAX).head;
}

/** Another spelling is never taken for the SKU: which of the two is a mistake, only a person knows. */
function withNear(sku: string, near: string | undefined): string {
  return near === undefined ? sku : `${sku} (there is ${shown(near)}, spelled otherwise)`;
}

function named(list: readonly string[]): string {
  const rest = list.length - NAMED_MAX;
  return `${list.slice(0, NAMED_MAX).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
