import type { SandboxWorld } from '../service.js';

/** How many calls an account has in each window. */
export interface QuotaSettings {
  readonly limit: number;
  /** Whole seconds, since resets are told in seconds. */
  readonly windowMs: number;
}

/** Where the quota stands. */
export interface QuotaStand {
  readonly isExceeded: boolean;
  readonly remaining: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The documented quota: 300 calls in each 300 seconds. */
export const QUOTA_DEFAULT: QuotaSettings = { limit: 300, windowMs: 300_000 };

interface Window {
  readonly startMs: number;
  readonly used: number;
}
const SETTINGS_TABLE = 'tradegecko.quota-settings';
const WINDOW_TABLE = 'tradegecko.quota-window';
const KEY = 'account';

/** Whether windows of this quota can be told in whole seconds. */
export function isQuota({ limit, windowMs }: QuotaSettings): boolean {
  return Number.isInteger(limit) && limit > 0 && Number.isInteger(windowMs) && windowMs > 0 && windowMs % 1000 === 0;
}

/** Sets the account's quota from now on; a setting made while the sandbox runs outlives its restart. */
export function setQuota(world: SandboxWorld, settings: QuotaSettings): void {
  world.state.table<QuotaSettings>(SETTINGS_TABLE).put(KEY, settings);
}

/** Takes one call from the window, if one is left. */
export function takeCall(world: SandboxWorld, initial: QuotaSettings): QuotaStand {
  const { limit, window, endMs } = currentWindow(world, initial);
  if (window.used >= limit) return standOf({ limit, used: limit, endMs }, true);
  const used = window.used + 1;
  world.state.table<Window>(WINDOW_TABLE).put(KEY, { startMs: window.startMs, used });
  return standOf({ limit, used, endMs }, false);
}

/** Reads where the quota stands without taking from it. */
export function peekQuota(world: SandboxWorld, initial: QuotaSettings): QuotaStand {
  const { limit, window, endMs } = currentWindow(world, initial);
  return standOf({ limit, used: Math.min(limit, window.used), endMs }, false);
}

/** Windows are fixed: every recorded reset is a whole multiple of the window's length since the epoch. */
function currentWindow(world: SandboxWorld, initial: QuotaSettings): { limit: number; window: Window; endMs: number } {
  const { limit, windowMs } = world.state.table<QuotaSettings>(SETTINGS_TABLE).get(KEY) ?? initial;
  const startMs = Math.floor(world.clock.now() / windowMs) * windowMs;
  const kept = world.state.table<Window>(WINDOW_TABLE).get(KEY);
  return { limit, window: kept?.startMs === startMs ? kept : { startMs, used: 0 }, endMs: startMs + windowMs };
}

function standOf(of: { limit: number; used: number; endMs: number }, isExceeded: boolean): QuotaStand {
  const remaining = of.limit - of.used;
  const headers = {
    'X-Rate-Limit-Limit': String(of.limit),
    'X-Rate-Limit-Remaining': String(remaining),
    'X-Rate-Limit-Reset': String(of.endMs / 1000),
  };
  return { isExceeded, remaining, headers };
}
