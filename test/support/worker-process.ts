import type { Bridge } from './bridge.js';
import { spawnWorker } from './spawned-worker.js';
import { testTemporal } from './temporal.js';

/** A worker as an operator runs it: a process of its own. */
export interface WorkerProcess {
  /** Ends it the hard way, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to drain; gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a worker's process on a bridge's configuration and waits until it works. */
export async function startWorkerProcess(bridge: Bridge): Promise<WorkerProcess> {
  const { address, namespace } = await testTemporal();
  const worker = spawnWorker({
    ORDERBRIDGE_CONFIG: bridge.configPath,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
  });
  try {
    await worker.says('Working for');
  } catch (error) {
    await worker.kill();
    throw error;
  }
  return {
    kill: () => worker.kill(),
    stop() {
      worker.signal('SIGTERM');
      return worker.ends();
    },
  };
}
