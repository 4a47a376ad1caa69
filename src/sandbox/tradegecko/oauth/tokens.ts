import { createHash, randomBytes } from 'node:crypto';
import type { SandboxWorld } from '../../service.js';
import { OWNER, type Caller } from '../store.js';

/** An access token; only its hash is kept. */
export interface TokenRecord extends Caller {
  readonly id: number;
  readonly hash: string;
  /** Made by hand in the web screens, or by OAuth. */
  readonly kind: 'privileged' | 'oauth';
  /** The OAuth connection that it was issued to. */
  readonly connectionId: number | null;
  readonly madeAt: string;
  /** Privileged tokens never expire. */
  readonly expiresAtMs: number | null;
  readonly isRevoked: boolean;
}

const TABLE = 'tradegecko.tokens';
/** The token that the sandbox was started with; each start may bring another. */
const FIRST_ID = 1;

/** Hashes a secret, so that none stands in the state. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Makes a new secret, as long as the real ones were. */
export function makeSecret(): string {
  return randomBytes(32).toString('hex');
}

/** Takes the token that the sandbox was started with; one that was revoked since stays so. */
export function plantToken(world: SandboxWorld, token: string): void {
  const tokens = world.state.table<TokenRecord>(TABLE);
  const old = findTokenById(world, FIRST_ID);
  const hash = hashOf(token);
  if (old?.hash === hash) return;
  if (old !== undefined) tokens.delete(old.hash);
  tokens.put(hash, { ...unexpiring(world, OWNER), id: FIRST_ID, hash });
}

/** Makes a privileged token and tells it, once. */
export function makePrivilegedToken(world: SandboxWorld, caller: Caller): { id: number; token: string } {
  return keep(world, unexpiring(world, caller));
}

/** Issues the access token of a connection. */
export function issueToken(
  world: SandboxWorld,
  of: { caller: Caller; connectionId: number; expiresAtMs: number },
): string {
  forgetExpired(world);
  const { caller, connectionId, expiresAtMs } = of;
  return keep(world, { ...unexpiring(world, caller), kind: 'oauth', connectionId, expiresAtMs }).token;
}

/** The token that a call came with, if it still opens anything. */
export function findLiveToken(world: SandboxWorld, token: string): TokenRecord | undefined {
  const found = world.state.table<TokenRecord>(TABLE).get(hashOf(token));
  return found !== undefined && isLive(world, found) ? found : undefined;
}

/** Whether a token is still taken. */
export function isLive(world: SandboxWorld, token: TokenRecord): boolean {
  return !token.isRevoked && (token.expiresAtMs === null || world.clock.now() < token.expiresAtMs);
}

/** All tokens, in the order in which they were made. */
export function tokensOf(world: SandboxWorld): readonly TokenRecord[] {
  return [...world.state.table<TokenRecord>(TABLE).values()];
}

/** The token of an id. */
export function findTokenById(world: SandboxWorld, id: number): TokenRecord | undefined {
  return tokensOf(world).find((token) => token.id === id);
}

/** Ends a token for good. */
export function revokeToken(world: SandboxWorld, token: TokenRecord): TokenRecord {
  return replace(world, { ...token, isRevoked: true });
}

/** Ends the tokens of a connection at a moment, unless they end before. */
export function endTokens(world: SandboxWorld, connectionId: number, atMs: number): void {
  for (const token of tokensOf(world)) {
    if (token.connectionId !== connectionId || token.expiresAtMs === null) continue;
    replace(world, { ...token, expiresAtMs: Math.min(token.expiresAtMs, atMs) });
  }
}

function unexpiring(world: SandboxWorld, { applicationId, userId }: Caller): Omit<TokenRecord, 'id' | 'hash'> {
  const madeAt = new Date(world.clock.now()).toISOString();
  return { kind: 'privileged', applicationId, userId, connectionId: null, madeAt, expiresAtMs: null, isRevoked: false };
}

function keep(world: SandboxWorld, made: Omit<TokenRecord, 'id' | 'hash'>): { id: number; token: string } {
  const token = makeSecret();
  const id = FIRST_ID + world.state.nextNumber(TABLE);
  replace(world, { ...made, id, hash: hashOf(token) });
  return { id, token };
}

function replace(world: SandboxWorld, token: TokenRecord): TokenRecord {
  world.state.table<TokenRecord>(TABLE).put(token.hash, token);
  return token;
}

/** A connection gets a new token every two hours; the old ones need not be kept. */
function forgetExpired(world: SandboxWorld): void {
  for (const token of tokensOf(world)) {
    if (token.kind === 'oauth' && !isLive(world, token)) world.state.table<TokenRecord>(TABLE).delete(token.hash);
  }
}
