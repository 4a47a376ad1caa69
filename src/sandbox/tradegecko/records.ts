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
  readonly notes: string | null;
  readonly packed_at: string | null;
  readonly received_at: string | null;
  readonly service: string | null;
  readonly shipped_at: string | null;
  readonly tracking_company: string | null;
  readonly tracking_number: string | null;
  readonly tracking_url: string | null;
}

/** One line of a fulfilment. */
export interface FulfillmentLineRecord extends Stored {
  readonly fulfillment_id: number;
  readonly order_line_item_id: number;
  readonly base_price: string | null;
  readonly position: number;
  readonly quantity: string;
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
}

/** A record without rules of its own: its fields stand in the table of plain resources. */
export interface PlainRecord extends Stored {
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
}

/** An invoice, as far as an order's statuses need it. */
export interface InvoiceRecord extends Stored {
  readonly order_id: number;
  readonly invoice_number: string;
  readonly total: string;
  readonly is_paid: boolean;
  readonly due_at: string | null;
  readonly invoiced_at: string;
  readonly notes: string | null;
}

/** A payment of one invoice. */
export interface PaymentRecord extends Stored {
  readonly invoice_id: number;
  readonly order_id: number;
  readonly amount: string;
}

/** Names of the resources without rules of their own. */
export type PlainName =
  | 'accounts'
  | 'addresses'
  | 'companies'
  | 'currencies'
  | 'locations'
  | 'payment_terms'
  | 'products'
  | 'tax_types'
  | 'users';
