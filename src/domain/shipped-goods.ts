import type { DraftLine } from './sales-order.js';
import type { Shipment } from './shipment.js';

/** Units of one SKU of the order system. */
export interface Goods {
  readonly sku: string;
  readonly quantity: number;
}

/** What has to leave for a sales order: its goods by SKU. Charges are texts with an amount, and nothing of them ships. */
export function goodsOf(lines: readonly DraftLine[]): readonly Goods[] {
  return listOf(unitsBySku(lines.flatMap((line) => (line.kind === 'item' ? [line] : []))));
}

/**
 * How what has left differs from what was ordered, as one sentence; undefined where it does not. An order of which
 * everything has left must agree to the unit; before that nothing may have left that was not ordered.
 */
export function differenceOf(
  ordered: readonly Goods[],
  { shipments, isComplete }: { readonly shipments: readonly Shipment[]; readonly isComplete: boolean },
): string | undefined {
  // A parcel whose goods nobody names proves nothing for or against the order.
  if (shipments.length === 0 || shipments.some(({ lines }) => lines.length === 0)) return undefined;
  const shipped = shipments.flatMap(({ lines }) => lines);
  const isNamed = shipped.every(({ sku }) => sku !== '');
  const [want, have] = isNamed ? [ordered, shipped] : [asOneSku(ordered), asOneSku(shipped)];
  const [wanted, sent] = [unitsBySku(want), unitsBySku(have)];
  const differing = [...new Set([...wanted.keys(), ...sent.keys()])].filter((sku) => {
    const [ought, is] = [wanted.get(sku) ?? 0, sent.get(sku) ?? 0];
    return isComplete ? is !== ought : is > ought;
  });
  if (differing.length === 0) return undefined;
  const words = differing
    .slice(0, SKUS_NAMED_MAX)
    .map((sku) => `${sent.get(sku) ?? 0} of ${wanted.get(sku) ?? 0} x ${sku}`);
  return `Shipped of what was ordered: ${words.join(', ')}${differing.length > SKUS_NAMED_MAX ? ', …' : ''}.`;
}

const SKUS_NAMED_MAX = 5;

function unitsBySku(list: readonly Goods[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of list) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return units;
}

const listOf = (units: ReadonlyMap<string, number>): readonly Goods[] =>
  [...units].map(([sku, quantity]) => ({ sku, quantity }));

/** Where some SKU is not named, only the units as a whole can be compared. */
const asOneSku = (list: readonly Goods[]): readonly Goods[] =>
  list.map(({ quantity }) => ({ sku: 'units of any SKU', quantity }));
