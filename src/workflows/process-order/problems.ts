import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import type { BlockingReason, Problem } from '../../domain/attention.js';

/**
 * The problem behind a final failure of an activity: bad credentials are told as such, anything else a service said no
 * to gets the reason `refused`. Rethrows what is no final answer of a service: that is our own mistake, or a cancel.
 */
export function problemOf(error: unknown, refused: BlockingReason): Problem {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
  const { type, message } = error.cause;
  return { reason: type === 'unauthorised' ? 'unauthorised' : refused, what: message };
}
