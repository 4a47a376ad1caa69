import { ApplicationFailure } from '@temporalio/common';
import { ApiError, type ApiErrorCode } from '../ports/api-error.js';

/** What Temporal does with a failed call: give up (the workflow decides), try again, or try again at a given time. */
type Treatment = 'final' | 'retry' | 'retry-after';

/** One row a code, so that a new code does not compile until someone decided. */
const TREATMENTS: Readonly<Record<ApiErrorCode, Treatment>> = {
  unreachable: 'retry',
  'timed-out': 'retry',
  'rate-limited': 'retry-after',
  refused: 'final',
  unauthorised: 'final',
  'not-found': 'final',
  'server-fault': 'retry',
  // A maintenance page or half a body is a passing thing; a real change of shape stays visible as a pending activity.
  'unexpected-shape': 'retry',
};

/** Turns what a port threw into a failure whose `type` is the error's code; other errors are our own and pass unchanged. */
export function toFailure(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { code, details } = error;
  const treatment = TREATMENTS[code];
  return ApplicationFailure.create({
    type: code,
    message: error.message,
    nonRetryable: treatment === 'final',
    details: [{ service: details.service, method: details.method, path: details.path, status: details.status ?? null }],
    ...(treatment === 'retry-after' && details.retryAfterMs !== undefined
      ? { nextRetryDelay: Math.max(1, details.retryAfterMs) }
      : {}),
  });
}
