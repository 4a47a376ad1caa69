import {
  CANCEL_DECISIONS,
  type CancelOrder,
  type ChannelChanged,
  type ResolveCancellation,
  type ShipmentsChanged,
} from '../../messages/order-messages.js';

/** What a person typed into a form is kept to this length. */
const TEXT_LENGTH_MAX = 500;

/** Any payload, even none, is a cancel: a person typed it into a form. */
export function readCancel(payload: unknown): CancelOrder {
  const code = textIn(payload, 'houzzCancelCode');
  return {
    reason: textIn(payload, 'reason') ?? (asText(payload) || 'No reason given'),
    by: textIn(payload, 'by') ?? 'operator',
    ...(code === undefined ? {} : { houzzCancelCode: code }),
  };
}

/** A decision, by itself or in a record that may leave out who made it; undefined when it is none. */
export function readCancelDecision(payload: unknown): ResolveCancellation | undefined {
  const word = textIn(payload, 'decision') ?? asText(payload);
  const decision = CANCEL_DECISIONS.find((known) => known === word);
  return decision && { decision, by: textIn(payload, 'by') ?? 'operator' };
}

/** The text of a field; undefined when there is none, or an empty one. */
function textIn(payload: unknown, name: string): string | undefined {
  return asText(fieldOf(payload, name)) || undefined;
}

function asText(value: unknown): string {
  const isText = typeof value === 'string' || typeof value === 'number';
  return isText ? String(value).trim().slice(0, TEXT_LENGTH_MAX) : '';
}

function fieldOf(value: unknown, name: string): unknown {
  const isRecord = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isRecord ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}

/** Whether it is what a sweep of the channel sends; only what would be tripped over is looked at. */
export function isChannelChanged(payload: unknown): payload is ChannelChanged {
  const status = fieldOf(payload, 'status');
  const kind = fieldOf(status, 'kind');
  if (kind === 'unrecognised') return typeof fieldOf(status, 'raw') === 'string';
  return CHANNEL_KINDS.some((known) => known === kind);
}

const CHANNEL_KINDS: readonly ChannelChanged['status']['kind'][] = [
  'placed',
  'processing',
  'charged',
  'charge-failed',
  'shipped',
  'cancelled',
  'missing',
  'split',
];

/** Whether it is what a sweep of the order system sends; only what would be tripped over is looked at. */
export function isShipmentsChanged(payload: unknown): payload is ShipmentsChanged {
  const salesOrder = fieldOf(payload, 'salesOrder');
  const shipments: unknown = fieldOf(payload, 'shipments');
  const isSalesOrder =
    typeof fieldOf(salesOrder, 'id') === 'string' && typeof fieldOf(fieldOf(salesOrder, 'status'), 'kind') === 'string';
  return isSalesOrder && Array.isArray(shipments) && shipments.every(isParcel);
}

function isParcel(parcel: unknown): boolean {
  const areTexts = ['carrier', 'trackingNumber'].every((name) => typeof fieldOf(parcel, name) === 'string');
  return areTexts && Array.isArray(fieldOf(parcel, 'lines'));
}
