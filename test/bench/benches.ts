import type { Bench } from './bench.js';

/** A bench of the record: how long it takes on two cores, the rest read when it is run. */
export interface BenchEntry {
  /** With the usual number of rounds, in seconds; tells what is left. */
  readonly takesS: number;
  readonly load: () => Promise<Bench>;
}

/** All benches, in the order in which they run and stand in docs/performance.md. */
export const BENCHES: Readonly<Record<string, BenchEntry>> = {
  orders: { takesS: 200, load: async () => (await import('./orders.js')).ORDERS_BENCH },
  latency: { takesS: 55, load: async () => (await import('./latency.js')).LATENCY_BENCH },
  life: { takesS: 50, load: async () => (await import('./life.js')).LIFE_BENCH },
  replay: { takesS: 25, load: async () => (await import('./replay.js')).REPLAY_BENCH },
  start: { takesS: 40, load: async () => (await import('./start.js')).START_BENCH },
  list: { takesS: 90, load: async () => (await import('./list.js')).LIST_BENCH },
  connections: { takesS: 320, load: async () => (await import('./connections.js')).CONNECTIONS_BENCH },
  stock: { takesS: 150, load: async () => (await import('./stock.js')).STOCK_BENCH },
  sandbox: { takesS: 60, load: async () => (await import('./sandbox.js')).SANDBOX_BENCH },
};

/** The names of all benches. */
export const BENCH_NAMES: readonly string[] = Object.keys(BENCHES);
