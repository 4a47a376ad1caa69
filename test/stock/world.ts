import { PLAIN_LISTINGS, SHARED_LISTINGS, SKU_RULES, type Plan, type PlannedOrder } from './plan.js';

/** An order that Houzz took, and what became of it, in minutes; null for what has not happened. */
export interface PlacedOrder extends PlannedOrder {
  chargedAt: number | null;
  isDecremented: boolean;
  cancelledAt: number | null;
  importedAt: number | null;
  committedAt: number | null;
  shippedAt: number | null;
  closedAt: number | null;
  cancelSeenAt: number | null;
}

/** What is counted; units are of goods, so that a kit counts all that it takes. */
export interface Tally {
  sold: number;
  /** Sold though somebody else had them already, or they never were. */
  oversold: number;
  /** Of those, the ones that even the knowledge of the listing's last comparison forbade. */
  avoidable: number;
  /** Turned away though they were free. */
  lost: number;
}

/** One day of a shop on Houzz, with an order system behind it. */
export interface World {
  readonly plan: Plan;
  minute: number;
  readonly listings: readonly string[];
  readonly onHand: Map<string, number>;
  readonly committed: Map<string, number>;
  /** What Houzz shows, by its SKUs. */
  readonly shown: Map<string, number>;
  readonly orders: PlacedOrder[];
  /** Those of them that may still change. */
  active: PlacedOrder[];
  /** Every change of stock elsewhere that took place. */
  readonly changes: { readonly at: number; readonly sku: string; readonly units: number }[];
  /** When the knowledge was gathered on which a listing's figure was last decided. */
  readonly decidedOn: Map<string, number>;
  /** The start of the last order sweep that ended well. */
  sweptAt: number;
  /** A sweep under way: when it began. */
  sweepBegan: number | null;
  readonly tally: Tally;
}

/** Minutes until a sales order ships, and until a void is through. */
const SHIPS_AFTER = 300;
const VOIDED_AFTER = 3;

export function openWorld(plan: Plan): World {
  const listings = plan.kind.shared ? SHARED_LISTINGS : PLAIN_LISTINGS;
  return {
    plan,
    minute: 0,
    listings,
    onHand: new Map(Object.entries(plan.stock)),
    committed: new Map(),
    shown: new Map(listings.map((sku) => [sku, 0])),
    orders: [],
    active: [],
    changes: [],
    decidedOn: new Map(),
    sweptAt: 0,
    sweepBegan: null,
    tally: { sold: 0, oversold: 0, avoidable: 0, lost: 0 },
  };
}

/** The goods that units of a listing take. */
function goodsOf(listing: string, units: number): readonly { readonly sku: string; readonly units: number }[] {
  const rule = SKU_RULES.find(({ channelSku }) => channelSku === listing);
  const parts = rule?.parts ?? [{ sku: listing, quantity: 1 }];
  return parts.map(({ sku, quantity }) => ({ sku, units: quantity * units }));
}

const add = (map: Map<string, number>, key: string, units: number) => map.set(key, (map.get(key) ?? 0) + units);

/** Lets minutes pass. */
export function pass(world: World, minutes: number): void {
  for (let left = minutes; left > 0; left -= 1) {
    world.minute += 1;
    moveStock(world);
    for (const order of world.active) moveInHouzz(world, order);
    for (const order of world.plan.arrivals.get(world.minute) ?? []) place(world, order);
    sweepOrders(world);
    for (const order of world.active) moveHere(world, order);
    if (world.active.some(isOver)) world.active = world.active.filter((order) => !isOver(order));
  }
}

const isOver = ({ closedAt, cancelledAt, importedAt }: PlacedOrder) =>
  closedAt !== null || (cancelledAt !== null && importedAt === null);

function moveStock(world: World): void {
  const { plan, minute, onHand, committed, changes, shown } = world;
  for (const change of plan.changes) {
    const free = (onHand.get(change.sku) ?? 0) - (committed.get(change.sku) ?? 0);
    // The shop elsewhere sells what the order system says is free, and nothing more.
    if (change.at !== minute || free + change.units < 0) continue;
    add(onHand, change.sku, change.units);
    changes.push(change);
  }
  for (const { at, sku } of plan.handEdits) if (at === minute) shown.set(sku, Math.floor((shown.get(sku) ?? 0) / 2));
}

/** What Houzz does with an order by itself: charging it, cancelling it for its buyer. */
function moveInHouzz(world: World, order: PlacedOrder): void {
  const { minute, plan, shown } = world;
  if (order.cancelledAt !== null || order.shippedAt !== null) return;
  if (order.cancelAfter !== null && minute >= order.at + order.cancelAfter) {
    order.cancelledAt = minute;
    if (plan.kind.givesBack && order.isDecremented) for (const line of order.lines) add(shown, line.sku, line.quantity);
    return;
  }
  if (order.chargedAt !== null || minute < order.at + order.authoriseAfter) return;
  order.chargedAt = minute;
  if (plan.kind.decrement === 'charge') decrement(world, order);
}

function decrement({ shown }: World, order: PlacedOrder): void {
  order.isDecremented = true;
  for (const { sku, quantity } of order.lines) shown.set(sku, Math.max(0, (shown.get(sku) ?? 0) - quantity));
}

/** A buyer takes what Houzz shows, and is turned away otherwise. */
function place(world: World, planned: PlannedOrder): void {
  const { plan, shown, orders, tally } = world;
  const goods = planned.lines.flatMap(({ sku, quantity }) => goodsOf(sku, quantity));
  const units = goods.reduce((sum, good) => sum + good.units, 0);
  if (planned.lines.some(({ sku, quantity }) => (shown.get(sku) ?? 0) < quantity)) {
    if (missingUnits(goods, (sku) => freeUnits(world, sku)) === 0) tally.lost += units;
    return;
  }
  tally.sold += units;
  tally.oversold += missingUnits(goods, (sku) => freeUnits(world, sku));
  for (const { sku: listing, quantity } of planned.lines) {
    tally.avoidable += missingUnits(goodsOf(listing, quantity), (sku) => knownFreeUnits(world, sku, listing));
  }
  const order: PlacedOrder = { ...planned, ...NOTHING_HAPPENED };
  orders.push(order);
  world.active.push(order);
  if (plan.kind.decrement === 'placement') decrement(world, order);
}

const NOTHING_HAPPENED = {
  chargedAt: null,
  isDecremented: false,
  cancelledAt: null,
  importedAt: null,
  committedAt: null,
  shippedAt: null,
  closedAt: null,
  cancelSeenAt: null,
};

function missingUnits(goods: ReturnType<typeof goodsOf>, freeOf: (sku: string) => number): number {
  return goods.reduce((sum, { sku, units }) => sum + Math.min(units, Math.max(0, units - freeOf(sku))), 0);
}

const takes = (order: PlacedOrder, sku: string, through: (listing: string) => boolean): number =>
  order.lines
    .filter((line) => through(line.sku))
    .flatMap((line) => goodsOf(line.sku, line.quantity))
    .reduce((sum, good) => sum + (good.sku === sku ? good.units : 0), 0);

const isWaiting = ({ cancelledAt, shippedAt }: PlacedOrder) => cancelledAt === null && shippedAt === null;

/** What nobody has bought yet, as only the whole world together knows it. */
function freeUnits({ onHand, active }: World, sku: string): number {
  const waiting = active.filter(isWaiting).reduce((sum, order) => sum + takes(order, sku, () => true), 0);
  return (onHand.get(sku) ?? 0) - waiting;
}

/**
 * What was free as far as anybody could know who may write a listing only once a cycle: goods owned, less what was sold
 * elsewhere and through other listings up to its last comparison, less all that was sold through itself until now.
 * Nor can anybody know in time what the channel gives back by itself: it shows such a unit at once, though it may have
 * been sold elsewhere by then.
 */
function knownFreeUnits(world: World, sku: string, listing: string): number {
  const knownAt = world.decidedOn.get(listing) ?? 0;
  const own = (order: PlacedOrder) => takes(order, sku, (through) => through === listing);
  const others = (order: PlacedOrder) => takes(order, sku, (through) => through !== listing);
  const elsewhere = world.changes.filter((change) => change.sku === sku && change.at > knownAt && change.units < 0);
  const late = world.active.filter((order) => isWaiting(order) && order.at > knownAt);
  const unseen = sumOf([...elsewhere.map(({ units }) => -units), ...late.map(others)]);
  return Math.max(0, freeUnits(world, sku) + unseen) + sumOf(givenBackSince(world, knownAt).map(own));
}

const sumOf = (units: readonly number[]) => units.reduce((sum, each) => sum + each, 0);

function givenBackSince({ plan, orders }: World, since: number): readonly PlacedOrder[] {
  return plan.kind.givesBack ? orders.filter(({ cancelledAt }) => (cancelledAt ?? -1) > since) : [];
}

/** The order sweep: every second minute, seen as it began and done a minute later. */
function sweepOrders(world: World): void {
  const { minute, plan, active, sweepBegan } = world;
  const isOut = plan.outages.some(([from, to]) => minute >= from && minute <= to);
  if (isOut || sweepBegan === null) {
    world.sweepBegan = isOut || minute % 2 === 1 ? null : minute;
    return;
  }
  for (const order of active) {
    const isSeen = order.chargedAt !== null && order.chargedAt <= sweepBegan;
    if (order.importedAt === null && isSeen && order.cancelledAt === null) order.importedAt = minute;
    if (order.importedAt !== null && order.cancelledAt !== null) order.cancelSeenAt ??= minute;
  }
  world.sweptAt = sweepBegan;
  world.sweepBegan = null;
}

/** What the order's workflow does: delivers, ships, withdraws or voids. */
function moveHere({ minute, onHand, committed }: World, order: PlacedOrder): void {
  const { importedAt, closedAt, cancelSeenAt, committedAt, deliverAfter } = order;
  if (importedAt === null || closedAt !== null) return;
  const move = (map: Map<string, number>, sign: number) => {
    const goods = order.lines.flatMap(({ sku, quantity }) => goodsOf(sku, quantity));
    for (const { sku, units } of goods) add(map, sku, sign * units);
  };
  if (committedAt === null) {
    if (cancelSeenAt !== null) order.closedAt = minute;
    else if (minute >= importedAt + deliverAfter) {
      order.committedAt = minute;
      move(committed, 1);
    }
    return;
  }
  if (cancelSeenAt !== null && minute >= cancelSeenAt + VOIDED_AFTER) {
    order.closedAt = minute;
    move(committed, -1);
  } else if (order.cancelledAt === null && minute >= committedAt + SHIPS_AFTER) {
    order.shippedAt = minute;
    order.closedAt = minute;
    move(committed, -1);
    move(onHand, -1);
  }
}
