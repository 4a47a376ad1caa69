import type { ChannelOrder, ChannelStatus } from './channel-order.js';

/** Why an order that stands open in the channel is not imported. */
export const NOT_IMPORTED_REASONS = [
  'before-start',
  'too-old',
  'status-not-imported',
  'unreadable',
  'closed-here',
] as const;
export type NotImportedReason = (typeof NOT_IMPORTED_REASONS)[number];

/** Which orders of the channel are imported; the sweep and whoever asks for skipped orders go by the same one. */
export interface ImportRule {
  readonly isImportable: (status: ChannelStatus) => boolean;
  /** Ids of the older orders that stood open when the connection was first started. */
  readonly skippedIds: ReadonlySet<string>;
  /** Orders created before are too old; in milliseconds since 1970. */
  readonly oldestMs: number;
}

/** Why an order is not imported; undefined when it is. That its run is over is for Temporal to say. */
export function whyNotImported(
  { orderId, createdAt, status }: Pick<ChannelOrder, 'orderId' | 'createdAt' | 'status'>,
  { isImportable, skippedIds, oldestMs }: ImportRule,
): Exclude<NotImportedReason, 'unreadable' | 'closed-here'> | undefined {
  if (skippedIds.has(orderId)) return 'before-start';
  if (!isImportable(status)) return 'status-not-imported';
  // Their closed runs may be forgotten, so nothing would tell that they were imported before.
  return Date.parse(createdAt) < oldestMs ? 'too-old' : undefined;
}
