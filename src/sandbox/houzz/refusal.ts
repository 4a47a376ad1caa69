/** Why Houzz refuses a request. The words are this sandbox's own: no code of the real service is known. */
export type RefusalCode =
  | 'unauthorised'
  | 'permission-missing'
  | 'unknown-method'
  | 'invalid-request'
  | 'not-found'
  | 'illegal-action'
  | 'charge-declined';

/** A request answered with Ack=Error and one error for each reason. */
export class HouzzRefusal extends Error {
  readonly code: RefusalCode;
  readonly reasons: readonly string[];

  constructor(code: RefusalCode, ...reasons: readonly [string, ...string[]]) {
    super(reasons.join(' '));
    this.name = 'HouzzRefusal';
    this.code = code;
    this.reasons = reasons;
  }
}
