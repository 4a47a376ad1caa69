/** Everything that can go wrong in a call to a service, as a closed set. */
export type ApiErrorCode =
  | 'unreachable'
  | 'timed-out'
  | 'rate-limited'
  | 'refused'
  | 'unauthorised'
  | 'not-found'
  | 'server-fault'
  | 'unexpected-shape';

export interface ApiErrorDetails {
  readonly code: ApiErrorCode;
  /** The service in its own name, e.g. `Houzz`. */
  readonly service: string;
  readonly method: string;
  /** Path or operation, without query values that could hold personal data. */
  readonly path: string;
  /** One sentence: what happened. Never a secret, a name, an address or a body. */
  readonly what: string;
  /** One sentence: what to do about it, where that is more than its code says. */
  readonly next?: string;
  readonly status?: number;
  /** Milliseconds until the call may be made again; only with `rate-limited`. */
  readonly retryAfterMs?: number;
  /** True when the request may have been applied although no good answer came. */
  readonly mayHaveBeenApplied?: boolean;
}

/** A failed call to a service. The message holds neither secrets nor personal data. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly details: ApiErrorDetails;
  /** The message without what to do, for those who say that apart. */
  readonly summary: string;

  constructor(details: ApiErrorDetails, cause?: unknown) {
    const { service, method, path, code, what, next } = details;
    const summary = `${service}: ${method} ${path} failed (${code}): ${what}`;
    super(next === undefined ? summary : `${summary}. ${next}`, cause === undefined ? {} : { cause });
    this.name = 'ApiError';
    this.code = code;
    this.details = details;
    this.summary = summary;
  }
}
