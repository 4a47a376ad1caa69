import type { ServiceName } from '../ledger.js';

/** Faults that need nothing told beside their kind. */
export const BARE_KINDS = [
  'cut',
  'reset',
  'half',
  'cut-head',
  'garbage',
  'error-page',
  'noise',
  'empty',
  'no-content',
  'gzip',
  'gzip-broken',
  'gzip-label',
  'chunk-cut',
  'chunk-garbled',
  'bad-start',
  'invalid-header',
  'double-length',
  'twice',
  'close-after',
  'http10',
] as const;
type BareKind = (typeof BARE_KINDS)[number];

/** How a fault shows on the wire. */
export type FaultShape =
  | { readonly kind: BareKind }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  | { readonly kind: 'slow' | 'drip' | 'drip-head'; readonly delayMs: number }
  | { readonly kind: 'down'; readonly downMs: number }
  | { readonly kind: 'length'; readonly by: number }
  | { readonly kind: 'type'; readonly contentType: string }
  | { readonly kind: 'charset'; readonly encoding: 'utf-16le' | 'latin1'; readonly label?: string }
  | { readonly kind: 'huge-header' | 'gzip-bomb' | 'endless'; readonly bytes?: number }
  | { readonly kind: 'interim'; readonly count?: number };

/** The name of a fault's kind. */
export type FaultKind = FaultShape['kind'];

/** All that can be told of any kind. */
export interface FaultOptions {
  readonly kind?: FaultKind;
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly location?: string;
  readonly delayMs?: number;
  readonly downMs?: number;
  readonly by?: number;
  readonly contentType?: string;
  readonly encoding?: 'utf-16le' | 'latin1';
  readonly label?: string;
  readonly bytes?: number;
  readonly count?: number;
}

/** What a fault does: before the effect happens, after it, in the answer, or by never answering. */
export type FaultStroke =
  | { readonly place: 'silence'; readonly applied?: boolean; readonly kind?: FaultKind }
  | ({ readonly place: 'before' | 'after' | 'answer' } & FaultShape);

/** Which calls a fault strikes, and how often. */
export type FaultAim = {
  readonly name?: string;
  readonly service: ServiceName;
  /** The ledger's operation words, or how they begin; absent: every call. */
  readonly operation?: string;
  /** How many calls it strikes; 1 unless told. */
  readonly times?: number;
  /** How many matching calls it lets pass first. */
  readonly skip?: number;
  /** Strikes a matching call only with this chance, drawn from `seed`. */
  readonly probability?: number;
  readonly seed?: number;
};

/** A disturbance that waits for its call; at the place `any`, each stroke is drawn from `seed` when it falls. */
export type Fault = FaultAim & (FaultStroke | { readonly place: 'any' });

/** A fault at the moment it strikes. */
export type StruckFault = FaultAim & FaultStroke;

/** What a fault is called in the ledger. */
export function nameOf(fault: StruckFault): string {
  return fault.name ?? (fault.place === 'silence' ? 'silence' : `${fault.place} ${fault.kind}`);
}
