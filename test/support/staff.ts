import assert from 'node:assert/strict';
import { DEMO_TRADEGECKO_TOKEN } from '../../src/sandbox/sandbox.js';
import type { Bridge } from './bridge.js';

/** One call of TradeGecko as its staff, or another client of the account, makes it. */
interface StaffCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
}

/** Calls TradeGecko past the bridge; gives what it answers. */
export async function callAsStaff(bridge: Bridge, { method, path, body }: StaffCall): Promise<unknown> {
  const response = await fetch(`${bridge.config.tradegecko.baseUrl}${path}`, {
    method,
    headers: { Authorization: `Bearer ${DEMO_TRADEGECKO_TOKEN}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path} answers ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Changes a record of TradeGecko as its staff does: by its own means, past the bridge. */
export async function changeRecord(bridge: Bridge, path: string, body: unknown): Promise<void> {
  await callAsStaff(bridge, { method: 'PUT', path, body });
}
