import type { ListingPart, ListingTerms } from '../../../src/domain/stock/sellable.js';

/** The figure of a listing from its terms alone, each step checked by hand against the one before. */
export function recomputed(terms: ListingTerms): number {
  if (terms.kind === 'fixed') return terms.fixed;
  const most = Math.min(...terms.parts.map((part) => Math.floor(unitsOf(part) / part.needed)));
  const capped = Math.max(0, Math.floor(Math.min(most, terms.cap ?? Infinity)));
  return capped >= terms.floor ? capped : 0;
}

function unitsOf({ terms }: ListingPart): number {
  const limit = terms.maxOnline ?? Infinity;
  if (terms.kind === 'uncounted') return Math.max(0, Math.floor(Math.min(terms.untrackedQuantity, limit)));
  const free = terms.onHand - terms.committed - terms.inFlight - terms.hidden;
  const share = Math.floor((Math.max(0, free - terms.buffer) * terms.percentage) / 100);
  return Math.max(0, Math.floor(Math.min(share, limit)));
}
