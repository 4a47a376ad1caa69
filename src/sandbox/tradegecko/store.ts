import type { SandboxState } from '../state.js';
import type { SandboxWorld } from '../service.js';
import type { JsonObject } from './answers.js';
import type { Collection } from './collection.js';
import { openCollection } from './collection.js';
import { APPLICATION_ID, plantFreshWorld, USER_ID } from './fresh-world.js';
import { openPlains } from './plain/store.js';
import type {
  AdjustmentLineRecord,
  AdjustmentRecord,
  CompositionRecord,
  FulfillmentLineRecord,
  FulfillmentRecord,
  InvoiceLineRecord,
  InvoiceRecord,
  LineRecord,
  OrderRecord,
  PartRecord,
  PaymentRecord,
  PlainName,
  PlainRecord,
  ReturnLineRecord,
  ReturnRecord,
  VariantRecord,
  WebhookRecord,
} from './records.js';

/** All collections of one TradeGecko account. */
export interface Store {
  /** What is shown can depend on a switch. */
  readonly world: SandboxWorld;
  readonly orders: Collection<OrderRecord>;
  readonly lines: Collection<LineRecord>;
  readonly fulfillments: Collection<FulfillmentRecord>;
  readonly fulfillmentLines: Collection<FulfillmentLineRecord>;
  readonly invoices: Collection<InvoiceRecord>;
  readonly invoiceLines: Collection<InvoiceLineRecord>;
  readonly payments: Collection<PaymentRecord>;
  readonly returns: Collection<ReturnRecord>;
  readonly returnLines: Collection<ReturnLineRecord>;
  readonly variants: Collection<VariantRecord>;
  readonly compositions: Collection<CompositionRecord>;
  readonly adjustments: Collection<AdjustmentRecord>;
  readonly adjustmentLines: Collection<AdjustmentLineRecord>;
  readonly plain: Readonly<Record<PlainName, Collection<PlainRecord>>>;
  readonly webhooks: Collection<WebhookRecord>;
}

// The service and the control routes are made apart from each other but must see the same indexes.
const stores = new WeakMap<SandboxState, Store>();

/** Opens the account that a world holds, and plants a fresh one where there is none. */
export function openStore(world: SandboxWorld): Store {
  const known = stores.get(world.state);
  if (known !== undefined) return known;
  const store = { world, ...openCollections(world.state) };
  stores.set(world.state, store);
  if (store.plain.accounts.byId.length === 0) plantFreshWorld(store.plain, new Date(world.clock.now()).toISOString());
  return store;
}

const order_id = (record: { readonly order_id: number }): number => record.order_id;
const order_line_item_id = (part: PartRecord): number => part.order_line_item_id;

function openCollections(state: SandboxState): Omit<Store, 'world'> {
  return {
    orders: openCollection<OrderRecord>(state, {
      name: 'orders',
      idBase: 900_000,
      indexes: {
        order_number: (order) => order.order_number,
        reference_number: (order) => order.reference_number,
        company_id: (order) => order.company_id,
        status: (order) => order.status,
      },
    }),
    lines: openCollection<LineRecord>(state, {
      name: 'order_line_items',
      idBase: 2_000_000,
      indexes: { order_id, variant_id: (line) => line.variant_id },
    }),
    fulfillments: openCollection<FulfillmentRecord>(state, {
      name: 'fulfillments',
      idBase: 4_000_000,
      indexes: { order_id },
    }),
    fulfillmentLines: openCollection<FulfillmentLineRecord>(state, {
      name: 'fulfillment_line_items',
      idBase: 6_000_000,
      indexes: { fulfillment_id: (line) => line.fulfillment_id, order_line_item_id },
    }),
    ...openBills(state),
    ...openReturns(state),
    variants: openCollection<VariantRecord>(state, {
      name: 'variants',
      idBase: 500_000,
      indexes: {
        sku: (variant) => variant.sku,
        product_id: (variant) => variant.product_id,
        status: (variant) => variant.status,
      },
    }),
    ...openStockPapers(state),
    plain: openPlains(state),
    webhooks: openWebhooks(state),
  };
}

function openWebhooks(state: SandboxState): Store['webhooks'] {
  return openCollection<WebhookRecord>(state, {
    name: 'webhooks',
    idBase: 50_000,
    indexes: { event: (webhook) => webhook.event, oauth_application_id: (webhook) => webhook.oauth_application_id },
  });
}

function openStockPapers(state: SandboxState): Pick<Store, 'compositions' | 'adjustments' | 'adjustmentLines'> {
  return {
    compositions: openCollection<CompositionRecord>(state, {
      name: 'compositions',
      idBase: 12_000_000,
      indexes: { bundle_id: (part) => part.bundle_id, component_id: (part) => part.component_id },
    }),
    adjustments: openCollection<AdjustmentRecord>(state, { name: 'stock_adjustments', idBase: 40_000, indexes: {} }),
    adjustmentLines: openCollection<AdjustmentLineRecord>(state, {
      name: 'stock_adjustment_line_items',
      idBase: 13_000_000,
      indexes: { stock_adjustment_id: (line) => line.stock_adjustment_id, variant_id: (line) => line.variant_id },
    }),
  };
}

function openReturns(state: SandboxState): Pick<Store, 'returns' | 'returnLines'> {
  return {
    returns: openCollection<ReturnRecord>(state, {
      name: 'fulfillment_returns',
      idBase: 10_000_000,
      indexes: { order_id },
    }),
    returnLines: openCollection<ReturnLineRecord>(state, {
      name: 'fulfillment_return_line_items',
      idBase: 11_000_000,
      indexes: { fulfillment_return_id: (line) => line.fulfillment_return_id, order_line_item_id },
    }),
  };
}

function openBills(state: SandboxState): Pick<Store, 'invoices' | 'invoiceLines' | 'payments'> {
  return {
    invoices: openCollection<InvoiceRecord>(state, {
      name: 'invoices',
      idBase: 8_000_000,
      indexes: { order_id, invoice_number: (invoice) => invoice.invoice_number },
    }),
    invoiceLines: openCollection<InvoiceLineRecord>(state, {
      name: 'invoice_line_items',
      idBase: 8_500_000,
      indexes: { invoice_id: (line) => line.invoice_id, order_line_item_id },
    }),
    payments: openCollection<PaymentRecord>(state, {
      name: 'payments',
      idBase: 9_000_000,
      indexes: { order_id, invoice_id: (payment) => payment.invoice_id },
    }),
  };
}

/** In whose name a call is made: a user's, through an application. */
export interface Caller {
  readonly applicationId: number;
  readonly userId: number;
}

/** The owner, as who people work in the web screens. */
export const OWNER: Caller = { applicationId: APPLICATION_ID, userId: USER_ID };

/** One request or control call under way: its moment, its author, and what it works on. */
export interface Turn {
  readonly world: SandboxWorld;
  readonly store: Store;
  readonly by: 'call' | 'control';
  readonly caller: Caller;
  /** The moment of all timestamps that this turn writes. */
  readonly nowAt: string;
}

/** Begins a turn now, in sandbox time. */
export function beginTurn(world: SandboxWorld, by: Turn['by'], caller: Caller = OWNER): Turn {
  return { world, store: openStore(world), by, caller, nowAt: new Date(world.clock.now()).toISOString() };
}

/** Writes an effect of this turn to the ledger. */
export function noteEffect(turn: Turn, effect: string, of: { subject: string | number; details?: JsonObject }): void {
  turn.world.ledger.effect({
    service: 'tradegecko',
    by: turn.by,
    effect,
    subject: String(of.subject),
    details: of.details ?? {},
  });
}

/** The stamps of a record that this turn creates. */
export function newStamps(turn: Turn, id: number): { id: number; created_at: string; updated_at: string } {
  return { id, created_at: turn.nowAt, updated_at: turn.nowAt };
}
