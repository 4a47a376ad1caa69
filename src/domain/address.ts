import type { PostalAddress } from './channel-order.js';
import { cutText, oneLine } from './texts.js';

/** A part that a delivery address must have, in the words that operators read. */
export type AddressPart = 'a street line' | 'a city' | 'a postal code' | 'a state';

/**
 * The longest text of one field, in characters. How much the order system takes is in no public source; a hundred is
 * well below the usual 255, and more than any label shows, so a text that is moved because of it loses nothing.
 */
export const ADDRESS_TEXT_MAX = 100;

/** Who gets the parcel, and where. */
export interface Recipient {
  readonly customerName: string;
  readonly address: PostalAddress;
}

/** A recipient ready for delivery, or the names of the parts it lacks (never their text, which is personal). */
export type AddressCheck =
  /** `notes` hold in full what did not fit; they are personal. */
  | { readonly kind: 'complete'; readonly recipient: Recipient; readonly notes: readonly string[] }
  | { readonly kind: 'incomplete'; readonly missing: readonly AddressPart[] };

const UNITED_STATES: readonly string[] = ['us', 'usa', 'united states', 'united states of america'];

function isInUnitedStates(country: string): boolean {
  return UNITED_STATES.includes(country.replaceAll('.', '').toLowerCase());
}

/** Buyers fill fields that they must not leave empty with dots and dashes; those say nothing. */
function saysSomething(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** Writes each part on one line and moves a lone second line up, because the order system refuses an empty first. */
function tidy(address: PostalAddress, homeCountry: string): PostalAddress {
  const line1 = oneLine(address.line1);
  const line2 = oneLine(address.line2);
  const country = oneLine(address.country);
  return {
    line1: line1 === '' ? line2 : line1,
    line2: line1 === '' ? '' : line2,
    city: oneLine(address.city),
    state: oneLine(address.state),
    postalCode: oneLine(address.postalCode),
    // The channel leaves the country out of orders at home, where the order system would fill in its own account's.
    country: country === '' ? homeCountry : country,
    phone: oneLine(address.phone),
  };
}

function missingParts(address: PostalAddress): readonly AddressPart[] {
  const missing: AddressPart[] = [];
  if (!saysSomething(`${address.line1}${address.line2}`)) missing.push('a street line');
  if (!saysSomething(address.city)) missing.push('a city');
  if (!saysSomething(address.postalCode)) missing.push('a postal code');
  if (!saysSomething(address.state) && isInUnitedStates(address.country)) missing.push('a state');
  return missing;
}

interface Fitted {
  readonly text: string;
  readonly notes: readonly string[];
}

function fit(text: string, name: string): Fitted {
  const { head, rest } = cutText(text, ADDRESS_TEXT_MAX);
  return { text: head, notes: rest === '' ? [] : [`${name} in full: ${text}.`] };
}

type Street = Pick<PostalAddress, 'line1' | 'line2'> & { readonly notes: readonly string[] };

/** A street that is too long for one line flows into the second; what does not fit there either is noted. */
function fitStreet({ line1, line2 }: PostalAddress): Street {
  if ([line1, line2].every((line) => cutText(line, ADDRESS_TEXT_MAX).rest === '')) return { line1, line2, notes: [] };
  const whole = oneLine(`${line1} ${line2}`);
  const first = cutText(whole, ADDRESS_TEXT_MAX);
  const second = cutText(first.rest, ADDRESS_TEXT_MAX);
  const isWhole = second.rest === '' && !first.isWordBroken;
  return { line1: first.head, line2: second.head, notes: isWhole ? [] : [`Street in full: ${whole}.`] };
}

function fitRecipient(
  customerName: string,
  address: PostalAddress,
): Omit<Extract<AddressCheck, { notes: unknown }>, 'kind'> {
  const name = fit(customerName, 'Recipient');
  const street = fitStreet(address);
  const city = fit(address.city, 'City');
  const state = fit(address.state, 'State');
  const postalCode = fit(address.postalCode, 'Postal code');
  const country = fit(address.country, 'Country');
  const phone = fit(address.phone, 'Phone');
  return {
    recipient: {
      customerName: name.text,
      address: {
        line1: street.line1,
        line2: street.line2,
        city: city.text,
        state: state.text,
        postalCode: postalCode.text,
        country: country.text,
        phone: phone.text,
      },
    },
    notes: [name, street, city, state, postalCode, country, phone].flatMap(({ notes }) => notes),
  };
}

/** Tells whether a parcel can be sent to this recipient, and gives it as it can be written, without losing a word. */
export function checkAddress(given: Recipient, homeCountry: string): AddressCheck {
  const address = tidy(given.address, homeCountry);
  const missing = missingParts(address);
  if (missing.length > 0) return { kind: 'incomplete', missing };
  return { kind: 'complete', ...fitRecipient(oneLine(given.customerName), address) };
}
