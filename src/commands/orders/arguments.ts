import type { ArgsDef } from 'citty';
import type { ReadArguments } from '../arguments.js';
import { CONNECTION, EVERY_COMMAND } from '../common-arguments.js';
import type { OrderRequest } from './find.js';
import { readConnectionId } from '../pick-connection.js';

const WAIT_MS = 60_000;

/** The longest that a command which speaks to one order may take with its wait. */
export const ORDER_COMMAND_LIMIT_MS = 120_000;

/** Names the order that a command is about. */
export const ORDER = {
  id: { type: 'positional', description: 'the Houzz id, our reference, or the id in TradeGecko' },
} as const satisfies ArgsDef;

/** Has a command wait for what becomes of an order. */
export const WAIT = {
  wait: { type: 'boolean', description: `wait for the outcome, at most ${WAIT_MS / 1_000} seconds` },
} as const satisfies ArgsDef;

/** The arguments of a command that tells an order something and needs no more words for it. */
export const TELLS_ORDER = { ...ORDER, ...WAIT, ...CONNECTION, ...EVERY_COMMAND } as const satisfies ArgsDef;

/** Reads which order is meant. */
export function readOrderRequest(args: ReadArguments): OrderRequest {
  const name = args.text('connection');
  return { id: args.required('id'), ...(name === undefined ? {} : { connection: readConnectionId(name) }) };
}

/** Reads whether to wait, and how long. */
export const readWait = (args: ReadArguments): { readonly waitMs?: number } =>
  args.flag('wait') ? { waitMs: WAIT_MS } : {};
