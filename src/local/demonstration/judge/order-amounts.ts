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
  const items = salesOrder.order_line_items.flatMap(({ variant_id, price, quantity }): Item[] =>
    variant_id === null ? [] : [{ sku: skuOf.get(variant_id) ?? '?', price, quantity }],
  );
  const charges = salesOrder.order_line_items.filter((line) => line.variant_id === null);
  const parts = without(items, order.lines.flatMap(plainItem), isSameItem);
  const rest = without(
    charges.map(({ price, quantity }) => price * quantity),
    expectedCharges(order, switches['houzz.tax-and-shipping-are-per'] ?? 'line'),
    (one, other) => one === other,
  );
  return parts !== undefined && rest !== undefined && areKits(order.lines.filter(isKit), parts, sum(rest));
}

type HouzzLine = HouzzOrderDocument['lines'][number];

/** Goods on a sales order. */
interface Item {
  readonly sku: string;
  /** Of one unit, in cents. */
  readonly price: number;
  readonly quantity: number;
}

const isKit = ({ sku }: HouzzLine): boolean => Object.hasOwn(KITS, sku);

/** What has to stand on the sales order for a line that is no kit. */
function plainItem(line: HouzzLine): Item[] {
  const { sku, price, quantity } = line;
  return isKit(line) ? [] : [{ sku: ALIASES[sku] ?? sku, price: centsOf(price), quantity }];
}

const isSameItem = (one: Item, other: Item): boolean =>
  one.sku === other.sku && one.price === other.price && one.quantity === other.quantity;

/** Whether these are the parts of these kits, and cost as much, with what was rounded off beside them. */
function areKits(kits: readonly HouzzLine[], parts: readonly Item[], rounding: number): boolean {
  const expected = new Map<string, number>();
  for (const { sku, quantity } of kits) {
    for (const [part, each] of Object.entries(KITS[sku] ?? {})) addTo(expected, part, each * quantity);
  }
  const units = new Map<string, number>();
  for (const { sku, quantity } of parts) addTo(units, sku, quantity);
  const shouldCost = sum(kits.map(({ price, quantity }) => centsOf(price) * quantity));
  const costs = sum(parts.map(({ price, quantity }) => price * quantity)) + rounding;
  // Prices of a kit's parts are whole cents, so less than a cent for each unit is left over.
  const isSmall = rounding >= 0 && rounding <= sum([...expected.values()]);
  return isSameCount(units, expected) && isSmall && costs === shouldCost;
}

function expectedCharges(order: HouzzOrderDocument, reading: string): readonly number[] {
  const ofLines = (charge: 'tax' | 'shipping', isPerUnit: boolean): number =>
    sum(order.lines.map((line) => centsOf(line[charge]) * (isPerUnit ? line.quantity : 1)));
  const shipping = ofLines('shipping', ['unit', 'line-and-unit'].includes(reading)) + centsOf(order.flatShipping);
  const tax = ofLines('tax', ['unit', 'unit-and-line'].includes(reading)) + centsOf(order.flatShippingTax);
  const discount = order.coupon === null ? 0 : -centsOf(order.coupon.amount);
  return [shipping, tax, discount].filter((amount) => amount !== 0);
}

/** What is left of a list when each expected one was taken out once; undefined when one is not there. */
function without<T>(
  list: readonly T[],
  expected: readonly T[],
  isSame: (one: T, other: T) => boolean,
): readonly T[] | undefined {
  const left = [...list];
  for (const one of expected) {
    const at = left.findIndex((other) => isSame(one, other));
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
