import { createClock, type SandboxClock } from './clock.js';
import { createControlDesk } from './control/control.js';
import { generalControlRoutes } from './control/routes.js';
import { createFaultBook } from './faults/book.js';
import { lockFolder } from './folder-lock.js';
import { respond, type Front } from './front.js';
import { openHouzz, type HouzzOptions } from './houzz/service.js';
import { HOUZZ_SWITCHES } from './houzz/switches.js';
import { openLedger } from './ledger.js';
import { createRandom } from './random.js';
import { plantWorld, type PlantPlan } from './seed/world.js';
import { listen, type ListeningServer } from './server.js';
import type { ControlRoute, SandboxWorld, SwitchDeclaration } from './service.js';
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

/** Every switch of the sandbox: what nobody knows of the two services, with the readings it can be given. */
export const SWITCHES: readonly SwitchDeclaration[] = [...HOUZZ_SWITCHES, ...TRADEGECKO_SWITCHES];

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
  /** The sandbox's time at its first start, an ISO instant; the machine's unless told. */
  readonly startAt?: string;
  /** What a fresh folder is filled with before the ports open; a folder that holds a world keeps it. */
  readonly plant?: PlantPlan;
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
  const lock = options.stateDir === undefined ? undefined : lockFolder(options.stateDir);
  try {
    return await startInside(options, () => lock?.release());
  } catch (error) {
    lock?.release();
    throw error;
  }
}

async function startInside(options: SandboxOptions, release: () => void): Promise<Sandbox> {
  const state = openState(options.stateDir);
  try {
    const world = openWorld(state, options);
    if (options.plant !== undefined) await plantWorld({ world, options, seed: options.seed ?? 1 }, options.plant);
    const sandbox = await openPorts(options, world);
    const end = async (): Promise<void> => {
      await sandbox.close();
      release();
    };
    let ended: Promise<void> | undefined;
    return { ...sandbox, close: () => (ended ??= end()) };
  } catch (error) {
    state.close();
    throw error;
  }
}

type World = SandboxWorld & { readonly switches: SwitchBoard };

function openWorld(state: SandboxState, options: SandboxOptions): World {
  const clock = openClock(state, options.startAt);
  const switches = createSwitches(state, SWITCHES);
  switches.set(options.switches ?? {});
  return { state, clock, switches, ledger: openLedger(state, clock) };
}

function openClock(state: SandboxState, startAt: string | undefined): SandboxClock {
  const kept = state.table<number>('clock');
  const offsetMs = kept.get('offsetMs') ?? (startAt === undefined ? 0 : Date.parse(startAt) - Date.now());
  // Kept from the first start on, because a sandbox that starts again must not go back in time.
  if (startAt !== undefined && kept.get('offsetMs') === undefined) kept.put('offsetMs', offsetMs);
  return createClock(offsetMs);
}

async function openPorts(options: SandboxOptions, world: World): Promise<Sandbox> {
  const faults = createFaultBook();
  const closing = new AbortController();
  const seed = options.seed ?? 1;
  const urls = { houzzUrl: '', tradegeckoUrl: '' };
  const houzz = openHouzz(world, options.houzz, createRandom(seed));
  const tradegecko = createTradegeckoService(world, options.tradegecko);
  const ports: ListeningServer[] = [];
  const routes: readonly ControlRoute[] = [
    ...generalControlRoutes({
      world,
      faults,
      seed,
      urls: () => urls,
      calls: () => routes.map(({ method, path }) => `${method} ${path}`),
      comeBack: () => {
        for (const port of ports) port.comeBack();
      },
    }),
    ...houzz.controlRoutes,
    ...tradegeckoControlRoutes(world, options.tradegecko),
  ];
  const control = createControlDesk(world, routes);
  const shared = { world, control, faults, closing: closing.signal };
  const first = await openPort({ ...shared, name: 'houzz', service: houzz.service }, options.houzzPort ?? 0);
  const second = await openPort(
    { ...shared, name: 'tradegecko', service: tradegecko },
    options.tradegeckoPort ?? 0,
  ).catch(async (error: unknown) => {
    await first.close();
    throw error;
  });
  ports.push(first, second);
  urls.houzzUrl = first.url;
  urls.tradegeckoUrl = second.url;
  world.state.commit();
  tradegecko.start?.(second.url);
  return {
    ...urls,
    async close() {
      closing.abort();
      tradegecko.close?.();
      await Promise.all([first.close(), second.close()]);
      world.state.close();
    },
  };
}

const TITLES = { houzz: 'the Houzz side of the sandbox', tradegecko: 'the TradeGecko side of the sandbox' } as const;

async function openPort(side: Omit<Front, 'goDown'>, port: number): Promise<ListeningServer> {
  const front: Front = {
    ...side,
    goDown: (forMs) => {
      server.goDown(forMs);
    },
  };
  const server = await listen({
    name: TITLES[side.name],
    port,
    respond: (message, response) => respond(front, message, response),
  });
  return server;
}
