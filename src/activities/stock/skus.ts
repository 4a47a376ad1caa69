import type { SkuRule } from '../../domain/order-rules.js';
import { partsOf } from '../../domain/sku-rules.js';

/** Which SKUs of the channel and of the order system belong together, found at once however many rules there are. */
export interface SkuIndex {
  /** SKUs of the order system that stand behind one of the channel. */
  partSkusOf(channelSku: string): readonly string[];
  /** All SKUs of the channel whose figure hangs on one of the order system. */
  channelSkusOf(sku: string): readonly string[];
  /** Those for whose comparison this SKU is the first that is needed, so that a walk compares each of them once. */
  ledBy(sku: string): readonly string[];
}

/** Makes the index of a connection's aliases and kits. */
export function createSkuIndex(rules: readonly SkuRule[]): SkuIndex {
  const partSkus = new Map(rules.map(({ channelSku, parts }) => [channelSku, parts.map(({ sku }) => sku)] as const));
  const byPart = new Map<string, Set<string>>();
  for (const [channelSku, skus] of partSkus) {
    for (const sku of skus) byPart.set(sku, (byPart.get(sku) ?? new Set<string>()).add(channelSku));
  }
  const partSkusOf = (channelSku: string): readonly string[] =>
    partSkus.get(channelSku) ?? partsOf(channelSku, []).map(({ sku }) => sku);
  const channelSkusOf = (sku: string): readonly string[] => [
    ...(partSkus.has(sku) ? [] : [sku]),
    ...(byPart.get(sku) ?? []),
  ];
  return {
    partSkusOf,
    channelSkusOf,
    ledBy: (sku) => channelSkusOf(sku).filter((channelSku) => partSkusOf(channelSku)[0] === sku),
  };
}
