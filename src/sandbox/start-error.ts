/** Why a sandbox cannot start, where whoever starts it can mend that. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}
