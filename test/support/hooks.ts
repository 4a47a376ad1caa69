import { closeTestTemporal } from './temporal.js';
import { closeSharedOrderWorker } from './workers.js';

/** Mocha's root hooks: what the run shares is ended with it. */
export const mochaHooks = {
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(30_000);
    await closeSharedOrderWorker();
    await closeTestTemporal();
  },
};
