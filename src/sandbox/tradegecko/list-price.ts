import type { VariantRecord } from './records.js';

/** What a price list asks for a variant; null where it names no price. */
export function listedPrice({ retail_price, details, prices }: VariantRecord, priceListId: string): string | null {
  if (priceListId === 'retail') return retail_price;
  const builtIn = details?.[`${priceListId}_price`];
  return typeof builtIn === 'string' ? builtIn : (prices?.[priceListId] ?? null);
}
