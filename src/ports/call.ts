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

/** A page of a list that may say how long it is. */
export interface CountedPage<T> extends Page<T> {
  /** Rows of the whole list as the service counts them now; null where it does not say. */
  readonly total: number | null;
}
