import type { ChannelStatus } from '../../domain/channel-order.js';
import type { CallOptions } from '../../ports/call.js';
import type { AuthoriseResult, OrderKey } from '../../ports/marketplace.js';
import type { HouzzCalls } from './calls.js';
import { refusalOf, type StatusOf } from './status-of.js';
import type { PaymentFlow } from './statuses.js';

/** What authorising takes: the calls, a way to read one order back, and whose task it is. */
export interface AuthoriseTools {
  readonly calls: HouzzCalls;
  readonly statusOf: StatusOf;
  readonly flow: PaymentFlow;
}

/** Process, then Charge: an order that needs a third action is not moving. */
const ACTIONS_MAX = 2;

/**
 * Leads an order to `Charged` in the classic flow. The order is read before each action and after the last, because
 * an answer may have been lost before, and whether a success means that the card was good is unknown.
 */
export async function authoriseOrder(
  { calls, statusOf, flow }: AuthoriseTools,
  order: OrderKey,
  options: CallOptions,
): Promise<AuthoriseResult> {
  let status = await statusOf(order, options);
  for (let actions = 0; actions < ACTIONS_MAX; actions += 1) {
    const action = flow === 'classic' ? ACTION_IN.get(status?.kind) : undefined;
    if (action === undefined) break;
    const fields = [
      ['OrderId', order.orderId],
      ['Action', action],
    ] as const;
    const refusal = await refusalOf(calls.write('updateOrder', fields, options));
    const before = status;
    status = await statusOf(order, options);
    if (refusal !== null && status?.kind === before?.kind) return { kind: 'refused', what: refusal, status };
  }
  return resultOf(status);
}

/** The action that leads on. A declined card has none: the buyer is asked to mend it, and charging it again is rude. */
const ACTION_IN: ReadonlyMap<ChannelStatus['kind'] | undefined, string> = new Map([
  ['placed', 'Process'],
  ['processing', 'Charge'],
]);

function resultOf(status: ChannelStatus | null): AuthoriseResult {
  if (status === null) return { kind: 'refused', what: 'the order is not in a complete answer of Houzz', status };
  if (status.kind === 'charged') return { kind: 'authorised' };
  if (status.kind === 'charge-failed') return { kind: 'declined' };
  const word = status.kind === 'unrecognised' ? status.raw : status.kind;
  return { kind: 'refused', what: `the order is "${word}" in Houzz, so its payment cannot be authorised`, status };
}
