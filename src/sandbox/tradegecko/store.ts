import type { SandboxState } from '../state.js';
import type { SandboxWorld } from '../service.js';
import type { JsonObject } from './answers.js';
import type { Collection } from './collection.js';
import { openCollection } from './collection.js';
import { plantFreshWorld } from './fresh-world.js';
import type {
  FulfillmentLineRecord,
  FulfillmentRecord,
  InvoiceRecord,
  LineRecord,
  OrderRecord,
  PaymentRecord,
  PlainName,
  PlainRecord,
  VariantRecord,
} from './records.js';

/** All collections of one TradeGecko account. */
export interface Store {
  readonly orders: Collection<OrderRecord>;
  readonly lines: Collection<LineRecord>;
  readonly fulfillments: Collection<FulfillmentRecord>;
  readonly fulfillmentLines: Collection<FulfillmentLineRecord>;
  readonly invoices: Collection<InvoiceRecord>;
  readonly payments: Collection<PaymentRecord>;
  readonly variants: Collection<VariantRecord>;
  readonly plain: Readonly<Record<PlainName, Collection<PlainRecord>>>;
}

// The service and the control routes are made apart from each other but must see the same indexes.
const stores = new WeakMap<SandboxState, Store>();

/** Opens the account that a world holds, and plants a fresh one where there is none. */
export function openStore(world: SandboxWorld): Store {
  const known = stores.get(world.state);
  if (known !== undefined) return known;
  const store = openCollections(world.state);
  stores.set(world.state, store);
  if (store.plain.accounts.byId.length === 0) plantFreshWorld(store.plain, new Date(world.clock.now()).toISOString());
  return store;
}

function openCollections(state: SandboxState): Store {
  const order_id = (record: { readonly order_id: number }): number => record.order_id;
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
      indexes: {
        fulfillment_id: (line) => line.fulfillment_id,
        order_line_item_id: (line) => line.order_line_item_id,
      },
    }),
    invoices: openCollection<InvoiceRecord>(state, { name: 'invoices', idBase: 8_000_000, indexes: { order_id } }),
    payments: openCollection<PaymentRecord>(state, { name: 'payments', idBase: 9_000_000, indexes: { order_id } }),
    variants: openCollection<VariantRecord>(state, {
      name: 'variants',
      idBase: 500_000,
      indexes: {
        sku: (variant) => variant.sku,
        product_id: (variant) => variant.product_id,
        status: (variant) => variant.status,
      },
    }),
    plain: openPlains(state),
  };
}

function openPlains(state: SandboxState): Store['plain'] {
  return {
    accounts: openPlain(state, 'accounts', 100),
    users: openPlain(state, 'users', 200),
    currencies: openPlain(state, 'currencies', 300),
    tax_types: openPlain(state, 'tax_types', 400),
    payment_terms: openPlain(state, 'payment_terms', 500),
    locations: openPlain(state, 'locations', 8_400),
    products: openPlain(state, 'products', 300_000),
    companies: openPlain(state, 'companies', 70_000),
    addresses: openPlain(state, 'addresses', 1_000_000),
  };
}

function openPlain(state: SandboxState, name: PlainName, idBase: number): Collection<PlainRecord> {
  return openCollection<PlainRecord>(state, { name, idBase, indexes: name === 'addresses' ? ADDRESS_INDEXES : {} });
}

const ADDRESS_INDEXES = {
  company_id: ({ fields }: PlainRecord): number | null => companyOf(fields),
  // A marketplace's company gathers one address an order, so its labels cannot be found by reading them all.
  'company_id+label': ({ fields }: PlainRecord): string => labelKey(companyOf(fields), fields['label'] ?? ''),
};

function companyOf(fields: PlainRecord['fields']): number | null {
  const id = fields['company_id'];
  return typeof id === 'number' ? id : null;
}

/** One key for a label of one company. */
export function labelKey(companyId: number | null, label: string | number | boolean): string {
  return `${String(companyId)}/${String(label)}`;
}

/** One request or control call under way: its moment, its author, and what it works on. */
export interface Turn {
  readonly world: SandboxWorld;
  readonly store: Store;
  readonly by: 'call' | 'control';
  /** The moment of all timestamps that this turn writes. */
  readonly nowAt: string;
}

/** Begins a turn now, in sandbox time. */
export function beginTurn(world: SandboxWorld, by: Turn['by']): Turn {
  return { world, store: openStore(world), by, nowAt: new Date(world.clock.now()).toISOString() };
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
