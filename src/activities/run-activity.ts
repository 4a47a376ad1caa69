import { CancelledFailure, Context } from '@temporalio/activity';
import type { CallOptions } from '../ports/call.js';
import { toFailure } from './failures.js';

/** A quick call is over before its first beat, and so costs none. */
const FIRST_BEAT_MS = 4_000;

/** What ends the calls of an activity early. */
type EndsOn = 'any-cancel' | 'shutdown';

/**
 * Runs the body of an activity: beats while it works, hands its calls a signal that ends them, and turns ApiErrors
 * into failures that a workflow can branch on. A write ends on `shutdown` only: a cancel of the order waits for the
 * answer of a write under way, because a write cut off is one whose effect nobody knows.
 */
export async function runActivity<T>(endsOn: EndsOn, work: (call: CallOptions) => Promise<T>): Promise<T> {
  const context = Context.current();
  const { heartbeatTimeoutMs } = context.info;
  const beatMs = Math.min(FIRST_BEAT_MS, (heartbeatTimeoutMs ?? FIRST_BEAT_MS * 4) / 4);
  const beat = setInterval(() => {
    context.heartbeat();
  }, beatMs);
  const ended = new AbortController();
  const onCancel = (): void => {
    const reason: unknown = context.cancellationSignal.reason;
    const isShutdown = reason instanceof CancelledFailure && reason.message === 'WORKER_SHUTDOWN';
    if (endsOn === 'any-cancel' || isShutdown) ended.abort(reason);
  };
  context.cancellationSignal.addEventListener('abort', onCancel, { once: true });
  try {
    return await work({ signal: ended.signal });
  } catch (error) {
    if (ended.signal.aborted) throw ended.signal.reason;
    throw toFailure(error);
  } finally {
    clearInterval(beat);
    context.cancellationSignal.removeEventListener('abort', onCancel);
  }
}
