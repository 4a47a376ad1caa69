import { createClock } from './clock.js';
import { createControlDesk } from './control.js';
import { generalControlRoutes } from './control-routes.js';
import { createFaultBook } from './faults.js';
import { respond, type Front } from './front.js';
import { openHouzz, type HouzzOptions } from './houzz/service.js';
import { HOUZZ_SWITCHES } from './houzz/switches.js';
import { openLedger } from './ledger.js';
import { createRandom } from './random.js';
import { listen, type ListeningServer } from './server.js';
import type { SandboxWorld } from './service.js';
import { openState, type SandboxState } from './state.js';
import { createSwitches, type SwitchBoard } from './switches.js';
import {
  createTradegeckoService,
  TRADEGECKO_SWITCHES,
  tradegeckoControlRoutes,
  type TradegeckoOptions,
} from './tradegecko/service.js';

/** Made-up credentials for a demonstration; neither real service ever issued them. */
export const DEMO_HOUZZ_CREDENTIALS = {
  token: 'DEMO+TOKEN/NOT/A/SECRET==',
  userName: 'demo-seller',
  appName: 'orderbridge-demo',
} as const;

/** A made-up access token for a demonstration. */
export const DEMO_TRADEGECKO_TOKEN = 'demo-token-not-a-secret';

export interface SandboxOptions {
  /** Where the state is kept; in memory only when absent. */
  readonly stateDir?: string;
  /** 0, the default, takes a free port. */
  readonly houzzPort?: number;
  readonly tradegeckoPort?: number;
  readonly houzz: HouzzOptions;
  readonly tradegecko: TradegeckoOptions;
  /** Positions that differ from the defaults. */
  readonly switches?: Readonly<Record<string, string>>;
  /** Seed of all that is drawn at random; 1 unless told. */
  readonly seed?: number;
}

export interface Sandbox {
  /** Base URL; the API's endpoint is this and `/api`. */
  readonly houzzUrl: string;
  readonly tradegeckoUrl: string;
  /** Ends both ports with their open connections, and closes the state. */
  close(): Promise<void>;
}

/** Starts both simulated services on loopback. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = openState(options.stateDir);
  try {
    return await openPorts(options, openWorld(state, options));
  } catch (error) {
    state.close();
    throw error;
  }
}

type World = SandboxWorld & { readonly switches: SwitchBoard };

function openWorld(state: SandboxState, options: SandboxOptions): World {
  const clock = createClock(state.table<number>('clock').get('offsetMs') ?? 0);
  const switches = createSwitches(state, [...HOUZZ_SWITCHES, ...TRADEGECKO_SWITCHES]);
  switches.set(options.switches ?? {});
  return { state, clock, switches, ledger: openLedger(state, clock) };
}

async function openPorts(options: SandboxOptions, world: World): Promise<Sandbox> {
  const faults = createFaultBook();
  const closing = new AbortController();
  const seed = options.seed ?? 1;
  const urls = { houzzUrl: '', tradegeckoUrl: '' };
  const houzz = openHouzz(world, options.houzz, createRandom(seed));
  const tradegecko = createTradegeckoService(world, options.tradegecko);
  const control = createControlDesk(world, [
    ...generalControlRoutes({ world, faults, seed, urls: () => urls }),
    ...houzz.controlRoutes,
    ...tradegeckoControlRoutes(world, options.tradegecko),
  ]);
  const shared = { world, control, faults, closing: closing.signal };
  const first = await openPort({ ...shared, name: 'houzz', service: houzz.service }, options.houzzPort ?? 0);
  const second = await openPort(
    { ...shared, name: 'tradegecko', service: tradegecko },
    options.tradegeckoPort ?? 0,
  ).catch(async (error: unknown) => {
    await first.close();
    throw error;
  });
  urls.houzzUrl = first.url;
  urls.tradegeckoUrl = second.url;
  world.state.commit();
  const end = async (): Promise<void> => {
    closing.abort();
    await Promise.all([first.close(), second.close()]);
    world.state.close();
  };
  let ended: Promise<void> | undefined;
  return { ...urls, close: () => (ended ??= end()) };
}

const TITLES = { houzz: 'the Houzz side of the sandbox', tradegecko: 'the TradeGecko side of the sandbox' } as const;

function openPort(front: Front, port: number): Promise<ListeningServer> {
  return listen({ name: TITLES[front.name], port, respond: (message, response) => respond(front, message, response) });
}
