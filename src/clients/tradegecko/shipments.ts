import { z } from 'zod';
import type { SalesOrderId } from '../../domain/ids.js';
import type { Shipment, ShipmentChange } from '../../domain/shipment.js';
import type { CallOptions, Page } from '../../ports/call.js';
import type { OrderSystem } from '../../ports/order-system.js';
import { assertWithin, foreignCursor, inBatches, type ReadingBound } from '../paginate.js';
import { callName, readBy, type Query, type TradegeckoCalls } from './calls.js';
import { PAGE_SIZE_MAX, readAllRows } from './pages.js';
import { fulfillmentsAnswer, type WireFulfillment } from './schemas.js';
import { readFulfillments, type ReadFulfillment } from './translate.js';

const PATH = '/fulfillments';
const BATCH_SIZE = 100;
const WALK_BOUND: ReadingBound = { pages: 400, rows: 100_000 };
/** Whether a bound includes its own instant is unknown, so the walk goes on a little before the last row's. */
const OVERLAP_MS = 1;

/**
 * Where a walk stands: from which instant, which page of it, which rows near that instant came before, and whether
 * all rows came in the order asked for.
 */
const placeSchema = z.object({
  from: z.string(),
  page: z.int().min(1),
  seen: z.array(z.string()),
  isSorted: z.boolean(),
  pages: z.int().min(0),
  rows: z.int().min(0),
});

type Place = z.output<typeof placeSchema>;

/** Makes the reads of parcels of one account. */
export function createShipmentReads(
  calls: TradegeckoCalls,
): Pick<OrderSystem, 'listShipmentsSince' | 'listShipmentsOf'> {
  return {
    async listShipmentsSince(since, cursor, options) {
      return listShipmentsSince(calls, placeOf(since, cursor), options);
    },

    async listShipmentsOf(ids, options) {
      const shipments: Shipment[] = [];
      for (const batch of inBatches(ids, BATCH_SIZE)) {
        const query = [...batch.map((id) => ['order_id[]', id] as const), ['status', 'fulfilled'] as const];
        const request = { path: PATH, query, kind: 'walk', schema: fulfillmentsAnswer } as const;
        const rows = await readAllRows(calls, { ...request, rowsOf: readFulfillments }, options);
        const asked: ReadonlySet<SalesOrderId> = new Set(batch);
        // Lists come newest first; what counts as the first parcel must not depend on that.
        for (const { status, shipment } of [...rows].sort(byAge)) {
          // Compared again, so that a filter the service does not know cannot lend an order another one's parcel.
          if (status === 'fulfilled' && asked.has(shipment.salesOrderId)) shipments.push(shipment);
        }
      }
      return shipments;
    },
  };
}

async function listShipmentsSince(
  calls: TradegeckoCalls,
  place: Place,
  options: CallOptions,
): Promise<Page<ShipmentChange>> {
  const call = callName('GET', PATH);
  assertWithin(WALK_BOUND, place, call);
  const query: Query = [
    // Void ones are asked for by name: they may be hidden otherwise, and an order must hear that its parcel came back.
    ['status[]', 'fulfilled'],
    ['status[]', 'void'],
    ['updated_at_min', place.from],
    ['order', 'updated_at asc'],
    ['limit', String(PAGE_SIZE_MAX)],
    ['page', String(place.page)],
  ];
  const answer = await calls.get({ path: PATH, query, kind: 'walk' }, options);
  const read = readBy(fulfillmentsAnswer, answer.json, call);
  const wire = read.fulfillments;
  const seen = new Set(place.seen);
  const isEnd = wire.length === 0 || answer.isLastPage === true;
  return {
    rows: readFulfillments(read).flatMap((row) => (seen.has(row.shipment.id) ? [] : changeIn(row))),
    nextCursor: isEnd ? null : JSON.stringify(placeAfter(place, wire)),
  };
}

/** Ids rise; as texts they may have more digits than numbers hold. */
function byAge({ shipment: { id: one } }: ReadFulfillment, { shipment: { id: other } }: ReadFulfillment): number {
  return one.length - other.length || (one < other ? -1 : 1);
}

/** Packed parcels and deleted ones never left, and are nobody's affair. */
function changeIn({ status, shipment }: ReadFulfillment): ShipmentChange[] {
  return status === 'fulfilled' || status === 'void' ? [{ ...shipment, hasLeft: status === 'fulfilled' }] : [];
}

function placeOf(since: string, cursor: string | null): Place {
  if (cursor === null) return { from: since, page: 1, seen: [], isSorted: true, pages: 0, rows: 0 };
  try {
    return placeSchema.parse(JSON.parse(cursor));
  } catch {
    throw foreignCursor(callName('GET', PATH));
  }
}

/**
 * Goes on from the last row's instant: a row that changes during the walk moves to its end and cannot push another
 * over the edge of a page. Only where a page brings no later instant, or is not sorted as asked, pages are counted.
 */
function placeAfter(place: Place, wire: readonly WireFulfillment[]): Place {
  const counted = { pages: place.pages + 1, rows: place.rows + wire.length };
  const instants = wire.map((row) => Date.parse(row.updated_at));
  const isSorted =
    place.isSorted && instants.every((instant, index) => index === 0 || (instants[index - 1] ?? 0) <= instant);
  const from = Math.max(...instants) - OVERLAP_MS;
  if (!isSorted || from <= Date.parse(place.from)) return { ...place, ...counted, isSorted, page: place.page + 1 };
  const seen = wire.filter((row) => Date.parse(row.updated_at) >= from).map((row) => row.id);
  return { from: new Date(from).toISOString(), page: 1, seen, isSorted, ...counted };
}
