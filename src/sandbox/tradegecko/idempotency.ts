import type { SandboxWorld } from '../service.js';
import type { Answer } from './answers.js';
import { genericError } from './answers.js';
import { stands } from './switches.js';

/** A key as its application sent it; two applications may well count in the same way. */
export interface ScopedKey {
  readonly applicationId: number;
  readonly key: string;
}

interface SpentKey {
  readonly key: string;
  readonly atMs: number;
}

const KEY_LIFE_MS = 24 * 60 * 60 * 1000;
const TABLE = 'tradegecko.idempotency-keys';

/** The answer to a key that was used within 24 hours; undefined for a new one. */
export function answerToRepeatedKey(world: SandboxWorld, scoped: ScopedKey): Answer | undefined {
  const spent = world.state.table<SpentKey>(TABLE).get(nameOf(scoped));
  if (spent === undefined || world.clock.now() - spent.atMs >= KEY_LIFE_MS) return undefined;
  const message = 'Duplicate Idempotency Key header detected';
  return stands(world, 'tradegecko.duplicate-key-status', '409')
    ? genericError(409, 'Conflict', message)
    : genericError(400, 'Bad Request', message);
}

/** Remembers a key after its call; whether a refused call spends its key is unknown. */
export function spendKey(world: SandboxWorld, scoped: ScopedKey, status: number): void {
  if (status >= 400 && stands(world, 'tradegecko.refused-call-spends-key', 'no')) return;
  const keys = world.state.table<SpentKey>(TABLE);
  const key = nameOf(scoped);
  forgetExpired(world);
  keys.delete(key);
  keys.put(key, { key, atMs: world.clock.now() });
}

function nameOf({ applicationId, key }: ScopedKey): string {
  return `${applicationId} ${key}`;
}

/** Keys stand in the order of their use, so the expired ones come first. */
function forgetExpired(world: SandboxWorld): void {
  const keys = world.state.table<SpentKey>(TABLE);
  for (const { key, atMs } of keys.values()) {
    if (world.clock.now() - atMs < KEY_LIFE_MS) return;
    keys.delete(key);
  }
}
