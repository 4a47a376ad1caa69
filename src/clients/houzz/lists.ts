import type { z } from 'zod';
import type { ChannelStatus } from '../../domain/channel-order.js';
import { ApiError } from '../../ports/api-error.js';
import type { CallOptions, Page } from '../../ports/call.js';
import type { ChannelReading, ListingReading } from '../../ports/marketplace.js';
import { assertWithin, foreignCursor, type Progress, type ReadingBound } from '../paginate.js';
import { whereItFails } from '../wire.js';
import { readName, type Fields, type HouzzCalls } from './calls.js';
import type { ReadAll } from './find-orders.js';
import {
  isNothing,
  listingNameSchema,
  listingSchema,
  listingsSchema,
  oneListingSchema,
  ordersSchema,
} from './schemas.js';
import { FILTER_WORD, type ImportStatus } from './statuses.js';
import { readOrder, type AccountType } from './translate.js';

const ORDERS_BOUND: ReadingBound = { pages: 200, rows: 100_000 };
/** Wider, because a catalogue is larger than a backlog and its pages are smaller. */
const LISTINGS_BOUND: ReadingBound = { pages: 2_500, rows: 250_000 };

/** The most that a client is known to ask of getListings, and so the most that is known to be taken. */
const LISTINGS_PAGE_MAX = 100;

/** What the lists need to know of the account. */
export interface ListOptions {
  readonly accountType: AccountType;
  readonly pageSize: number;
}

/** The lists of one account. */
export interface HouzzLists {
  /** All orders in some statuses, one status after the other. */
  listOrders(
    statuses: readonly ImportStatus[],
    cursor: string | null,
    options: CallOptions,
  ): Promise<Page<ChannelReading>>;
  listListings(cursor: string | null, options: CallOptions): Promise<Page<ListingReading>>;
  readListings(skus: readonly string[], options: CallOptions): Promise<readonly (ListingReading | null)[]>;
  readonly readAllOrders: ReadAll;
}

/** Where a walk over the lists of several statuses stands. */
interface Place extends Progress {
  readonly list: number;
}

/**
 * Makes the lists. `Start` moves on by the rows that came, and only an empty page ends a list: pages may be capped
 * without a word, so a short page proves nothing, and there is no count of all orders.
 */
export function createHouzzLists(calls: HouzzCalls, settings: ListOptions): HouzzLists {
  const readOrders = async (query: Fields, start: number, options: CallOptions): Promise<readonly unknown[]> => {
    const answer = await calls.read('getOrders', [...query, ...pageFields(start, settings.pageSize)], options);
    return shapeOf(ordersSchema, answer, 'getOrders').Orders;
  };
  return {
    async listOrders(statuses, cursor, options) {
      const place = placeOf(cursor, 'getOrders');
      const status = statuses[place.list];
      if (status === undefined) return { rows: [], nextCursor: null };
      assertWithin(ORDERS_BOUND, place, readName('getOrders'));
      const wire = await readOrders([['Status', FILTER_WORD[status]]], place.rows, options);
      const readings = wire.map((order) => readOrder(order, settings.accountType));
      const isLastList = place.list + 1 >= statuses.length;
      const rows = readings.filter(
        (reading) => reading.kind === 'unreadable' || isAmong(reading.order.status, statuses),
      );
      return { rows, nextCursor: nextCursorOf(place, wire.length, isLastList) };
    },

    async listListings(cursor, options) {
      const place = placeOf(cursor, 'getListings');
      assertWithin(LISTINGS_BOUND, place, readName('getListings'));
      const pageSize = Math.min(settings.pageSize, LISTINGS_PAGE_MAX);
      const query: Fields = [['Status', 'Active'], ...pageFields(place.rows, pageSize)];
      const answer = await calls.read('getListings', query, options);
      const wire = shapeOf(listingsSchema, answer, 'getListings').Listings;
      return { rows: wire.map((row) => readListing(row)), nextCursor: nextCursorOf(place, wire.length, true) };
    },

    async readListings(skus, options) {
      const listings: (ListingReading | null)[] = [];
      // One after the other: only a modest sequential rate is known to be taken.
      for (const sku of skus) listings.push(await readOneListing(calls, sku, options));
      return listings;
    },

    async readAllOrders({ from, to }, take, options) {
      const query: Fields = [['Status', 'All'], ['From', from], ...(to === null ? [] : [['To', to] as const])];
      for (let progress: Progress = { rows: 0, pages: 0 }; ;) {
        assertWithin(ORDERS_BOUND, progress, readName('getOrders'));
        const wire = await readOrders(query, progress.rows, options);
        const { isEnough } = take(wire.map((order) => readOrder(order, settings.accountType)));
        if (isEnough || wire.length === 0) return;
        progress = { rows: progress.rows + wire.length, pages: progress.pages + 1 };
      }
    },
  };
}

function pageFields(start: number, pageSize: number): Fields {
  return [
    ['Start', String(start)],
    ['NumberOfItems', String(pageSize)],
  ];
}

/** A filter that Houzz ignored must not import what has shipped; a status we cannot read goes on and stops its order. */
export function isAmong({ kind }: ChannelStatus, statuses: readonly ImportStatus[]): boolean {
  return kind === 'unrecognised' || statuses.some((status) => status === kind);
}

function placeOf(cursor: string | null, method: string): Place {
  if (cursor === null) return { list: 0, rows: 0, pages: 0 };
  const match = /^(\d{1,2}):(\d{1,7}):(\d{1,5})$/.exec(cursor);
  if (match === null) throw foreignCursor(readName(method));
  const [list = 0, rows = 0, pages = 0] = match.slice(1).map(Number);
  return { list, rows, pages };
}

function nextCursorOf(place: Place, rows: number, isLastList: boolean): string | null {
  if (rows > 0) return `${place.list}:${place.rows + rows}:${place.pages + 1}`;
  return isLastList ? null : `${place.list + 1}:0:0`;
}

/** Reads what must be of one shape; what is not is named by its place. */
function shapeOf<T>(schema: z.ZodType<T>, wire: unknown, method: string): T {
  const parsed = schema.safeParse(wire);
  if (parsed.success) return parsed.data;
  throw new ApiError({ ...readName(method), code: 'unexpected-shape', what: whereItFails(parsed.error) });
}

/** A figure that cannot be read must be seen, not taken for another; it stops its own listing only. */
function readListing(wire: unknown): ListingReading {
  const parsed = listingSchema.safeParse(wire);
  if (parsed.success) return { sku: parsed.data.SKU, quantity: Number(parsed.data.Quantity) };
  const name = listingNameSchema.safeParse(wire);
  return { sku: name.success ? name.data.SKU : '', quantity: null, what: whereItFails(parsed.error) };
}

/** One listing by its SKU; null where Houzz says that there is none, in either of the ways it may, or none that is live. */
async function readOneListing(calls: HouzzCalls, sku: string, options: CallOptions): Promise<ListingReading | null> {
  const wire = await orNothing(calls.read('getListing', [['SKU', sku]], options));
  if (isNothing(wire)) return null;
  const parsed = oneListingSchema.safeParse(wire);
  if (!parsed.success) return { sku, quantity: null, what: whereItFails(parsed.error) };
  const { Quantity, Status } = parsed.data;
  const isLive = Status === '' || Status.toLowerCase() === 'active';
  return isLive ? { sku, quantity: Number(Quantity) } : null;
}

async function orNothing(answer: Promise<Readonly<Record<string, unknown>>>): Promise<unknown> {
  try {
    return (await answer)['Listing'];
  } catch (error) {
    if (error instanceof ApiError && error.code === 'refused') return undefined;
    throw error;
  }
}
