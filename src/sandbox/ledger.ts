import type { SandboxClock } from './clock.js';
import type { Json, SandboxState } from './state.js';

export type ServiceName = 'houzz' | 'tradegecko';

/** One request that reached a service, answered or not. */
export type LedgerCall = {
  readonly kind: 'call';
  readonly seq: number;
  readonly at: string;
  readonly service: ServiceName;
  /** What was asked in the service's own words: `GET getOrders`, `POST updateOrder Ship`, `POST /orders`, `GET /variants`. */
  readonly operation: string;
  /** HTTP status of the answer; null when the connection was cut instead (a fault). */
  readonly status: number | null;
  /** The name of the fault that struck, if one did. */
  readonly fault?: string;
  /** The quota left in the window after this call (TradeGecko only). */
  readonly quotaRemaining?: number;
};

/** One change of state, made by a call or through the control API. */
export type LedgerEffect = {
  readonly kind: 'effect';
  readonly seq: number;
  readonly at: string;
  readonly service: ServiceName;
  /** Whether a client's call, the control API (a person in the web screens, a buyer) or the passing of time made it. */
  readonly by: 'call' | 'control' | 'clock';
  /** What happened, e.g. `order.created`, `order.voided`, `order.shipped`, `order.cancelled`, `stock.set`. */
  readonly effect: string;
  /** The record it happened to: Houzz's OrderId or SKU, TradeGecko's id. */
  readonly subject: string;
  readonly details: { readonly [key: string]: Json };
};

export type LedgerEntry = LedgerCall | LedgerEffect;

/** The sandbox's own list of every call and every effect, in order: the judge in all tests. */
export interface Ledger {
  call(entry: Omit<LedgerCall, 'kind' | 'seq' | 'at'>): void;
  effect(entry: Omit<LedgerEffect, 'kind' | 'seq' | 'at'>): void;
  /** Entries with a sequence number above `after`, oldest first. */
  read(after?: number): LedgerEntry[];
}

/** Opens the ledger inside a state; it is committed with it. */
export function openLedger(state: SandboxState, clock: SandboxClock): Ledger {
  const table = state.table<LedgerEntry>('ledger');
  // Entries are never taken out, so the one numbered n stands at n - 1 and a read costs only what it returns.
  const entries = [...table.values()];
  const stamp = () => ({ seq: entries.length + 1, at: new Date(clock.now()).toISOString() });
  const keep = (entry: LedgerEntry): void => {
    entries.push(entry);
    table.put(String(entry.seq), entry);
  };
  return {
    call: (entry) => {
      keep({ kind: 'call', ...stamp(), ...entry });
    },
    effect: (entry) => {
      keep({ kind: 'effect', ...stamp(), ...entry });
    },
    read: (after = 0) => entries.slice(Math.max(0, after)),
  };
}
