import { query } from './definitions.js';

/** How far a comparison of stock has come; the counts are of what is behind it. */
export interface StockProgress {
  /** The share of the quota it is in, counted from 1. */
  readonly share: number;
  readonly itemsRead: number;
  /** About how many there are: null until somebody has said so. */
  readonly itemsTotal: number | null;
  /** When the next share begins, ISO 8601 in UTC; null while one is under way. */
  readonly resumesAt: string | null;
}

export const stockProgressQuery = query<StockProgress>('progress');
