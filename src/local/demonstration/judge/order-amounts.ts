import type { HouzzOrderDocument } from '../../../sandbox/houzz/order-document.js';
import type { SalesOrderFacts } from '../documents.js';
import type { Evidence } from '../evidence.js';
import { ALIASES, KITS } from '../goods.js';

// Reckoned anew from what Houzz holds, without the program's own mapping: one mistake must not hide on both sides.

const centsOf = (amount: string): number => Math.round(Number(amount) * 100);
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** Whether a sales order costs what the order in Houzz does. */
export function hasSameTotal(salesOrder: SalesOrderFacts, order: HouzzOrderDocument): boolean {
  return salesOrder.total === centsOf(order.total);
}

/** Whether goods, prices and charges of a sales order are those of the order in Houzz. */
export function hasSameLines(
  salesOrder: SalesOrderFacts,
  order: HouzzOrderDocument,
  { variants, switches }: Pick<Evidence, 'variants' | 'switches'>,
): boolean {
  const skuOf = new Map(variants.map(({ id, sku }) => [id, sku]));
  const items = salesOrder.order_line_items.filter((line) => line.variant_id !== null);
  const charges = salesOrder.order_line_items.filter((line) => line.variant_id === null);
  const units = new Map<string, number>();
  for (const line of items) addTo(units, skuOf.get(line.variant_id ?? 0) ?? '?', line.quantity);
  const leftOver = withoutCharges(
    charges.map(({ price, quantity }) => price * quantity),
    expectedCharges(order, switches['houzz.tax-and-shipping-are-per'] ?? 'line'),
  );
  if (leftOver === undefined || !isSameCount(units, expectedUnits(order))) return false;
  const goods = sum(items.map(({ price, quantity }) => price * quantity));
  const rounding = sum(leftOver);
  // Prices of a kit's parts are whole cents, so at most one cent less one for each unit is left over.
  const isSmall = rounding >= 0 && rounding <= kitUnits(order);
  return isSmall && goods + rounding === sum(order.lines.map(({ price, quantity }) => centsOf(price) * quantity));
}

/** Units by SKU of TradeGecko. */
function expectedUnits(order: HouzzOrderDocument): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of order.lines) {
    for (const [part, each] of Object.entries(KITS[sku] ?? { [ALIASES[sku] ?? sku]: 1 })) {
      addTo(units, part, each * quantity);
    }
  }
  return units;
}

function kitUnits(order: HouzzOrderDocument): number {
  return sum(order.lines.map(({ sku, quantity }) => quantity * sum(Object.values(KITS[sku] ?? {}))));
}

function expectedCharges(order: HouzzOrderDocument, reading: string): readonly number[] {
  const ofLines = (charge: 'tax' | 'shipping', isPerUnit: boolean): number =>
    sum(order.lines.map((line) => centsOf(line[charge]) * (isPerUnit ? line.quantity : 1)));
  const shipping = ofLines('shipping', ['unit', 'line-and-unit'].includes(reading)) + centsOf(order.flatShipping);
  const tax = ofLines('tax', ['unit', 'unit-and-line'].includes(reading)) + centsOf(order.flatShippingTax);
  const discount = order.coupon === null ? 0 : -centsOf(order.coupon.amount);
  return [shipping, tax, discount].filter((amount) => amount !== 0);
}

/** What is left of the amounts when each expected one was taken out once; undefined when one is not there. */
function withoutCharges(amounts: readonly number[], expected: readonly number[]): readonly number[] | undefined {
  const left = [...amounts];
  for (const amount of expected) {
    const at = left.indexOf(amount);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return left;
}

function addTo(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function isSameCount(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size === other.size && [...one].every(([key, count]) => other.get(key) === count);
}
