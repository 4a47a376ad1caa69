/** Why Houzz refuses a request. The words are this sandbox's own: no code of the real service is known. */
export type RefusalCode =
  'unauthorised' | 'permission-missing' | 'unknown-method' | 'invalid-request' | 'not-found' | 'illegal-action';

/** A request answered with Ack=Error. */
export class HouzzRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'HouzzRefusal';
    this.code = code;
  }
}
