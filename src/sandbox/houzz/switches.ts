import type { SwitchDeclaration } from '../service.js';
import { LISTING_SWITCHES } from './listing-switches.js';

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
    name: 'houzz.lapse-in-auto-charge',
    positions: ['no', 'yes'],
    unknown: 'Whether an authorisation that Houzz made by itself lapses after seven days as one by Charge does.',
  },
  {
    name: 'houzz.declined-charge',
    positions: ['accepted', 'refused'],
    unknown: 'Whether Charge answers with an error when the card is declined; the order is FailedToCharge either way.',
  },
  {
    name: 'houzz.charge-before-process',
    positions: ['refused', 'allowed'],
    unknown: 'Whether Charge takes an order that was not processed first.',
  },
  {
    name: 'houzz.error-status',
    positions: ['200', '400', '500'],
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
    name: 'houzz.json-errors',
    positions: ['list', 'wrapped'],
    unknown: 'Whether Errors is a plain list in JSON, as Orders is, or wraps Error as in XML.',
  },
  {
    name: 'houzz.json-writes',
    positions: ['refused', 'accepted'],
    unknown: 'Whether a write may have a JSON body; no client sends one.',
  },
  {
    name: 'houzz.get-order',
    positions: ['absent', 'present'],
    unknown: 'Whether there is a method getOrder; a known client names it and never calls it.',
  },
  {
    name: 'houzz.missing-permission',
    positions: ['as-any-error', 'as-wrong-credentials'],
    unknown: 'Whether a missing permission is answered like any error, or with the status of wrong credentials.',
  },
  {
    name: 'houzz.parameter-case',
    positions: ['insensitive', 'sensitive'],
    unknown: 'Whether the names of query parameters are told apart by case.',
  },
  {
    name: 'houzz.page-cap',
    positions: ['none', '100', '10'],
    unknown:
      'Whether a page is cut silently below the NumberOfItems that was asked; small caps, as many orders take long.',
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
    name: 'houzz.active-filter',
    positions: ['open', 'all-but-canceled'],
    unknown: 'Which orders Status=Active means; nothing but its name tells.',
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
    name: 'houzz.dates-are-of',
    positions: ['creation', 'change'],
    unknown: 'Whether From and To are compared with the creation of an order, or with its last change of status.',
  },
  {
    name: 'houzz.from-includes-its-day',
    positions: ['yes', 'no'],
    unknown: 'Whether a From without a time of day includes that day.',
  },
  {
    name: 'houzz.to-includes-its-day',
    positions: ['yes', 'no'],
    unknown: 'Whether a To without a time of day includes that day.',
  },
  {
    name: 'houzz.tax-and-shipping-are-per',
    positions: ['line', 'unit', 'unit-and-line', 'line-and-unit'],
    unknown: "Whether a line's Tax and Shipping count once or once for each unit, both alike or each in its own way.",
  },
  {
    name: 'houzz.coupon-sku',
    positions: ['unrelated', 'absent'],
    unknown: 'Known: older coupon rows have no SKU, newer ones one that means nothing. Unknown: when which.',
  },
  {
    name: 'houzz.extra-order-fields',
    positions: ['absent', 'present'],
    unknown: 'Whether open orders carry fields that shipped ones do not; only shipped ones were seen raw.',
  },
  {
    name: 'houzz.split-parts',
    positions: ['new-order-ids', 'shared-order-id'],
    unknown:
      'Whether each part of a split order has an OrderId of its own, or the old OrderId and a ShipmentId of its own.',
  },
  {
    name: 'houzz.split-original',
    positions: ['first-part', 'canceled', 'gone'],
    unknown: 'What becomes of the order that was split: its first part, a cancelled order, or nothing that is shown.',
  },
  {
    name: 'houzz.split-created',
    positions: ['original', 'moment-of-split'],
    unknown: 'Whether the parts of a split order keep its time of creation.',
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
    name: 'houzz.cancel-comments',
    positions: ['optional', 'required'],
    unknown: 'Whether Cancel needs Comments; the one client known to send it always does.',
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
    name: 'houzz.tracking-limit',
    positions: ['none', '255'],
    unknown: 'Whether TrackingNumber has a limit; clients send several numbers in one, joined by commas.',
  },
  ...LISTING_SWITCHES,
  {
    name: 'houzz.deduction-sign',
    positions: ['plus', 'minus'],
    unknown: 'Whether Commission and Allowance are written as amounts or as amounts below zero.',
  },
] as const satisfies readonly SwitchDeclaration[];
