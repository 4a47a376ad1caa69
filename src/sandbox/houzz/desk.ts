import type { Random } from '../random.js';
import type { SandboxWorld } from '../service.js';
import type { HOUZZ_SWITCHES } from './switches.js';
import type { ListingStore } from './listing-store.js';
import type { OrderStore } from './order-store.js';

export interface HouzzOptions {
  readonly token: string;
  readonly userName: string;
  readonly appName: string;
  /** A vendor sells to Houzz: its lines carry `Cost` where a seller's carry `Price`. Seller unless told. */
  readonly accountType?: 'seller' | 'vendor';
}

type HouzzSwitchName = (typeof HOUZZ_SWITCHES)[number]['name'];

/** All that Houzz's methods and the control calls work on. */
export interface HouzzDesk {
  readonly world: SandboxWorld;
  readonly options: HouzzOptions;
  readonly orders: OrderStore;
  readonly listings: ListingStore;
  readonly random: Random;
  /** The position of one of Houzz's switches. */
  reading(name: HouzzSwitchName): string;
}

/** One call of a Houzz method. */
export interface HouzzCall {
  parameter(name: string): string | undefined;
  /** The fields of a written request; empty for a reading. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Who made a change: a client's call, or a person in the web screens. */
export type By = 'call' | 'control';

/** The sandbox's now as an ISO instant. */
export function nowAt(desk: HouzzDesk): string {
  return new Date(desk.world.clock.now()).toISOString();
}
