import type { HouzzDesk } from './desk.js';

/** What the seller ticked for the app when it was registered. */
export const GRANTS = ['both', 'orders', 'inventory', 'none'] as const;
export type Grant = (typeof GRANTS)[number];

const TABLE = 'houzz.account';
const KEY = 'granted';

/** Grants permissions from now on, and tells the ledger. */
export function grant(desk: HouzzDesk, granted: Grant): void {
  const { state, ledger } = desk.world;
  const previous = state.table<Grant>(TABLE).get(KEY) ?? 'both';
  state.table<Grant>(TABLE).put(KEY, granted);
  const about = { service: 'houzz', by: 'control', subject: desk.options.appName } as const;
  ledger.effect({ ...about, effect: 'permissions.set', details: { granted, previous } });
}

/** Whether the token may do what needs this permission. */
export function isGranted(desk: HouzzDesk, permission: 'orders' | 'inventory'): boolean {
  const granted = desk.world.state.table<Grant>(TABLE).get(KEY) ?? 'both';
  return granted === 'both' || granted === permission;
}
