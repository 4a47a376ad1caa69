import { setImmediate as breathe } from 'node:timers/promises';
import { readCount, readList, readRecord, readText, type JsonRecord } from '../control/input.js';
import type { HouzzOptions } from '../houzz/desk.js';
import { openHouzz } from '../houzz/service.js';
import { createRandom } from '../random.js';
import { drawGood, type SeedGood } from './goods.js';
import { drawOrder, type SeedOrder } from './orders.js';
import type { ControlRoute, SandboxWorld } from '../service.js';
import { StartError } from '../start-error.js';
import type { Json, SandboxState } from '../state.js';
import {
  MARKETPLACE_COMPANY_ID,
  PRIMARY_LOCATION_ID,
  SECOND_LOCATION_ID,
  tradegeckoControlRoutes,
  type TradegeckoOptions,
} from '../tradegecko/service.js';

/** What a fresh world is filled with. */
export interface PlantPlan {
  readonly orders: number;
  readonly skus: number;
  /** Told what was made so far, as often as the work pauses. */
  readonly onProgress?: (done: { readonly skus: number; readonly orders: number }) => void;
  /** Called when the folder holds a world already, which is then left as it is. */
  readonly onKept?: () => void;
}

/** What the planting works on. */
interface PlantBed {
  readonly world: SandboxWorld;
  readonly options: { readonly houzz: HouzzOptions; readonly tradegecko: TradegeckoOptions };
  readonly seed: number;
}

const DAY_MS = 86_400_000;
/** The account is older than its goods, and those are older than every order. */
const ACCOUNT_AGE_MS = 400 * DAY_MS;
const GOODS_AGE_MS = 200 * DAY_MS;
const DELIVERED_AFTER_MS = 600_000;
const CLOSED_AFTER_MS = 20 * 3_600_000;

/** How many are made between two pauses, in which progress is told and signals are heard. */
const BATCH = 500;

/** What a start writes before there is a world. */
const SETTINGS = ['switches', 'clock'];

/** Marks a folder that was planted, or was left in the middle of it. */
interface PlantMark {
  readonly isDone: boolean;
}

/**
 * Fills a fresh world: every document is made by the same code that answers control calls and clients. The ledger stays
 * empty, as all this was there before anyone looked. The same seed gives the same world for a whole day of the clock.
 */
export async function plantWorld(bed: PlantBed, plan: PlantPlan): Promise<void> {
  const { state } = bed.world;
  const marks = state.table<PlantMark>('planted');
  if (marks.get('mark')?.isDone === false) {
    throw new StartError('The folder was left in the middle of being filled. Delete it, or choose another one.');
  }
  if (!isFresh(state)) {
    plan.onKept?.();
    return;
  }
  marks.put('mark', { isDone: false });
  const endMs = Math.floor(bed.world.clock.now() / DAY_MS) * DAY_MS;
  const past = openPast(bed, endMs - ACCOUNT_AGE_MS);
  await plantGoods(past, { ...plan, seed: bed.seed, endMs });
  await plantOrders(past, { ...plan, seed: bed.seed, endMs });
  marks.put('mark', { isDone: true });
  state.commit();
}

function isFresh(state: SandboxState): boolean {
  return Object.entries(state.sizes()).every(([name, size]) => size === 0 || SETTINGS.includes(name));
}

/** The world at an earlier time, with what works on it. */
interface Past {
  readonly state: SandboxState;
  setTime(atMs: number): void;
  control(call: string, params: Readonly<Record<string, string>>, body: Json): JsonRecord;
  readonly variantIds: Map<string, number>;
}

function openPast({ world, options, seed }: PlantBed, startMs: number): Past {
  const clock = { nowMs: startMs };
  const quiet: SandboxWorld = {
    ...world,
    clock: { now: () => clock.nowMs, advance: () => undefined, onAdvance: () => undefined, offsetMs: 0 },
    ledger: { call: () => undefined, effect: () => undefined, read: () => [] },
  };
  const routes = [
    ...openHouzz(quiet, options.houzz, createRandom(seed)).controlRoutes,
    ...tradegeckoControlRoutes(quiet, options.tradegecko),
  ];
  const routesByCall = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
  return {
    state: world.state,
    setTime: (atMs) => {
      clock.nowMs = atMs;
    },
    control: (call, params, body) => callRoute(routesByCall.get(call), { params, body }),
    variantIds: new Map(),
  };
}

type RouteInput = { readonly params: Readonly<Record<string, string>>; readonly body: Json };

function callRoute(route: ControlRoute | undefined, input: RouteInput): JsonRecord {
  if (route === undefined) throw new TypeError('The seeded world is made by a control call that does not exist.');
  return readRecord(route.handle({ ...input, query: new URLSearchParams() }), 'The answer');
}

interface Planting extends PlantPlan {
  readonly seed: number;
  readonly endMs: number;
}

async function plantGoods(past: Past, { seed, skus, endMs, onProgress }: Planting): Promise<void> {
  for (let index = 0; index < skus; index += 1) {
    past.setTime(endMs - GOODS_AGE_MS + index * 100);
    plantGood(past, drawGood(seed, index));
    if (index % BATCH !== BATCH - 1) continue;
    past.state.commit();
    onProgress?.({ skus: index + 1, orders: 0 });
    await breathe();
  }
}

function plantGood(past: Past, good: SeedGood): void {
  const elsewhere = good.onHandElsewhere === null ? {} : { [SECOND_LOCATION_ID]: good.onHandElsewhere };
  const variant = past.control(
    'PUT /_sandbox/tradegecko/variants/:sku',
    { sku: good.sku },
    {
      productName: good.title,
      price: good.price,
      manage_stock: good.isCounted,
      keep_selling: good.keepsSelling,
      stock: { [PRIMARY_LOCATION_ID]: good.onHand, ...elsewhere },
    },
  );
  past.variantIds.set(good.sku, readCount(variant, 'id'));
  if (good.listed === null) return;
  const listing = { title: good.title, price: good.price, quantity: good.onHand, status: good.listed };
  past.control('PUT /_sandbox/houzz/listings/:sku', { sku: good.sku }, listing);
}

/** One thing that happened in the past. */
interface Deed {
  readonly atMs: number;
  readonly work: () => void;
}

async function plantOrders(past: Past, planting: Planting): Promise<void> {
  const { seed, skus, orders, onProgress } = planting;
  const deeds = Array.from({ length: orders }, (_, index) => drawOrder({ seed, skus }, index)).flatMap((drawn) =>
    deedsOf(past, drawn, planting.endMs),
  );
  // Time only moves forward, in the past as well: whoever waits for a moment would miss it otherwise.
  deeds.sort((one, other) => one.atMs - other.atMs);
  for (const [index, { atMs, work }] of deeds.entries()) {
    past.setTime(atMs);
    work();
    if (index % BATCH !== BATCH - 1) continue;
    past.state.commit();
    onProgress?.({ skus, orders: Math.floor((index * orders) / deeds.length) });
    await breathe();
  }
}

function deedsOf(past: Past, drawn: SeedOrder, endMs: number): readonly Deed[] {
  const placedMs = endMs - drawn.ageMs;
  const order: Placed = { drawn, orderId: '', salesOrderId: '' };
  const after = (delayMs: number, work: () => void): Deed => ({ atMs: Math.min(endMs, placedMs + delayMs), work });
  return [
    after(0, () => {
      placeOrder(past, order);
    }),
    after(DELIVERED_AFTER_MS, () => {
      if (drawn.salesOrder !== 'none') deliverOrder(past, order, placedMs);
    }),
    after(CLOSED_AFTER_MS, () => {
      closeOrder(past, order);
    }),
  ];
}

/** A seeded order on its way; the services give it its ids. */
interface Placed {
  readonly drawn: SeedOrder;
  orderId: string;
  salesOrderId: string;
}

function placeOrder(past: Past, placed: Placed): void {
  const answer = past.control('POST /_sandbox/houzz/orders', {}, { orders: [{ ...placed.drawn.order }] });
  placed.orderId = readText(readRecord(readList(answer['orders'], 'orders')[0], 'An order'), 'orderId');
}

function deliverOrder(past: Past, placed: Placed, placedMs: number): void {
  const made = past.control('POST /_sandbox/tradegecko/orders', {}, salesOrderOf(past, placed, placedMs));
  placed.salesOrderId = String(readCount(made, 'id'));
}

function salesOrderOf(past: Past, { drawn, orderId }: Placed, placedMs: number): Json {
  const { address, customerName, lines } = drawn.order;
  return {
    company_id: MARKETPLACE_COMPANY_ID,
    order_number: `HUB-${orderId}`,
    reference_number: orderId,
    issued_at: new Date(placedMs).toISOString().slice(0, 10),
    status: 'finalized',
    shipping_address: {
      label: orderId,
      company_name: customerName ?? 'Pat Example',
      address1: address?.address1 ?? '1 Sample Way',
      city: address?.city ?? 'Testville',
      state: address?.state ?? 'CA',
      zip_code: address?.zip ?? '90000',
      country: 'US',
    },
    order_line_items: lines.map(({ sku, quantity, price }) => ({
      variant_id: past.variantIds.get(sku) ?? null,
      quantity: String(quantity),
      price,
    })),
  };
}

function closeOrder(past: Past, { drawn, orderId, salesOrderId }: Placed): void {
  const { carrier, shippingMethod, trackingNumber } = drawn.parcel;
  const onSalesOrder = (action: string, body: Json): void => {
    past.control(`POST /_sandbox/tradegecko/orders/:id/${action}`, { id: salesOrderId }, body);
  };
  switch (drawn.salesOrder) {
    case 'none':
    case 'open':
      break;
    case 'packed':
      onSalesOrder('pack', {});
      break;
    case 'void':
      onSalesOrder('void', {});
      break;
    case 'shipped':
      onSalesOrder('ship', { trackingCompany: carrier, trackingNumber });
      past.control('POST /_sandbox/houzz/orders/:id/ship', { id: orderId }, { shippingMethod, trackingNumber });
      if (drawn.isRefunded) past.control('POST /_sandbox/houzz/orders/:id/refund', { id: orderId }, {});
      break;
  }
}
