import type { SandboxWorld } from '../../service.js';
import type { JsonObject } from '../answers.js';
import { decimal, minus, sign } from '../decimal.js';
import { shippedOf, standingFulfillments } from '../fulfillments.js';
import { PAID, paymentsOf } from '../invoices.js';
import { linesOf, renderLine } from './lines.js';
import { ADDRESSES, COMPANIES } from '../partners.js';
import type { PlainPlan } from '../plain/plain.js';
import { renderPlain } from '../plain/plain.js';
import type { Degree, LineRecord, OrderRecord } from '../records.js';
import type { Filter, Resource, SideloadRequest } from '../resource.js';
import { standingReturns } from '../returns.js';
import { holdsStock, stockAt, stockLines } from '../stock.js';
import type { Store } from '../store.js';
import { stands } from '../switches.js';
import { join } from '../wide.js';

const PACKED = { none: 'unpacked', partial: 'partial', all: 'packed' } as const satisfies Record<Degree, string>;
const SHIPPED = { none: 'unshipped', partial: 'partial', all: 'shipped' } as const satisfies Record<Degree, string>;
const INVOICED = { none: 'uninvoiced', partial: 'partial', all: 'invoiced' } as const satisfies Record<Degree, string>;
const RETURNING = { none: 'unreturning', partial: 'partial', all: 'returning' } as const satisfies Record<
  Degree,
  string
>;
const RETURNED = { none: 'unreturned', partial: 'partial', all: 'returned' } as const satisfies Record<Degree, string>;
const BACKORDERED = {
  none: 'not_backordered',
  partial: 'partially_backordered',
  all: 'backordered',
} as const satisfies Record<Degree, string>;
const SHIPPABLE = {
  none: 'not_shippable',
  partial: 'partially_shippable',
  all: 'shippable',
} as const satisfies Record<Degree, string>;

/** An order as it goes over the wire, in the key order of the later documentation. */
export function renderOrder(store: Store, order: OrderRecord): JsonObject {
  return join(renderHead(store, order), renderTail(store, order));
}

function renderHead(store: Store, order: OrderRecord): JsonObject {
  return {
    id: order.id,
    created_at: order.created_at,
    updated_at: order.updated_at,
    document_url: `https://documents.sandbox.example/orders/${order.id}`,
    assignee_id: order.assignee_id,
    billing_address_id: order.billing_address_id,
    company_id: order.company_id,
    contact_id: order.contact_id,
    currency_id: order.currency_id,
    shipping_address_id: order.shipping_address_id,
    stock_location_id: order.stock_location_id,
    user_id: order.user_id,
    default_price_list_id: order.default_price_list_id,
    email: order.email,
    fulfillment_status: SHIPPED[order.shipped],
    invoice_status: INVOICED[order.invoiced],
    issued_at: order.issued_at,
    notes: order.notes,
    order_number: order.order_number,
    packed_status: PACKED[order.packed],
    payment_status: PAID[order.paid],
    phone_number: order.phone_number,
    reference_number: order.reference_number,
    return_status: RETURNED[order.returned],
    returning_status: RETURNING[order.returning],
    shippability_status: SHIPPABLE[shippability(store, order)],
    backordering_status: BACKORDERED[backordering(store, order)],
    ship_at: order.ship_at,
    source_url: order.source_url,
    status: order.status,
  };
}

function renderTail(store: Store, order: OrderRecord): JsonObject {
  const lines = linesOf(store, order.id);
  const invoices = store.invoices.recordsWith('order_id', order.id);
  // Recorded: the bare number when nothing is on the order.
  const total = lines.length === 0 ? 0 : order.total;
  return {
    tax_label: 'Tax',
    tax_override: null,
    tax_treatment: order.tax_treatment,
    total,
    tags: order.tags,
    fulfillment_ids: standingFulfillments(store, order.id).map(({ id }) => id),
    fulfillment_return_ids: standingReturns(store, order.id).map(({ id }) => id),
    invoice_ids: invoices.map(({ id }) => id),
    payment_ids: invoices.flatMap((invoice) => paymentsOf(store, invoice.id)).map(({ id }) => id),
    refund_ids: [],
    invoices: invoices.map(({ id }) => id),
    cached_total: total,
    default_price_type_id: order.default_price_list_id,
    source: null,
    tax_type: order.tax_treatment,
    tracking_number: null,
    url: null,
    source_id: order.source_id,
    invoice_numbers: Object.fromEntries(invoices.map((invoice) => [String(invoice.id), invoice.invoice_number])),
    order_line_item_ids: lines.map(({ id }) => id),
  };
}

function shippability(store: Store, order: OrderRecord): Degree {
  return degreeOfOpen(store, order, (line) => canShip(store, order, line));
}

/** Nothing here buys goods in, so only the reading that looks at the stock itself ever finds an order backordered. */
function backordering(store: Store, order: OrderRecord): Degree {
  if (stands(store.world, 'tradegecko.backordering', 'purchase')) return 'none';
  return degreeOfOpen(store, order, (line) => !canShip(store, order, line));
}

function degreeOfOpen(store: Store, order: OrderRecord, holds: (line: LineRecord) => boolean): Degree {
  const open = holdsStock(order) ? stockLines(store, order.id) : [];
  const found = open.filter(holds).length;
  if (found === 0) return 'none';
  return found === open.length ? 'all' : 'partial';
}

function canShip(store: Store, order: OrderRecord, line: LineRecord): boolean {
  const variant = line.variant_id === null ? undefined : store.variants.get(line.variant_id);
  if (variant?.manage_stock !== true) return true;
  const unshipped = minus(decimal(line.quantity), shippedOf(store, line));
  return sign(minus(decimal(stockAt(variant, order.stock_location_id).on_hand), unshipped)) >= 0;
}

const hasEnded = ({ status }: OrderRecord): boolean => status === 'void' || status === 'deleted';
/** About as long as an index may run behind the records that it finds. */
const LIST_LAG_MS = 30_000;

function isTooNew(world: SandboxWorld): (order: OrderRecord) => boolean {
  const newestAt = new Date(world.clock.now() - LIST_LAG_MS).toISOString();
  return ({ created_at }) => created_at > newestAt;
}

const id = (of: (order: OrderRecord) => number | null): Filter<OrderRecord> => ({ kind: 'integer', of });
const word = (of: Filter<OrderRecord>['of']): Filter<OrderRecord> => ({ kind: 'text', of });

/** `/orders`. */
export const ORDERS: Resource<OrderRecord> = {
  plural: 'orders',
  singular: 'order',
  title: 'order',
  collection: (store) => store.orders,
  filters: {
    order_number: {
      kind: 'text',
      of: (order) => order.order_number,
      isIndexed: true,
      looseBy: 'tradegecko.number-filter',
    },
    reference_number: {
      kind: 'text',
      of: (order) => order.reference_number,
      isIndexed: true,
      looseBy: 'tradegecko.number-filter',
    },
    company_id: { kind: 'integer', of: (order) => order.company_id, isIndexed: true },
    status: { kind: 'text', of: (order) => order.status, isIndexed: true },
    contact_id: id((order) => order.contact_id),
    assignee_id: id((order) => order.assignee_id),
    user_id: id((order) => order.user_id),
    source_id: id((order) => order.source_id),
    billing_address_id: id((order) => order.billing_address_id),
    shipping_address_id: id((order) => order.shipping_address_id),
    currency_id: id((order) => order.currency_id),
    stock_location_id: id((order) => order.stock_location_id),
    tags: word((order) => order.tags),
    payment_status: word((order) => PAID[order.paid]),
    invoice_status: word((order) => INVOICED[order.invoiced]),
    packed_status: word((order) => PACKED[order.packed]),
    fulfillment_status: word((order) => SHIPPED[order.shipped]),
    return_status: word((order) => RETURNED[order.returned]),
    returning_status: word((order) => RETURNING[order.returning]),
    shippability_status: word((order, store) => SHIPPABLE[shippability(store, order)]),
    backordering_status: word((order, store) => BACKORDERED[backordering(store, order)]),
  },
  hidden: (world) => (stands(world, 'tradegecko.lists-hide-void', 'hide') ? hasEnded : undefined),
  unlisted: (world) => (stands(world, 'tradegecko.list-lag', '30s') ? isTooNew(world) : undefined),
  render: renderOrder,
  sideload: sideloadOrder,
};

/** Documented for single orders only; on the list `include` does nothing. */
function sideloadOrder(store: Store, { records, included, isList }: SideloadRequest<OrderRecord>): JsonObject {
  const [order] = records;
  if (isList || order === undefined) return {};
  const addressIds = [
    ...(included.includes('shipping_address') ? [order.shipping_address_id] : []),
    ...(included.includes('billing_address') ? [order.billing_address_id] : []),
  ];
  const lines = linesOf(store, order.id);
  return {
    ...(included.includes('order_line_items')
      ? { order_line_items: lines.map((line) => renderLine(store, line)) }
      : {}),
    ...(addressIds.length > 0 ? { addresses: renderIds(store, ADDRESSES, addressIds) } : {}),
    ...(included.includes('company') ? { companies: renderIds(store, COMPANIES, [order.company_id]) } : {}),
  };
}

function renderIds(store: Store, plan: PlainPlan, ids: readonly number[]): readonly JsonObject[] {
  const records = [...new Set(ids)].map((wanted) => store.plain[plan.name].get(wanted));
  return records.filter((record) => record !== undefined).map((record) => renderPlain(plan, store, record));
}
