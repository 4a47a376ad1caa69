import type { SwitchDeclaration } from '../service.js';

/** What no public source tells about listings and their stock. */
export const LISTING_SWITCHES = [
  {
    name: 'houzz.listing-page-limit',
    positions: ['none', '100'],
    unknown: 'Whether getListings refuses a NumberOfItems above 100, the most that a client is known to ask of it.',
  },
  {
    name: 'houzz.sku-case',
    positions: ['insensitive', 'sensitive'],
    unknown: 'Whether a SKU is found whatever its case; a known client writes it in capitals.',
  },
  {
    name: 'houzz.update-of-unknown-sku',
    positions: ['refused', 'ignored'],
    unknown: 'What updateInventory and updateListing answer for a SKU that is not listed.',
  },
  {
    name: 'houzz.missing-listing',
    positions: ['error', 'absent'],
    unknown: 'Whether getListing answers an unknown SKU with an error or without a Listing.',
  },
  {
    name: 'houzz.get-listing-shows',
    positions: ['known-fields', 'every-field'],
    unknown: 'Whether getListing shows all that addListing took, or only the fields that clients read.',
  },
  {
    name: 'houzz.add-existing-listing',
    positions: ['refused', 'updated'],
    unknown: 'What addListing answers for a SKU that is listed already.',
  },
  {
    name: 'houzz.added-listing-status',
    positions: ['New', 'Active'],
    unknown: 'The status of a listing that was just added.',
  },
  {
    name: 'houzz.unknown-listing-fields',
    positions: ['ignored', 'refused'],
    unknown: 'What addListing and updateListing do with a field that no known client sends.',
  },
  {
    name: 'houzz.image-limit',
    positions: ['none', '5'],
    unknown: "Whether a listing takes more than five images; five is a known client's own limit, perhaps Houzz's.",
  },
  {
    name: 'houzz.listing-count',
    positions: ['text', 'number'],
    unknown: 'Whether TotalListingCount is a string or a number in JSON.',
  },
  {
    name: 'houzz.placement-decrements',
    positions: ['yes', 'no', 'when-charged'],
    unknown: "Whether a listing's quantity falls when an order is placed, or only once it is charged, or not at all.",
  },
  {
    name: 'houzz.cancel-restores',
    positions: ['no', 'yes'],
    unknown: 'Whether the quantity that a placed order took comes back when the order is cancelled.',
  },
] as const satisfies readonly SwitchDeclaration[];
