import type { Random } from '../random.js';
import type { SandboxWorld } from '../service.js';
import type { HOUZZ_SWITCHES } from './switches.js';
import type { ListingStore } from './listing-store.js';
import type { OrderStore } from './order-store.js';
import type { XmlElement } from './xml.js';

export interface HouzzOptions {
  readonly token: string;
  readonly userName: string;
  readonly appName: string;
  /** A vendor sells to Houzz: its lines carry `Cost` where a seller's carry `Price`. Seller unless told. */
  readonly accountType?: 'seller' | 'vendor';
  /** What a gateway in front of the address asks for, as one that stands before a staging system may. Nothing unless told. */
  readonly basicAuth?: { readonly user: string; readonly password: string };
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
  /** The written request whole, for fields that hold other fields; undefined for a reading. */
  readonly document: XmlElement | undefined;
}

/** Who made a change: a client's call, a person in the web screens, or time alone. */
export type By = 'call' | 'control' | 'clock';

/** The sandbox's now as an ISO instant. */
export function nowAt(desk: HouzzDesk): string {
  return new Date(desk.world.clock.now()).toISOString();
}
