import type { PostalAddress } from '../../domain/channel-order.js';
import { DECISIONS, readResolution, type Decision } from '../../domain/resolution.js';
import {
  CANCEL_DECISIONS,
  type CancelDecision,
  type ResolveAttention,
  type ResolveCancellation,
} from '../../messages/order-messages.js';
import type { ReadArguments } from '../arguments.js';
import { usageError } from '../command-error.js';

/** What a person says, and which of the two updates takes it. */
export type ResolveRequest =
  | { readonly kind: 'attention'; readonly payload: ResolveAttention }
  | { readonly kind: 'cancellation'; readonly payload: ResolveCancellation };

/** The options that correct an address, with the part that each corrects. */
export const ADDRESS_OPTIONS: readonly {
  readonly option: string;
  readonly part: keyof PostalAddress;
  readonly what: string;
}[] = [
  { option: 'address-line1', part: 'line1', what: 'first line of the address' },
  { option: 'address-line2', part: 'line2', what: 'second line of the address' },
  { option: 'city', part: 'city', what: 'city' },
  { option: 'state', part: 'state', what: 'state' },
  { option: 'postal-code', part: 'postalCode', what: 'postal code' },
  { option: 'country', part: 'country', what: 'country' },
  { option: 'phone', part: 'phone', what: 'phone' },
];

const BY_DEFAULT = 'operator';

/** Reads the options; a usage error says what cannot be used, before anything is sent. */
export function readResolve(args: ReadArguments): ResolveRequest {
  const by = args.text('by') ?? BY_DEFAULT;
  const words = [...CANCEL_DECISIONS, ...decisionWords()];
  const decision = args.choice('decision', words);
  if (decision !== undefined && isCancelDecision(decision)) {
    return { kind: 'cancellation', payload: { decision, by } };
  }
  const line = lineOf(args);
  const address = addressOf(args);
  const payload = {
    by,
    why: args.required('why'),
    ...(decision === undefined ? {} : { decision }),
    ...(line === undefined ? {} : { line }),
    ...(address === undefined ? {} : { address }),
  };
  assertReadable(payload);
  return { kind: 'attention', payload };
}

const isCancelDecision = (word: string): word is CancelDecision => CANCEL_DECISIONS.some((one) => one === word);

const isDecision = (word: string): word is Decision => Object.hasOwn(DECISIONS, word);

const decisionWords = (): readonly Decision[] => Object.keys(DECISIONS).filter(isDecision);

function lineOf(args: ReadArguments): ResolveAttention['line'] {
  const [sku, newSku, price] = [args.text('sku'), args.text('new-sku'), args.text('price')];
  const bounds = { min: 1, max: 1_000_000 };
  const [number, quantity] = [args.whole('line', bounds), args.whole('quantity', bounds)];
  if ([number, sku, newSku, quantity, price].every((part) => part === undefined)) return undefined;
  return {
    ...(number === undefined ? {} : { number }),
    ...(sku === undefined ? {} : { sku }),
    ...(newSku === undefined ? {} : { newSku }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(price === undefined ? {} : { price }),
  };
}

function addressOf(args: ReadArguments): ResolveAttention['address'] {
  const parts = ADDRESS_OPTIONS.flatMap(({ option, part }) => {
    const value = args.text(option);
    return value === undefined ? [] : [[part, value] as const];
  });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

/** The workflow reads with the same function: what it could not read is told here, without a call. */
function assertReadable(payload: ResolveAttention): void {
  try {
    readResolution(payload);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const next = 'Give one line (--line or --sku), parts of the address, or one --decision.';
    throw usageError('This cannot be told to an order.', error.message, next);
  }
}
