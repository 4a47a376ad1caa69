import type { By, HouzzDesk } from './desk.js';
import type { HouzzListing } from './listing-store.js';

/** Sets what a listing shows, and tells the ledger what it showed before. */
export function setQuantity(desk: HouzzDesk, listing: HouzzListing, change: { quantity: number; by: By }): void {
  desk.listings.put({ ...listing, quantity: change.quantity });
  desk.world.ledger.effect({
    service: 'houzz',
    by: change.by,
    effect: 'stock.set',
    subject: listing.sku,
    details: { quantity: change.quantity, previous: listing.quantity },
  });
}

type Piece = { readonly sku: string; readonly quantity: number };

/** Takes what a new order needs off the listings, as far as they go, and returns what was taken. */
export function takeStock(desk: HouzzDesk, wanted: readonly Piece[]): Piece[] {
  return wanted.flatMap((piece) => {
    const listing = desk.listings.get(piece.sku);
    const quantity = Math.min(listing?.quantity ?? 0, piece.quantity);
    if (listing === undefined || quantity === 0) return [];
    setQuantity(desk, listing, { quantity: listing.quantity - quantity, by: 'control' });
    return [{ sku: listing.sku, quantity }];
  });
}

/** Gives back what a cancelled order had taken, where cancelling restores it. */
export function restoreStock(desk: HouzzDesk, taken: readonly Piece[], by: By): void {
  if (desk.reading('houzz.cancel-restores') === 'no') return;
  for (const piece of taken) {
    const listing = desk.listings.get(piece.sku);
    if (listing !== undefined) setQuantity(desk, listing, { quantity: listing.quantity + piece.quantity, by });
  }
}
