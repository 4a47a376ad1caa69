import type { PostalAddress } from './channel-order.js';

/** A part that a delivery address must have, in the words that operators read. */
export type AddressPart = 'a street line' | 'a city' | 'a postal code' | 'a state';

/** An address ready for delivery, or the names of the parts it lacks (never their text, which is personal). */
export type AddressCheck =
  | { readonly kind: 'complete'; readonly address: PostalAddress }
  | { readonly kind: 'incomplete'; readonly missing: readonly AddressPart[] };

// The channel leaves the country out of its US orders, so an empty one is the United States too.
const UNITED_STATES: readonly string[] = ['', 'us', 'usa', 'united states', 'united states of america'];

function isInUnitedStates(country: string): boolean {
  return UNITED_STATES.includes(country.replaceAll('.', '').trim().toLowerCase());
}

/** Drops white space around each part and moves a lone second line up, because the order system refuses an empty first. */
function tidy(address: PostalAddress): PostalAddress {
  const line1 = address.line1.trim();
  const line2 = address.line2.trim();
  return {
    line1: line1 === '' ? line2 : line1,
    line2: line1 === '' ? '' : line2,
    city: address.city.trim(),
    state: address.state.trim(),
    postalCode: address.postalCode.trim(),
    country: address.country.trim(),
    phone: address.phone.trim(),
  };
}

/** Tells whether a parcel can be sent to this address, and gives it tidied without losing a word of it. */
export function checkAddress(given: PostalAddress): AddressCheck {
  const address = tidy(given);
  const missing: AddressPart[] = [];
  if (address.line1 === '') missing.push('a street line');
  if (address.city === '') missing.push('a city');
  if (address.postalCode === '') missing.push('a postal code');
  if (address.state === '' && isInUnitedStates(address.country)) missing.push('a state');
  return missing.length === 0 ? { kind: 'complete', address } : { kind: 'incomplete', missing };
}
