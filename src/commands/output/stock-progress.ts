import type { StockProgress } from '../../messages/stock-progress.js';
import { shortInstant } from './text.js';

/** How far a reading of the stock is, as one line. */
export function progressLine({ share, itemsRead, itemsTotal, resumesAt }: StockProgress): string {
  const read = itemsTotal === null ? `${itemsRead} variants read` : `${itemsRead} of ${itemsTotal} variants read`;
  if (resumesAt === null) return `${read}; share ${share} of the quota is under way`;
  return `${read}; the quota's share is spent, it goes on at ${shortInstant(resumesAt)} UTC`;
}
