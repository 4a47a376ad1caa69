import type { Json } from '../state.js';

/** What every stored record has; names are TradeGecko's own, so that a record reads like its document. */
export interface Stored {
  readonly id: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export type OrderStatus = 'draft' | 'active' | 'finalized' | 'fulfilled' | 'void' | 'deleted';
/** None, some or all: the server's words for it differ by field. */
export type Degree = 'none' | 'partial' | 'all';

/** A sales order as it is kept; what follows from other records is worked out when it is shown. */
export interface OrderRecord extends Stored {
  readonly status: OrderStatus;
  readonly company_id: number;
  readonly contact_id: number | null;
  readonly assignee_id: number | null;
  readonly shipping_address_id: number;
  readonly billing_address_id: number;
  readonly stock_location_id: number;
  readonly currency_id: number;
  readonly user_id: number;
  /** The application whose token made it; null for what people make in the web screens. */
  readonly source_id: number | null;
  readonly order_number: string;
  readonly reference_number: string | null;
  readonly issued_at: string;
  readonly ship_at: string | null;
  readonly default_price_list_id: string;
  readonly email: string | null;
  readonly phone_number: string | null;
  readonly notes: string | null;
  readonly source_url: string | null;
  readonly tags: readonly string[];
  readonly tax_treatment: string;
  readonly total: string;
  readonly packed: Degree;
  readonly shipped: Degree;
  readonly invoiced: Degree;
  readonly paid: Degree;
  readonly returning: Degree;
  readonly returned: Degree;
}

/** One line of a sales order. */
export interface LineRecord extends Stored {
  readonly order_id: number;
  readonly variant_id: number | null;
  readonly tax_type_id: number | null;
  readonly discount: string | null;
  readonly discount_amount: string | null;
  readonly freeform: boolean;
  readonly image_url: string | null;
  readonly label: string | null;
  readonly line_type: string | null;
  readonly position: number;
  readonly price: string;
  readonly quantity: string;
  readonly tax_rate_override: string | null;
}

export type FulfillmentStatus = 'packed' | 'fulfilled' | 'void' | 'deleted';

/** A fulfilment: one parcel, packed or on its way. */
export interface FulfillmentRecord extends Stored {
  readonly order_id: number;
  readonly status: FulfillmentStatus;
  readonly shipping_address_id: number;
  readonly billing_address_id: number;
  readonly stock_location_id: number;
  readonly delivery_type: string | null;
  readonly exchange_rate: string;
  readonly notes: string | null;
  readonly packed_at: string | null;
  readonly receipt: Json;
  readonly received_at: string | null;
  readonly service: string | null;
  readonly shipped_at: string | null;
  readonly tracking_company: string | null;
  readonly tracking_number: string | null;
  readonly tracking_url: string | null;
}

/** How much of one order line is in a fulfilment, an invoice or a return. */
export interface PartRecord extends Stored {
  readonly order_line_item_id: number;
  readonly base_price: string | null;
  readonly position: number;
  readonly quantity: string;
}

/** One line of a fulfilment. */
export interface FulfillmentLineRecord extends PartRecord {
  readonly fulfillment_id: number;
}

export type ReturnStatus = 'returning' | 'received' | 'void' | 'deleted';

/** Goods that come back, or came back. */
export interface ReturnRecord extends Stored {
  readonly order_id: number;
  readonly status: ReturnStatus;
  readonly location_id: number;
  readonly credit_note_number: string;
  readonly delivery_type: string | null;
  readonly notes: string | null;
  readonly received_at: string | null;
  readonly tracking_company: string | null;
  readonly tracking_number: string | null;
  readonly tracking_url: string | null;
}

/** One line of a return. */
export interface ReturnLineRecord extends PartRecord {
  readonly fulfillment_return_id: number;
}

/** Stock of one variant in one place; `committed` is null until something was first committed there. */
export interface StockRecord {
  readonly location_id: number;
  readonly on_hand: string;
  readonly committed: string | null;
}

/** A variant: what has a SKU and a stock. */
export interface VariantRecord extends Stored {
  readonly status: string;
  readonly product_id: number;
  readonly sku: string;
  readonly name: string;
  readonly position: number;
  readonly retail_price: string | null;
  readonly manage_stock: boolean;
  readonly keep_selling: boolean;
  readonly max_online: string | null;
  /** One entry a place, by rising location id. */
  readonly stock: readonly StockRecord[];
  /** What few variants have: only what was ever sent, so that a large catalogue stays small. */
  readonly details?: PlainRecord['fields'];
  /** Prices of the price lists that are not built in, by their id. */
  readonly prices?: Readonly<Record<string, string | null>>;
}

/** One part of a bundle. */
export interface CompositionRecord extends Stored {
  readonly bundle_id: number;
  readonly component_id: number;
  readonly quantity: string;
}

/** Stock that was found, lost or given away, in one place. */
export interface AdjustmentRecord extends Stored {
  readonly adjustment_number: string;
  readonly notes: string | null;
  readonly reason: string | null;
  readonly stock_location_id: number;
}

/** What an adjustment did to one variant. */
export interface AdjustmentLineRecord extends Stored {
  readonly stock_adjustment_id: number;
  readonly variant_id: number;
  readonly quantity: string;
  readonly position: number;
  readonly price: string | null;
}

/** A record without rules of its own: its fields stand in the table of plain resources. */
export interface PlainRecord extends Stored {
  readonly fields: Readonly<Record<string, PlainValue>>;
}

/** What a field of a plain record holds: a scalar, or a list of texts or ids. */
export type PlainValue = string | number | boolean | null | readonly (string | number)[];

/** An invoice; what it comes to and how far it is paid follows from its lines and payments. */
export interface InvoiceRecord extends Stored {
  readonly order_id: number;
  readonly shipping_address_id: number;
  readonly billing_address_id: number;
  readonly payment_term_id: number | null;
  readonly due_at: string | null;
  readonly exchange_rate: string;
  readonly invoice_number: string;
  readonly invoiced_at: string;
  readonly notes: string | null;
  readonly total: string;
  readonly paid: Degree;
}

/** One line of an invoice. */
export interface InvoiceLineRecord extends PartRecord {
  readonly invoice_id: number;
}

/** A payment of one invoice. */
export interface PaymentRecord extends Stored {
  readonly status: 'active' | 'archived';
  readonly invoice_id: number;
  readonly order_id: number;
  readonly payment_method_id: number | null;
  readonly amount: string;
  readonly exchange_rate: string;
  readonly paid_at: string;
  readonly reference_number: string | null;
}

/** One address that is told of one event, owned by the application that made it. */
export interface WebhookRecord extends Stored {
  readonly address: string;
  readonly event: string;
  readonly oauth_application_id: number;
}

/** Names of the resources without rules of their own. */
export type PlainName =
  | 'accounts'
  | 'addresses'
  | 'companies'
  | 'contacts'
  | 'currencies'
  | 'images'
  | 'locations'
  | 'payment_methods'
  | 'payment_terms'
  | 'price_lists'
  | 'products'
  | 'tax_components'
  | 'tax_types'
  | 'users';
