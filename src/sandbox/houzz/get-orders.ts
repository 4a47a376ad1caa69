import { readDates } from './dates.js';
import type { HouzzCall, HouzzDesk } from './desk.js';
import type { WireRecord } from './envelope.js';
import type { HouzzOrderDocument, HouzzStatus } from './order-document.js';
import type { OrderPage } from './order-store.js';
import { readPaging } from './paging.js';
import { HouzzRefusal } from './refusal.js';
import { isReleased } from './release.js';
import { renderOrder } from './render-order.js';

const OPEN: readonly HouzzStatus[] = ['Placed', 'Processing', 'FailedToCharge', 'Charged'];

/** The words of the filter, in lower case; two differ from the word that the orders themselves carry. */
const FILTERS = new Map<string, readonly HouzzStatus[]>([
  ['all', [...OPEN, 'Shipped', 'Canceled']],
  ['active', OPEN],
  ['new', ['Placed']],
  ['inproduction', ['Processing']],
  ['charged', ['Charged']],
  ['failedtocharge', ['FailedToCharge']],
  ['shipped', ['Shipped']],
]);

/** `getOrders`: a page of orders, newest first, without any count of the whole. */
export function getOrders(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const wanted = { statuses: readStatuses(desk, call), ...readDates(desk, call), ...readPaging(desk, call) };
  const isOfChange = desk.reading('houzz.dates-are-of') === 'change';
  const orders = isOfChange ? readByChange(desk, wanted) : desk.orders.read(wanted);
  return orders.length === 0 ? {} : { Orders: orders.map((order) => renderOrder(desk, order)) };
}

/** The same page where the dates mean the last change: by a walk over all, as ids tell the creation alone. */
function readByChange(desk: HouzzDesk, { statuses, fromMs = -Infinity, beforeMs = Infinity, ...page }: OrderPage) {
  return desk.orders
    .read({ statuses, start: 0, count: Infinity })
    .filter(({ changedAt }) => Date.parse(changedAt) >= fromMs && Date.parse(changedAt) < beforeMs)
    .slice(page.start, page.start + page.count);
}

/** `getOrder`: one order by its id. A known client names the method and never calls it, so all of this is guessed. */
export function getOrder(desk: HouzzDesk, call: HouzzCall): WireRecord {
  const orderId = call.parameter('OrderId') ?? '';
  if (orderId === '') throw new HouzzRefusal('invalid-request', 'OrderId is missing.');
  return { Order: renderOrder(desk, findReleased(desk, orderId)) };
}

/** The order that a seller means by an id; one that is not released is not there for sellers. */
export function findReleased(desk: HouzzDesk, orderId: string): HouzzOrderDocument {
  const order = desk.orders.get(orderId);
  if (order !== undefined && isReleased(desk, order.status)) return order;
  throw new HouzzRefusal('not-found', 'There is no order with this OrderId.');
}

function readStatuses(desk: HouzzDesk, call: HouzzCall): readonly HouzzStatus[] {
  const given = call.parameter('Status') ?? '';
  const word = given === '' ? desk.reading('houzz.default-status') : given;
  const known = statusesOf(desk, word.toLowerCase());
  return (known ?? statusesOfUnknown(desk)).filter((status) => isShown(desk, status, word));
}

function statusesOf(desk: HouzzDesk, word: string): readonly HouzzStatus[] | undefined {
  const isWide = word === 'active' && desk.reading('houzz.active-filter') === 'all-but-canceled';
  return isWide ? [...OPEN, 'Shipped'] : FILTERS.get(word);
}

function statusesOfUnknown(desk: HouzzDesk): readonly HouzzStatus[] {
  const reading = desk.reading('houzz.unknown-status-filter');
  if (reading === 'refused') throw new HouzzRefusal('invalid-request', 'Status is not known.');
  return reading === 'empty' ? [] : (FILTERS.get('all') ?? []);
}

function isShown(desk: HouzzDesk, status: HouzzStatus, word: string): boolean {
  if (status === 'Canceled' && word.toLowerCase() === 'all') return desk.reading('houzz.all-shows-cancelled') === 'yes';
  return isReleased(desk, status);
}
