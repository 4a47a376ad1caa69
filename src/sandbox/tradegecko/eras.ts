import type { SandboxWorld } from '../service.js';
import type { Json } from '../state.js';
import type { JsonObject } from './answers.js';
import { isFields } from './body.js';
import { stands } from './switches.js';

/** How a resource's records looked before 2015: their keys in order, and what only they had. */
interface EarlyForm {
  readonly names: readonly [singular: string, plural: string];
  readonly keys: readonly string[];
  readonly only?: JsonObject;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

// The orders of variants, locations and accounts were recorded in 2014; the others stand so in the documents of 2013.
const EARLY_FORMS: readonly EarlyForm[] = [
  {
    names: ['variant', 'variants'],
    keys: words(`id product_id sku reorder_point wholesale_price retail_price status description name upc supplier_code
      manage_stock max_online keep_selling taxable is_online online_id opt1 opt2 opt3 position buy_price last_cost_price
      stock_on_hand committed_stock moving_average_cost created_at product_name product_status product_type updated_at
      variant_prices composite weight sellable online_ordering locations prices stock_levels committed_stock_levels
      vendor_code cost_price image_ids`),
    only: { reorder_point: null, online_id: null, vendor_code: null, cost_price: null },
  },
  {
    names: ['location', 'locations'],
    keys: words('id city country label state address1 address2 suburb zip_code status holds_stock'),
  },
  {
    names: ['account', 'accounts'],
    keys: words(`id contact_email contact_mobile contact_phone country default_tax_rate default_tax_type industry logo_url
      name invoice_details order_details quote_details website expires_at subscription_name subscription_price
      annual_subscription_price tax_number tax_number_label tax_label default_order_price_type_id
      default_purchase_order_price_type_id time_zone stock_level_warn primary_location_id primary_billing_location_id
      default_currency_id default_payment_term_id billing_contact_id location_ids user_ids`),
    only: {
      invoice_details: null,
      order_details: null,
      quote_details: null,
      expires_at: null,
      subscription_name: 'Sandbox',
      subscription_price: 0,
      annual_subscription_price: 0,
    },
  },
  {
    names: ['product', 'products'],
    keys: words(`id name description created_at image_url opt1 opt2 opt3 product_type search_cache status tags updated_at
      variant_ids supplier brand`),
  },
  {
    names: ['company', 'companies'],
    keys: words(`id assignee_id name description phone_number status email website company_type company_code fax
      default_tax_rate default_discount_rate default_price_list_id default_payment_term_id default_stock_location_id
      address_ids contact_ids note_ids`),
  },
  {
    names: ['currency', 'currencies'],
    keys: words('id iso name rate symbol separator delimiter precision format'),
  },
  {
    names: ['image', 'images'],
    keys: words('id variant_id uploader_id name position base_path file_name versions image_processing'),
  },
  {
    names: ['user', 'users'],
    keys: words(`id created_at updated_at action_items_email avatar_url billing_contact email first_name last_name
      last_sign_in_at location login_id mobile_phone`),
    only: { mobile_phone: null },
  },
  {
    names: ['order', 'orders'],
    keys: words(`id fulfillment_ids invoice_ids company_id shipping_address_id billing_address_id user_id assignee_id
      stock_location_id currency_id order_number phone_number email notes reference_number status payment_status
      invoice_status packed_status fulfillment_status tax_type default_price_list_id issued_at created_at updated_at
      ship_at tax_override tax_label tracking_number source_id source_url order_line_item_ids`),
  },
  {
    names: ['fulfillment', 'fulfillments'],
    keys: words(`id order_id shipping_address_id billing_address_id status exchange_rate packed_at shipped_at received_at
      delivery_type tracking_number notes tracking_url tracking_company receipt updated_at destination_url
      fulfillment_line_item_ids`),
    only: { destination_url: null },
  },
  {
    names: ['fulfillment_line_item', 'fulfillment_line_items'],
    keys: words('id fulfillment_id order_line_item_id quantity base_price'),
  },
  {
    names: ['invoice', 'invoices'],
    keys: words(`id order_id shipping_address_id billing_address_id payment_term_id destination_url invoice_number
      invoiced_at due_at notes created_at updated_at exchange_rate invoice_line_item_ids`),
    only: { destination_url: null },
  },
  {
    names: ['invoice_line_item', 'invoice_line_items'],
    keys: words('id quantity position invoice_id order_line_item_id'),
  },
];

const BY_NAME = new Map(EARLY_FORMS.flatMap((form) => form.names.map((name) => [name, form] as const)));

/** A body in the form of the years that the account's switch says; what the keys hold is the same in both. */
export function inEra(world: SandboxWorld, body: JsonObject): JsonObject {
  if (stands(world, 'tradegecko.era', '2015')) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, early(BY_NAME.get(name), value)]));
}

function early(form: EarlyForm | undefined, value: Json): Json {
  if (form === undefined) return value;
  if (Array.isArray(value)) return value.map((row: Json) => early(form, row));
  return isFields(value) ? reordered(form, value) : value;
}

/** Keys that the early form does not know go last: a client of those years looked at no others. */
function reordered({ keys, only = {} }: EarlyForm, record: { readonly [key: string]: Json | undefined }): Json {
  const lacking = Object.entries(only).filter(([key]) => !(key in record));
  const whole = { ...record, ...Object.fromEntries(lacking) };
  const known = keys.filter((key) => key in whole);
  const late = Object.keys(whole).filter((key) => !keys.includes(key));
  return Object.fromEntries([...known, ...late].map((key) => [key, whole[key]]));
}
