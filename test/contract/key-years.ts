/** Keys of which the sources say that answers had them only in some years, or that leave their place open. */
interface KeyNote {
  /** The list under which the records stand. */
  readonly plural: string;
  readonly keys: readonly string[];
}

/** Gone later: a recording may have them although the sandbox, whose account is of later years, does not. */
const ONLY_IN_SOME_YEARS: readonly KeyNote[] = [
  { plural: 'variants', keys: ['online_id', 'reorder_point', 'vendor_code', 'cost_price'] },
  {
    plural: 'accounts',
    keys: [
      'subscription_name',
      'subscription_price',
      'annual_subscription_price',
      'expires_at',
      'invoice_details',
      'order_details',
      'quote_details',
    ],
  },
  { plural: 'users', keys: ['mobile_phone', 'roles'] },
  { plural: 'companies', keys: ['online_id'] },
  { plural: 'locations', keys: ['account_id', 'virtual'] },
  { plural: 'order_line_items', keys: ['fulfillment_id'] },
  { plural: 'orders', keys: ['due_at', 'url', 'tax_type', 'default_price_type_id', 'cached_total'] },
  { plural: 'fulfillments', keys: ['destination_url', 'xero'] },
  { plural: 'invoices', keys: ['destination_url', 'document_url', 'xero'] },
];

/** Recorded in 2020 and documented nowhere, so that no source tells where they stand among the others. */
const OF_UNKNOWN_PLACE: readonly KeyNote[] = [
  {
    plural: 'variants',
    keys: [
      'available_stock',
      'production_committed_stock',
      'production_incoming_stock',
      'packsize',
      'is_online',
      'manufacturable',
      'volume',
      'volume_unit',
      'moq',
      'stock_batchable',
      'initial_cost_price_confirmed',
      'total_committed_stock',
      'total_incoming_stock',
      'current_version_variant_id',
      'default_cost_of_goods_ledger_id',
    ],
  },
];

function holds(notes: readonly KeyNote[], plural: string, key: string): boolean {
  return notes.some((note) => note.plural === plural && note.keys.includes(key));
}

/** Whether a record may lack a key that a recording has. */
export function isOfSomeYears(plural: string, key: string): boolean {
  return holds(ONLY_IN_SOME_YEARS, plural, key);
}

/** Whether a key may stand anywhere; before 2015 the recordings of the time place it. */
export function hasUnknownPlace(plural: string, key: string, year: number): boolean {
  return year >= 2015 && holds(OF_UNKNOWN_PLACE, plural, key);
}
