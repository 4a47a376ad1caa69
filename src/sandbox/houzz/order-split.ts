import { type JsonRecord, readCount, readList, readRecord, readText } from '../control/input.js';
import { ControlError } from '../service.js';
import { nowAt, type HouzzDesk } from './desk.js';
import { moneyOf } from './money.js';
import type { HouzzLine, HouzzOrderDocument } from './order-document.js';
import { mintId } from './order-ids.js';
import { changeOrder } from './order-moves.js';
import { cents, chargesByUnit, totalOf, type ChargesByUnit } from './order-total.js';
import { pacificWallTime } from './pacific-time.js';

/** Splits an order as the seller does in the web screens, so that its parts can be shipped one by one. */
export function splitOrder(
  desk: HouzzDesk,
  order: HouzzOrderDocument,
  body: JsonRecord,
): readonly HouzzOrderDocument[] {
  if (order.status === 'Shipped' || order.status === 'Canceled') {
    throw new ControlError(409, `An order in status ${order.status} cannot be split.`);
  }
  const [first, ...others] = partsOf(desk, order, readPieces(order, body));
  if (first === undefined || others.length === 0) throw new ControlError(400, 'parts must be two or more.');
  const staysFirst = desk.reading('houzz.split-original') === 'first-part';
  const made = (staysFirst ? others : [first, ...others]).map((part) => placePart(desk, order, part));
  const changes = staysFirst ? first : ({ status: 'Canceled', changedAt: nowAt(desk), taken: [] } as const);
  const details = { orderIds: made.map((part) => part.orderId), shipmentIds: made.map((part) => part.shipmentId) };
  const original = changeOrder(desk, order, { changes, by: 'control', effect: 'order.split', details });
  if (desk.reading('houzz.split-original') === 'gone') desk.orders.remove(original);
  return staysFirst ? [original, ...made] : made;
}

type Piece = { readonly sku: string; readonly quantity: number };

function readPieces(order: HouzzOrderDocument, body: JsonRecord): readonly (readonly Piece[])[] {
  const parts = readList(body['parts'], 'parts').map((part) => {
    const pieces = readList(readRecord(part, 'A part')['lines'], 'lines').map((entry) => {
      const line = readRecord(entry, 'A line');
      return { sku: readText(line, 'sku'), quantity: readCount(line, 'quantity') };
    });
    return pieces.filter(({ quantity }) => quantity > 0);
  });
  const isWhole = sameUnits(order.lines, parts.flat());
  if (isWhole && parts.every((pieces) => pieces.length > 0)) return parts;
  throw new ControlError(409, 'The parts must hold every unit of the order once, and each part at least one.');
}

function sameUnits(one: readonly Piece[], other: readonly Piece[]): boolean {
  const units = (pieces: readonly Piece[]): string =>
    JSON.stringify([...unitsBySku(pieces)].sort(([sku], [otherSku]) => (sku < otherSku ? -1 : 1)));
  return units(one) === units(other);
}

function unitsBySku(pieces: readonly Piece[]): Map<string, number> {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of pieces) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return bySku;
}

/** What is left of a line while its units are dealt out. */
interface Rest {
  readonly line: HouzzLine;
  left: number;
  taxLeft: number;
  shippingLeft: number;
}

/** The parts without ids; what belongs to the order as a whole goes with the first. */
function partsOf(
  desk: HouzzDesk,
  order: HouzzOrderDocument,
  parts: readonly (readonly Piece[])[],
): readonly HouzzOrderDocument[] {
  const rests = order.lines.map((line): Rest => ({
    line,
    left: line.quantity,
    taxLeft: cents(line.tax),
    shippingLeft: cents(line.shipping),
  }));
  const isPerUnit = chargesByUnit(desk);
  const takenLeft = unitsBySku(order.taken);
  return parts.map((pieces, index) => {
    const lines = pieces.flatMap((piece) => dealOut(rests, piece, isPerUnit));
    const ofWhole = index === 0 ? {} : { coupon: null, flatShipping: '0.00', flatShippingTax: '0.00' };
    const part = { ...order, ...ofWhole, lines, taken: dealTaken(takenLeft, lines) };
    return { ...part, total: moneyOf(totalOf(desk, part), 4) };
  });
}

function dealOut(rests: readonly Rest[], piece: Piece, isPerUnit: ChargesByUnit): HouzzLine[] {
  let wanted = piece.quantity;
  return rests.flatMap((rest) => {
    const quantity = rest.line.sku === piece.sku ? Math.min(rest.left, wanted) : 0;
    if (quantity === 0) return [];
    wanted -= quantity;
    const isLast = quantity === rest.left;
    const share = (whole: number, left: number): number =>
      isLast ? left : Math.floor((whole * quantity) / rest.line.quantity);
    const tax = share(cents(rest.line.tax), rest.taxLeft);
    const shipping = share(cents(rest.line.shipping), rest.shippingLeft);
    rest.left -= quantity;
    rest.taxLeft -= tax;
    rest.shippingLeft -= shipping;
    const charges = {
      ...(isPerUnit.tax ? {} : { tax: moneyOf(tax) }),
      ...(isPerUnit.shipping ? {} : { shipping: moneyOf(shipping) }),
    };
    return [{ ...rest.line, quantity, ...charges }];
  });
}

function dealTaken(left: Map<string, number>, lines: readonly HouzzLine[]): Piece[] {
  return lines.flatMap(({ sku, quantity }) => {
    const taken = Math.min(left.get(sku) ?? 0, quantity);
    left.set(sku, (left.get(sku) ?? 0) - taken);
    return taken === 0 ? [] : [{ sku, quantity: taken }];
  });
}

/** Gives a part its ids and its time, in the reading of the switches, and puts it among the orders. */
function placePart(desk: HouzzDesk, order: HouzzOrderDocument, part: HouzzOrderDocument): HouzzOrderDocument {
  const createdAt = desk.reading('houzz.split-created') === 'original' ? order.createdAt : nowAt(desk);
  const shipmentId = mintId(Date.parse(createdAt), desk.random, (key) => desk.orders.isTaken(key));
  const orderId = desk.reading('houzz.split-parts') === 'new-order-ids' ? shipmentId : order.orderId;
  const placed = { ...part, orderId, shipmentId, createdAt, created: pacificWallTime(Date.parse(createdAt)) };
  desk.orders.put(placed);
  return placed;
}
