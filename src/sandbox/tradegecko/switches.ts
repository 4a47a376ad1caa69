import type { SandboxWorld } from '../service.js';

/** Every reading of TradeGecko's API that no document or recording settles; the first position is the default. */
export const TRADEGECKO_SWITCHES = [
  {
    name: 'tradegecko.lists-hide-void',
    positions: ['show', 'hide'],
    unknown:
      'whether lists of orders and fulfilments leave void and deleted ones out unless ids or status ask for them',
  },
  {
    name: 'tradegecko.limit-above-250',
    positions: ['clamp', '400'],
    unknown: 'whether a limit above 250 is cut to 250 or refused',
  },
  {
    name: 'tradegecko.default-order',
    positions: ['newest-first', 'oldest-first'],
    unknown: 'how a list without `order` is sorted: the recordings of 2014 and of later years differ',
  },
  {
    name: 'tradegecko.time-bounds',
    positions: ['inclusive', 'exclusive'],
    unknown: 'whether *_min and *_max include their own instant',
  },
  {
    name: 'tradegecko.number-filter',
    positions: ['exact', 'partial'],
    unknown: 'whether order_number and reference_number filter exactly or find parts without regard to case',
  },
  {
    name: 'tradegecko.sku-filter',
    positions: ['exact', 'partial'],
    unknown: 'whether the sku filter of variants is exact or finds parts without regard to case',
  },
  {
    name: 'tradegecko.list-lag',
    positions: ['none', '30s'],
    unknown: 'whether a list of orders shows a new one at once, or, unless it asks by ids, only half a minute later',
  },
  {
    name: 'tradegecko.email-filter',
    positions: ['exact', 'partial'],
    unknown: 'whether the e-mail filter of companies is exact or finds parts without regard to case',
  },
  {
    name: 'tradegecko.unknown-order',
    positions: ['ignored', '400'],
    unknown: 'whether an `order` by anything but id, created_at or updated_at is ignored or refused',
  },
  {
    name: 'tradegecko.link-back',
    positions: ['present', 'absent'],
    unknown: 'whether the Link header of later pages also leads back, to the first and the previous one',
  },
  {
    name: 'tradegecko.era',
    positions: ['2015', '2014'],
    unknown: "the years of the account's answers: before 2015 keys stood in another order, and some existed only then",
  },
  {
    name: 'tradegecko.list-meta',
    positions: ['absent', 'present'],
    unknown: 'whether lists still end with meta.total, as in 2014',
  },
  {
    name: 'tradegecko.stock-levels-paging',
    positions: ['paged', 'whole'],
    unknown: 'whether /stock_levels is paged like other lists or always whole',
  },
  {
    name: 'tradegecko.put-answer',
    positions: ['204', '200'],
    unknown: 'whether a PUT answers nothing or the record',
  },
  {
    name: 'tradegecko.action-answer',
    positions: ['201', '200-empty'],
    unknown: "what an order's action answers: the order with 201, or 200 with an empty body",
  },
  {
    name: 'tradegecko.unrecorded-bodies',
    positions: ['json', 'empty'],
    unknown: 'what the bodies of 401, 402, 403, 414 and 429 hold',
  },
  {
    name: 'tradegecko.duplicate-key-status',
    positions: ['409', '400'],
    unknown: 'the status of a repeated Idempotency-Key',
  },
  {
    name: 'tradegecko.refresh-ends-access-token',
    positions: ['no', 'yes'],
    unknown: 'whether a refresh ends the access token that was issued before it, or leaves it its two hours',
  },
  {
    name: 'tradegecko.webhook-signature',
    positions: ['raw', 'reserialised'],
    unknown: 'whether a webhook is signed over the bytes that are sent, or over the same JSON written anew',
  },
  {
    name: 'tradegecko.webhook-events',
    positions: ['documented', 'wider'],
    unknown: 'whether webhooks also take the *.update and *.destroy events that one older client listed',
  },
  {
    name: 'tradegecko.webhook-pauses',
    positions: ['seconds', 'minutes'],
    unknown: 'whether the growing pauses between tries of a webhook begin with seconds or with minutes',
  },
  {
    name: 'tradegecko.refused-call-spends-key',
    positions: ['yes', 'no'],
    unknown: 'whether an Idempotency-Key is spent by a call that was refused with a 4xx',
  },
  {
    name: 'tradegecko.default-status',
    positions: ['draft', 'active'],
    unknown: 'the status of an order that is created without one',
  },
  {
    name: 'tradegecko.order-number-unique',
    positions: ['no', 'yes'],
    unknown: 'whether an account can be set to refuse an order_number that exists',
  },
  {
    name: 'tradegecko.address-label-unique',
    positions: ['enforced', 'ignored'],
    unknown: 'whether a label that the company already uses refuses an address embedded in an order',
  },
  {
    name: 'tradegecko.address-length',
    positions: ['none', '255', '100'],
    unknown: 'how many characters a text of an address may have, if there is a limit; a longer one is refused',
  },
  {
    name: 'tradegecko.back-to-draft',
    positions: ['refused', 'allowed'],
    unknown: 'whether an active or finalized order can go back to an earlier status',
  },
  {
    name: 'tradegecko.edit-finalized-lines',
    positions: ['refused', 'allowed'],
    unknown: 'whether lines of a finalized order can be added, changed and removed',
  },
  {
    name: 'tradegecko.pack-before-finalized',
    positions: ['refused', 'allowed'],
    unknown: 'whether an active order can be packed, shipped and invoiced',
  },
  {
    name: 'tradegecko.void-when-packed',
    positions: ['refused', 'allowed'],
    unknown: 'whether an order with a packed fulfilment can be voided',
  },
  {
    name: 'tradegecko.void-when-shipped',
    positions: ['refused', 'allowed'],
    unknown: 'whether an order of which something has left can be voided; what has left then stays fulfilled',
  },
  {
    name: 'tradegecko.long-orders',
    positions: ['taken', '503'],
    unknown: 'whether an order of more than about 250 lines is taken in one call or times out',
  },
  {
    name: 'tradegecko.void-when-invoiced',
    positions: ['refused', 'allowed'],
    unknown: 'whether an order with an invoice or a payment can be voided',
  },
  {
    name: 'tradegecko.second-void',
    positions: ['refused', 'allowed'],
    unknown: 'what voiding a void order answers',
  },
  {
    name: 'tradegecko.put-status-void',
    positions: ['allowed', 'refused'],
    unknown: 'whether a PUT with status void voids, as one connector relied on',
  },
  {
    name: 'tradegecko.void-releases-stock',
    positions: ['yes', 'no'],
    unknown: 'whether void gives committed stock back',
  },
  {
    name: 'tradegecko.stock-touches-updated-at',
    positions: ['no', 'yes'],
    unknown: "whether a variant's updated_at moves when its stock does",
  },
  {
    name: 'tradegecko.shipped-at',
    positions: ['set', 'null'],
    unknown: 'whether shipping sets shipped_at by itself: fulfilled ones without it were recorded',
  },
  {
    name: 'tradegecko.total-rounding',
    positions: ['sum', 'line'],
    unknown: "whether an order's total is rounded once or line by line",
  },
  {
    name: 'tradegecko.inclusive-total',
    positions: ['as-priced', 'net-and-tax'],
    unknown: 'whether prices that include tax are added up as they are, or as a rounded net amount and its rounded tax',
  },
  {
    name: 'tradegecko.line-variant-change',
    positions: ['applied', 'ignored'],
    unknown: 'whether an order line can get another variant: the documentation says so, the official client does not',
  },
  {
    name: 'tradegecko.part-without-quantity',
    positions: ['whole', 'refused'],
    unknown: 'whether a line of a new fulfilment without a quantity takes all that is left, as the samples suggest',
  },
  {
    name: 'tradegecko.backordering',
    positions: ['purchase', 'shortage'],
    unknown: 'whether an order counts as backordered only through a purchase order, or as soon as its stock is short',
  },
  {
    name: 'tradegecko.payment-reference',
    positions: ['reference_number', 'reference'],
    unknown: "the name of a payment's reference: two clients disagree",
  },
] as const;

type Declaration = (typeof TRADEGECKO_SWITCHES)[number];
/** The name of one of TradeGecko's switches. */
export type SwitchName = Declaration['name'];
type PositionOf<N extends SwitchName> = Extract<Declaration, { name: N }>['positions'][number];

/** Whether a switch stands in the given position. */
export function stands<N extends SwitchName>(world: SandboxWorld, name: N, position: PositionOf<N>): boolean {
  return world.switches.get(name) === position;
}
