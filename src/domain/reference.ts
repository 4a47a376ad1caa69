import { channelOrderId, orderReference, type ChannelOrderId, type OrderReference } from './ids.js';

/** Sixteen digits as 4-4-4-4: together below 2^53, so that base 36 holds them exactly. */
const CHANNEL_ID = /^(\d{4})-(\d{4})-(\d{4})-(\d{4})$/;

/**
 * The short form of a channel order's id: the prefix and its sixteen digits in base 36, e.g. `HZ-GFTK6Z2WRK`.
 * An id of another form is its own reference.
 */
export function referenceOf(id: ChannelOrderId, prefix: string): OrderReference {
  const digits = CHANNEL_ID.test(id) ? Number(id.replaceAll('-', '')) : Number.NaN;
  if (!Number.isSafeInteger(digits)) return orderReference(id);
  return orderReference(`${prefix}${digits.toString(36).toUpperCase()}`);
}

/** The id behind a reference; undefined when the text is no reference of ours under this prefix. */
export function channelOrderIdOf(reference: string, prefix: string): ChannelOrderId | undefined {
  if (!reference.startsWith(prefix)) return undefined;
  const text = reference.slice(prefix.length);
  if (!/^[0-9A-Z]{1,11}$/.test(text)) return undefined;
  const digits = Number.parseInt(text, 36);
  if (!Number.isSafeInteger(digits)) return undefined;
  const parts = String(digits).padStart(16, '0').match(/\d{4}/g) ?? [];
  const id = channelOrderId(parts.join('-'));
  // Only the canonical spelling is ours: "007" and "7" must not name the same order.
  return referenceOf(id, prefix) === reference ? id : undefined;
}

/** The channel order that a sales order's number speaks of: by its full id, or by our reference. */
export function channelOrderIdIn(orderNumber: string, prefix: string): ChannelOrderId | undefined {
  return CHANNEL_ID.test(orderNumber) ? channelOrderId(orderNumber) : channelOrderIdOf(orderNumber, prefix);
}

/** Where the id stands in another hub's order numbers: as the channel writes it, or its digits only. */
const ID_PLACES = /\{(orderId|digits)\}/g;

/** Whether a text says how another hub numbered its orders. */
export function isOtherHubPattern(text: string): boolean {
  return text.search(ID_PLACES) >= 0;
}

/** The number that another hub gave an order, by the pattern of its numbers. */
export function otherHubNumberOf(id: ChannelOrderId, pattern: string): string {
  return pattern.replaceAll(ID_PLACES, (_, place: string) => (place === 'digits' ? id.replaceAll(/\D/g, '') : id));
}
