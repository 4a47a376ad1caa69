import { ApiError, type ApiErrorCode } from '../ports/api-error.js';
import type { CallName } from './paginate.js';

/** How a call ended: `held-back` was never made, as the quota was spent; `given-up` by whoever asked. */
export type CallOutcome = 'ok' | 'held-back' | 'given-up' | ApiErrorCode;

/** One call to a service that has ended, for counting. Holds no id, no name and no value. */
export interface ObservedCall {
  readonly service: string;
  readonly operation: string;
  readonly outcome: CallOutcome;
  readonly tookMs: number;
}

export type CallObserver = (call: ObservedCall) => void;

/** Makes a call and tells the observer, if there is one, how it ended. */
export async function observed<T>(
  call: CallName,
  onCall: CallObserver | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const startedMs = performance.now();
  const tell = (outcome: CallOutcome): void => {
    onCall?.({ service: call.service, operation: operationOf(call), outcome, tookMs: performance.now() - startedMs });
  };
  try {
    const result = await work();
    tell('ok');
    return result;
  } catch (error) {
    tell(outcomeOf(error));
    throw error;
  }
}

/** Ids would make a row of their own each, and say which order a call was about. */
function operationOf({ method, path }: CallName): string {
  return path.startsWith('/') ? `${method} ${path.replaceAll(/\/\d[^/]*/g, '/:id')}` : path;
}

function outcomeOf(error: unknown): CallOutcome {
  if (!(error instanceof ApiError)) return 'given-up';
  const isHeldBack = error.code === 'rate-limited' && error.details.status === undefined;
  return isHeldBack ? 'held-back' : error.code;
}
