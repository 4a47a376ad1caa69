import { ApiError, type ApiErrorDetails } from '../ports/api-error.js';

/** How far one reading of a list may go before it counts as endless. */
export interface ReadingBound {
  readonly pages: number;
  readonly rows: number;
}

/** Where a reading stands: how many rows and pages came so far. */
export interface Progress {
  readonly rows: number;
  readonly pages: number;
}

/** The call that a reading makes, as errors name it. */
export type CallName = Pick<ApiErrorDetails, 'service' | 'method' | 'path'>;

/** Refuses to go on beyond the bound: a service that ignores the offset would answer the same page for ever. */
export function assertWithin(bound: ReadingBound, progress: Progress, call: CallName): void {
  if (progress.pages < bound.pages && progress.rows < bound.rows) return;
  const what = `the list does not end within ${bound.pages} pages or ${bound.rows} rows`;
  throw new ApiError({ ...call, code: 'unexpected-shape', what });
}

/** A cursor was handed in that this client did not make. */
export function foreignCursor(call: CallName): ApiError {
  return new ApiError({ ...call, code: 'unexpected-shape', what: 'the cursor is none of this client' });
}

/** Cuts a list into batches, so that no request grows with it. */
export function inBatches<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const batches: T[][] = [];
  for (let start = 0; start < list.length; start += size) batches.push(list.slice(start, start + size));
  return batches;
}
