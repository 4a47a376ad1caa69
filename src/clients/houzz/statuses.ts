import type { ChannelStatus } from '../../domain/channel-order.js';

type KnownStatus = Exclude<ChannelStatus['kind'], 'unrecognised'>;

/** The open statuses that an account may import from. */
export type ImportStatus = Extract<KnownStatus, 'placed' | 'processing' | 'charged' | 'charge-failed'>;

/** Whether Houzz authorises payments by itself, as it does for most since 2021, or waits for the seller's actions. */
export type PaymentFlow = 'classic' | 'auto-charge';

/** Every status of an open order. */
export const OPEN_STATUSES = [
  'placed',
  'processing',
  'charged',
  'charge-failed',
] as const satisfies readonly ImportStatus[];

/** What is imported where nothing else is set: the classic flow shows orders before they are authorised. */
export const DEFAULT_STATUSES: Readonly<Record<PaymentFlow, readonly ImportStatus[]>> = {
  classic: ['placed', 'processing', 'charged'],
  'auto-charge': ['charged'],
};

/** Long enough for any word, short enough for a search attribute. */
const RAW_LENGTH_MAX = 40;

/** The words of orders beside those of the filter, in small letters and in one; Houzz mixes the two vocabularies. */
const KIND_OF_WORD: ReadonlyMap<string, KnownStatus> = new Map([
  ['placed', 'placed'],
  ['new', 'placed'],
  ['processing', 'processing'],
  ['inproduction', 'processing'],
  ['charged', 'charged'],
  ['failedtocharge', 'charge-failed'],
  ['shipped', 'shipped'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
]);

/** The filter word that lists orders of a status; it differs from the word inside the orders. */
export const FILTER_WORD: Readonly<Record<ImportStatus, string>> = {
  placed: 'New',
  processing: 'InProduction',
  charged: 'Charged',
  'charge-failed': 'FailedToCharge',
};

/** Reads the status word of an order. */
export function readStatus(word: string): ChannelStatus {
  // Only what parts words is passed over: a sign or a number more may make it another status.
  const kind = KIND_OF_WORD.get(word.toLowerCase().replace(/[ _-]/g, ''));
  // Cut between characters: a half of one would come back from the server as another word.
  return kind === undefined
    ? { kind: 'unrecognised', raw: Array.from(word).slice(0, RAW_LENGTH_MAX).join('') }
    : { kind };
}
