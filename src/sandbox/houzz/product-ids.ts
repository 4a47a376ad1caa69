import type { HouzzDesk } from './desk.js';

/** Houzz's own number for a product: digits, unlike the seller's SKU. */
export function nextProductId(desk: HouzzDesk): string {
  return String(10_000_000 + desk.world.state.nextNumber('houzz.product'));
}
