import type { SandboxWorld } from '../service.js';

/** How many calls an application has in each window, with one account. */
export interface QuotaSettings {
  readonly limit: number;
  /** Whole seconds, since resets are told in seconds. */
  readonly windowMs: number;
}

/** Whose quota is meant. */
export interface QuotaScope {
  readonly world: SandboxWorld;
  readonly applicationId: number;
  /** What the account was opened with. */
  readonly initial: QuotaSettings;
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

/** Sets the quota of every application from now on; a setting made while the sandbox runs outlives its restart. */
export function setQuota(world: SandboxWorld, settings: QuotaSettings): void {
  world.state.table<QuotaSettings>(SETTINGS_TABLE).put(KEY, settings);
}

/** Takes one call from the window, if one is left. */
export function takeCall(scope: QuotaScope): QuotaStand {
  const { limit, window, endMs } = currentWindow(scope);
  if (window.used >= limit) return standOf({ limit, used: limit, endMs }, true);
  const used = window.used + 1;
  windowsOf(scope).put(windowKey(scope), { startMs: window.startMs, used });
  return standOf({ limit, used, endMs }, false);
}

/** Reads where the quota stands without taking from it. */
export function peekQuota(scope: QuotaScope): QuotaStand {
  const { limit, window, endMs } = currentWindow(scope);
  return standOf({ limit, used: Math.min(limit, window.used), endMs }, false);
}

/** Windows are fixed: every recorded reset is a whole multiple of the window's length since the epoch. */
function currentWindow(scope: QuotaScope): { limit: number; window: Window; endMs: number } {
  const { world, initial } = scope;
  const { limit, windowMs } = world.state.table<QuotaSettings>(SETTINGS_TABLE).get(KEY) ?? initial;
  const startMs = Math.floor(world.clock.now() / windowMs) * windowMs;
  const kept = windowsOf(scope).get(windowKey(scope));
  return { limit, window: kept?.startMs === startMs ? kept : { startMs, used: 0 }, endMs: startMs + windowMs };
}

function windowsOf({ world }: QuotaScope): ReturnType<typeof world.state.table<Window>> {
  return world.state.table<Window>(WINDOW_TABLE);
}

/** The sandbox holds one account, so an application alone names its window. */
function windowKey({ applicationId }: QuotaScope): string {
  return String(applicationId);
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
