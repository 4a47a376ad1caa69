import type { SandboxWorld } from '../../service.js';
import type { Application } from './applications.js';
import { endTokens, hashOf, issueToken, makeSecret } from './tokens.js';
import type { Caller } from '../store.js';
import { stands } from '../switches.js';

/** What the token endpoint hands out. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A user's consent on its way back to the application. */
interface CodeRecord extends Caller {
  readonly hash: string;
  readonly redirectUri: string;
  readonly expiresAtMs: number;
}

/** One user's standing consent for one application. */
interface ConnectionRecord extends Caller {
  readonly id: number;
  /** Of its only refresh token; the record is kept under it. */
  readonly refreshHash: string;
  /** Set once the same user connected the same application anew. */
  readonly endsAtMs: number | null;
}

/** Two hours, as documented. */
export const ACCESS_TOKEN_LIFE_MS = 7_200_000;
/** An older connection of the same user stopped working about an hour after the newer one was made. */
const REPLACED_CONNECTION_LIFE_MS = 3_600_000;
const CODE_LIFE_MS = 600_000;
const CODES = 'tradegecko.oauth-codes';
const CONNECTIONS = 'tradegecko.oauth-connections';

/** Makes the code that a user's consent is told by. */
export function issueCode(world: SandboxWorld, caller: Caller, redirectUri: string): string {
  const codes = world.state.table<CodeRecord>(CODES);
  const now = world.clock.now();
  for (const old of [...codes.values()]) if (old.expiresAtMs <= now) codes.delete(old.hash);
  const code = makeSecret();
  const hash = hashOf(code);
  codes.put(hash, { ...caller, hash, redirectUri, expiresAtMs: now + CODE_LIFE_MS });
  return code;
}

/** Exchanges a code, once; undefined for one that is unknown, used, expired, or meant for another client or address. */
export function exchangeCode(
  world: SandboxWorld,
  application: Application,
  of: { code: string; redirectUri: string },
): IssuedTokens | undefined {
  const codes = world.state.table<CodeRecord>(CODES);
  const key = hashOf(of.code);
  const found = codes.get(key);
  if (found?.applicationId !== application.id || found.redirectUri !== of.redirectUri) return undefined;
  if (world.clock.now() >= found.expiresAtMs) return undefined;
  codes.delete(key);
  const { applicationId, userId } = found;
  replaceConnections(world, found);
  const id = world.state.nextNumber(CONNECTIONS);
  return issueTo(world, { id, applicationId, userId, endsAtMs: null });
}

/** Exchanges a refresh token; the old one is dead at once. */
export function refresh(world: SandboxWorld, application: Application, token: string): IssuedTokens | undefined {
  const connections = world.state.table<ConnectionRecord>(CONNECTIONS);
  const key = hashOf(token);
  const found = connections.get(key);
  if (found?.applicationId !== application.id) return undefined;
  const now = world.clock.now();
  if (found.endsAtMs !== null && now >= found.endsAtMs) return undefined;
  connections.delete(key);
  if (stands(world, 'tradegecko.refresh-ends-access-token', 'yes')) endTokens(world, found.id, now);
  return issueTo(world, found);
}

function issueTo(world: SandboxWorld, connection: Omit<ConnectionRecord, 'refreshHash'>): IssuedTokens {
  const refreshToken = makeSecret();
  const refreshHash = hashOf(refreshToken);
  world.state.table<ConnectionRecord>(CONNECTIONS).put(refreshHash, { ...connection, refreshHash });
  const expiresAtMs = Math.min(world.clock.now() + ACCESS_TOKEN_LIFE_MS, connection.endsAtMs ?? Infinity);
  const accessToken = issueToken(world, { caller: connection, connectionId: connection.id, expiresAtMs });
  return { accessToken, refreshToken };
}

function replaceConnections(world: SandboxWorld, { applicationId, userId }: Caller): void {
  const connections = world.state.table<ConnectionRecord>(CONNECTIONS);
  const now = world.clock.now();
  const endsAtMs = now + REPLACED_CONNECTION_LIFE_MS;
  for (const connection of [...connections.values()]) {
    if (connection.endsAtMs !== null && connection.endsAtMs <= now) connections.delete(connection.refreshHash);
    if (connection.endsAtMs !== null) continue;
    if (connection.applicationId !== applicationId || connection.userId !== userId) continue;
    connections.put(connection.refreshHash, { ...connection, endsAtMs });
    endTokens(world, connection.id, endsAtMs);
  }
}
