/** The fields of a message as it stands in a history, read with care: a person may have typed it. */
export type Fields = ReadonlyMap<string, unknown>;

/** What each message to an order means, without the parts that may be personal. */
const MESSAGES: Readonly<Record<string, (fields: Fields) => string>> = {
  cancelOrder: (fields) =>
    `Told to cancel by ${text(fields, 'by') ?? 'operator'}: ${text(fields, 'reason') ?? 'no reason'}.`,
  retryNow: () => 'Told to try again.',
  releaseHold: () => 'Released.',
  channelChanged: (fields) => `Houzz says: ${kindIn(fields.get('status'))}.`,
  shipmentsChanged: (fields) => `TradeGecko says: ${shipmentWords(fields)}.`,
  resolveAttention: (fields) =>
    `${resolutionWords(fields)} by ${text(fields, 'by') ?? 'somebody'}: ${text(fields, 'why') ?? ''}.`,
  resolveCancellation: (fields) => `Decided by ${text(fields, 'by') ?? 'somebody'}: ${text(fields, 'decision') ?? ''}.`,
};

/** A message to an order, in words; its bare name where it comes from another version. */
export function messageWords(name: string, fields: Fields): string | undefined {
  // The Web UI and the SDK ask things of their own.
  if (name === '' || name.startsWith('__')) return undefined;
  return Object.hasOwn(MESSAGES, name) ? MESSAGES[name]?.(fields) : `Was told: ${name}.`;
}

/** Answers of a service that are no failures of a call, and yet a no. */
const REFUSALS = ['blocked', 'refused', 'declined', 'unmapped-carrier', 'key-used', 'label-taken'];

/** Why a service said no, where it did; undefined where it did what it was asked. */
export function refusalWords(result: Fields): string | undefined {
  const kind = text(result, 'kind');
  if (kind === undefined || !REFUSALS.includes(kind)) return undefined;
  const problem: unknown = result.get('problem');
  const inProblem = typeof problem === 'object' && problem !== null && 'what' in problem ? problem.what : undefined;
  const what = text(result, 'what') ?? (typeof inProblem === 'string' ? inProblem : kind);
  return `not done. ${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, '')}.`;
}

function resolutionWords(fields: Fields): string {
  const decision = text(fields, 'decision');
  if (decision !== undefined) return `Decided "${decision}"`;
  return fields.get('address') === undefined ? 'Line corrected' : 'Address corrected';
}

function shipmentWords(fields: Fields): string {
  const shipments: unknown = fields.get('shipments');
  const parcels = (Array.isArray(shipments) ? shipments : []).map((shipment: unknown) => {
    const parcel = new Map(typeof shipment === 'object' && shipment !== null ? Object.entries(shipment) : []);
    return `${text(parcel, 'carrier') ?? ''} ${text(parcel, 'trackingNumber') ?? ''}`.trim() || 'without a number';
  });
  const salesOrder: unknown = fields.get('salesOrder');
  const status =
    typeof salesOrder === 'object' && salesOrder !== null && 'status' in salesOrder ? salesOrder.status : null;
  const told =
    parcels.length === 0 ? 'no parcel' : `${parcels.length === 1 ? 'parcel' : 'parcels'} ${parcels.join(', ')}`;
  return `sales order ${kindIn(status)}, ${told}${fields.get('isOverdue') === true ? ', overdue' : ''}`;
}

const kindIn = (status: unknown): string =>
  typeof status === 'object' && status !== null && 'kind' in status ? String(status.kind) : 'unknown';

function text(fields: Fields, name: string): string | undefined {
  const value = fields.get(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
