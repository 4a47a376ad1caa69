import type { SwitchDeclaration } from '../service.js';

/** What no public source tells about Houzz's API, each with the readings that a client must be safe under. */
export const HOUZZ_SWITCHES = [
  {
    name: 'houzz.flow',
    positions: ['classic', 'auto-charge'],
    unknown:
      'Known: since September 2021 orders show up only once authorised. Unknown: which accounts kept the old flow.',
  },
  {
    name: 'houzz.process-and-charge-in-auto-charge',
    positions: ['refused', 'ignored'],
    unknown: 'Whether Process and Charge are errors or do nothing since Houzz charges by itself.',
  },
  {
    name: 'houzz.error-status',
    positions: ['200', '400'],
    unknown: 'The HTTP status that goes with Ack=Error.',
  },
  {
    name: 'houzz.unauthorised-status',
    positions: ['200', '401', '403'],
    unknown: 'The HTTP status that answers wrong credentials.',
  },
  {
    name: 'houzz.error-names',
    positions: ['Code,Message', 'ErrorCode,ShortMessage,LongMessage'],
    unknown: 'The names inside an error object.',
  },
  {
    name: 'houzz.permissions',
    positions: ['both', 'orders', 'inventory', 'none'],
    unknown: 'Known: a token carries two permissions. Unknown: what a missing one answers.',
  },
  {
    name: 'houzz.parameter-case',
    positions: ['insensitive', 'sensitive'],
    unknown: 'Whether the names of query parameters are told apart by case.',
  },
  {
    name: 'houzz.page-cap',
    positions: ['none', '100', '10'],
    unknown: 'Whether a page is cut silently below the NumberOfItems that was asked.',
  },
  {
    name: 'houzz.page-default',
    positions: ['200', 'all'],
    unknown: 'The page size when NumberOfItems is left out; 172 orders have been seen in one answer.',
  },
  {
    name: 'houzz.default-status',
    positions: ['All', 'Active'],
    unknown: 'Which orders are meant when Status is left out.',
  },
  {
    name: 'houzz.unknown-status-filter',
    positions: ['refused', 'empty', 'ignored'],
    unknown: 'What a Status filter answers that is none of the known words, Canceled among them.',
  },
  {
    name: 'houzz.all-shows-cancelled',
    positions: ['yes', 'no'],
    unknown: 'Whether cancelled orders are among Status=All.',
  },
  {
    name: 'houzz.cancelled-word',
    positions: ['Canceled', 'Cancelled'],
    unknown: 'How an order spells that it was cancelled.',
  },
  {
    name: 'houzz.processing-word',
    positions: ['Processing', 'InProduction'],
    unknown: 'Which of the two words a processed order carries.',
  },
  {
    name: 'houzz.date-zone',
    positions: ['pacific', 'utc'],
    unknown: 'The zone of From and To when they carry none.',
  },
  {
    name: 'houzz.to-includes-its-day',
    positions: ['yes', 'no'],
    unknown: 'Whether a To without a time of day includes that day.',
  },
  {
    name: 'houzz.tax-and-shipping-are-per',
    positions: ['line', 'unit'],
    unknown: "Whether a line's Tax and Shipping count once or once for each unit.",
  },
  {
    name: 'houzz.coupon-sku',
    positions: ['unrelated', 'absent'],
    unknown: 'Known: older coupon rows have no SKU, newer ones one that means nothing. Unknown: when which.',
  },
  {
    name: 'houzz.repeated-action',
    positions: ['refused', 'ignored'],
    unknown: 'What an action answers on an order that already stands where the action leads.',
  },
  {
    name: 'houzz.cancel-when-charged',
    positions: ['allowed', 'refused'],
    unknown: 'Up to which state a seller may cancel through the API.',
  },
  {
    name: 'houzz.cancel-codes',
    positions: ['known-only', 'any'],
    unknown: 'Whether there are cancel codes beside 1 to 4, and whether one must be given.',
  },
  {
    name: 'houzz.shipping-methods',
    positions: ['free-text', 'listed-only'],
    unknown: 'Whether Ship takes a ShippingMethod that is not on the known list.',
  },
  {
    name: 'houzz.ship-without-tracking',
    positions: ['refused', 'accepted'],
    unknown: 'Whether Ship needs a TrackingNumber.',
  },
  {
    name: 'houzz.sku-case',
    positions: ['insensitive', 'sensitive'],
    unknown: 'Whether a SKU is found whatever its case; a known client writes it in capitals.',
  },
  {
    name: 'houzz.update-of-unknown-sku',
    positions: ['refused', 'ignored'],
    unknown: 'What updateInventory answers for a SKU that is not listed.',
  },
  {
    name: 'houzz.missing-listing',
    positions: ['error', 'absent'],
    unknown: 'Whether getListing answers an unknown SKU with an error or without a Listing.',
  },
  {
    name: 'houzz.listing-count',
    positions: ['text', 'number'],
    unknown: 'Whether TotalListingCount is a string or a number in JSON.',
  },
  {
    name: 'houzz.placement-decrements',
    positions: ['yes', 'no'],
    unknown: "Whether a listing's quantity falls when an order is placed.",
  },
  {
    name: 'houzz.cancel-restores',
    positions: ['no', 'yes'],
    unknown: 'Whether the quantity that a placed order took comes back when the order is cancelled.',
  },
] as const satisfies readonly SwitchDeclaration[];
