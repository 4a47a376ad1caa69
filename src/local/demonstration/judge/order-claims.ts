import type { Evidence } from '../evidence.js';
import type { Fate } from '../plan.js';
import type { CaseFile } from './case-file.js';
import { allOf, type Figure } from './figure.js';
import { hasSameAddress } from './order-address.js';
import { hasSameLines, hasSameTotal } from './order-amounts.js';

/** What must hold of each order that it concerns. */
interface OrderClaim {
  readonly claim: string;
  readonly concerns: (file: CaseFile) => boolean;
  readonly holds: (file: CaseFile, evidence: Evidence) => boolean;
}

const isFate =
  (...kinds: readonly Fate['kind'][]) =>
  ({ plan }: CaseFile): boolean =>
    kinds.includes(plan.fate.kind);

const isCancelled =
  (...moments: readonly string[]) =>
  ({ plan }: CaseFile): boolean =>
    plan.fate.kind === 'cancel-in-channel' && moments.includes(plan.fate.when);

/** Cancelled so soon that it may have gone before anybody saw it. */
const mayBeUnseen = isCancelled('soon');
const isImportable = (file: CaseFile): boolean => !isFate('leave')(file);
const isDelivered = (file: CaseFile): boolean => file.salesOrders.length > 0;
const hasAtMostOneVoid = ({ salesOrders }: CaseFile): boolean =>
  salesOrders.length <= 1 && salesOrders.every(({ status }) => status === 'void');
const standsAt = ({ runs }: CaseFile, stage: string): boolean => runs.every(({ stands }) => stands === stage);
const codeOf = ({ plan: { fate } }: CaseFile): string | null => (fate.kind === 'cancel-by-operator' ? fate.code : null);

const IMPORTED: readonly OrderClaim[] = [
  {
    claim: 'Importable orders with one workflow each',
    concerns: (file) => isImportable(file) && !(mayBeUnseen(file) && file.runs.length === 0),
    holds: ({ runs }) => runs.length === 1,
  },
  {
    claim: 'Importable orders delivered exactly once',
    concerns: (file) => isImportable(file) && !(mayBeUnseen(file) && file.created.length === 0),
    holds: ({ created, salesOrders }) => created.length === 1 && salesOrders.length === 1,
  },
  {
    claim: 'Orders not to be imported, left alone',
    concerns: isFate('leave'),
    holds: ({ runs, created, salesOrders }) => runs.length + created.length + salesOrders.length === 0,
  },
  {
    claim: 'Sales orders with the same total, to the cent',
    concerns: isDelivered,
    holds: ({ salesOrders, order }) => salesOrders.every((salesOrder) => hasSameTotal(salesOrder, order)),
  },
  {
    claim: 'Sales orders with the same goods, prices, charges',
    concerns: isDelivered,
    holds: ({ salesOrders, order }, evidence) =>
      salesOrders.every((salesOrder) => hasSameLines(salesOrder, order, evidence)),
  },
  {
    claim: 'Sales orders to the name and address of the buyer',
    concerns: isDelivered,
    holds: ({ salesOrders, order }) => salesOrders.every((salesOrder) => hasSameAddress(salesOrder, order)),
  },
  {
    claim: 'Sales orders with a number of their own',
    concerns: isDelivered,
    holds: ({ salesOrders: [salesOrder] }, { salesOrders }) =>
      salesOrders.filter(({ order_number }) => order_number === salesOrder?.order_number).length === 1,
  },
];

const SHIPPED: readonly OrderClaim[] = [
  {
    claim: 'Shipped orders completed',
    concerns: isFate('ship'),
    holds: (file) =>
      standsAt(file, 'completed') && file.salesOrders.every((one) => one.fulfillment_status === 'shipped'),
  },
  {
    claim: 'Shipped orders reported to Houzz once',
    concerns: isFate('ship'),
    holds: ({ shipped, order }) =>
      shipped.length === 1 && shipped.every(({ by }) => by === 'call') && order.status === 'Shipped',
  },
  {
    claim: 'Reports with all tracking numbers and the method',
    concerns: isFate('ship'),
    holds: hasTracking,
  },
  {
    claim: 'Other orders never reported as shipped',
    concerns: (file) => !isFate('ship')(file),
    holds: ({ shipped, order }) => shipped.length === 0 && order.ship === null,
  },
];

function hasTracking({ plan: { fate }, order }: CaseFile): boolean {
  if (fate.kind !== 'ship' || order.ship === null) return false;
  const sent = order.ship.trackingNumber.split(',').map((number) => number.trim());
  const planned = fate.parcels.map(({ trackingNumber }) => trackingNumber);
  const isSameList = sent.length === planned.length && planned.every((number) => sent.includes(number));
  return isSameList && order.ship.shippingMethod === fate.parcels[0]?.method;
}

/** Whether Houzz shows nobody that an order was cancelled: it is gone, which is for a person to judge, never for a void. */
const isHidden = ({ switches }: Evidence): boolean => switches['houzz.all-shows-cancelled'] === 'no';

function isUndone(file: CaseFile, evidence: Evidence): boolean {
  if (file.order.status !== 'Canceled') return false;
  if (!isHidden(evidence)) return hasAtMostOneVoid(file) && standsAt(file, 'cancelled');
  return standsAt(file, 'needs-attention') && file.salesOrders.every(({ status }) => status === 'finalized');
}

/** Whether the operator's code reached Houzz, or Houzz takes no cancel of an order that it charged. */
function isCancelledByCode(file: CaseFile, { switches }: Evidence): boolean {
  if (switches['houzz.cancel-when-charged'] === 'refused') return file.order.status === 'Charged';
  return file.order.status === 'Canceled' && file.order.cancel?.code === codeOf(file);
}

const CANCELLED: readonly OrderClaim[] = [
  {
    claim: 'Cancelled soon: void, or never delivered',
    concerns: isCancelled('soon'),
    holds: isUndone,
  },
  {
    claim: 'Cancelled while waiting: void',
    concerns: isCancelled('waiting'),
    holds: isUndone,
  },
  {
    claim: 'Cancelled after packing: before a person',
    concerns: isCancelled('packed'),
    holds: (file, evidence) =>
      standsAt(file, isHidden(evidence) ? 'needs-attention' : 'cancel-unresolved') &&
      file.salesOrders.every((one) => one.status === 'finalized' && one.fulfillment_status === 'unshipped'),
  },
  {
    claim: 'Cancelled by an operator: void',
    concerns: isFate('cancel-by-operator'),
    holds: (file) => hasAtMostOneVoid(file) && standsAt(file, 'cancelled'),
  },
  {
    claim: 'With a code: cancelled in Houzz by it, if it may be',
    concerns: (file) => codeOf(file) !== null,
    holds: isCancelledByCode,
  },
  {
    claim: 'Without a code: left open in Houzz',
    concerns: (file) => isFate('cancel-by-operator')(file) && codeOf(file) === null,
    holds: ({ order }) => order.status === 'Charged',
  },
];

/** The figures about orders, one after the other. */
export function orderFigures(files: readonly CaseFile[], evidence: Evidence): readonly Figure[] {
  return [...IMPORTED, ...SHIPPED, ...CANCELLED].map(({ claim, concerns, holds }) =>
    allOf(claim, files.filter(concerns), {
      holds: (file) => holds(file, evidence),
      name: ({ order }) => order.orderId,
    }),
  );
}
