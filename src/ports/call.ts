/** Given with every call to a service. */
export interface CallOptions {
  /** Ends the call when whoever asked no longer wants the answer. */
  readonly signal?: AbortSignal;
}

/** One page of a list; `nextCursor` null after the last. Cursors are opaque: only their maker reads them. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly nextCursor: string | null;
}
