import type { ConnectionId } from '../domain/ids.js';
import type { ActivityObserver } from './watch-activities.js';

/** The three comparisons of a connection, as health and metrics call them. */
export const SWEEPS = ['orders', 'shipments', 'inventory'] as const;

export type Sweep = (typeof SWEEPS)[number];

/** The latest end of a sweep in this process. */
export interface SweepSeen {
  /** ISO 8601 in UTC. */
  readonly endedAt: string;
  readonly outcome: string;
}

export type SweepsSeen = Readonly<Record<Sweep, SweepSeen | null>>;

/** Remembers the latest sweeps of each connection. */
export interface SweepBook {
  readonly note: ActivityObserver;
  readonly of: (connection: ConnectionId) => SweepsSeen;
}

const SWEEP_OF_ACTIVITY: Readonly<Record<string, Sweep>> = {
  sweepOrders: 'orders',
  sweepShipments: 'shipments',
  syncStock: 'inventory',
};

const NONE: SweepsSeen = { orders: null, shipments: null, inventory: null };

/** Makes a book that has seen nothing yet. */
export function createSweepBook(): SweepBook {
  const seen = new Map<ConnectionId, SweepsSeen>();
  const of = (connection: ConnectionId): SweepsSeen => seen.get(connection) ?? NONE;
  return {
    note({ connection, activity, outcome }) {
      const sweep = SWEEP_OF_ACTIVITY[activity];
      if (sweep === undefined) return;
      seen.set(connection, { ...of(connection), [sweep]: { endedAt: new Date().toISOString(), outcome } });
    },
    of,
  };
}
