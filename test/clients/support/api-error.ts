import assert from 'node:assert/strict';
import { ApiError } from '../../../src/ports/api-error.js';

/** The ApiError that a call ends with; fails when it ends otherwise. */
export async function apiErrorOf(call: Promise<unknown>): Promise<ApiError> {
  const outcome = await call.then(
    () => 'no error',
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof ApiError, `expected an ApiError, got ${String(outcome)}`);
  return outcome;
}
