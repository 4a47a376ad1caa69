import type { Connection } from '../../worker/connection.js';
import { startWorkers, type Workers } from '../../worker/workers.js';
import type { Closers } from './closers.js';
import type { Host } from './host.js';

/** Starts the Workers of the connections in this process; they are stopped first when everything is closed. */
export async function startWork(
  { temporal, native, bundle }: Host,
  connections: readonly Connection[],
  closers: Closers,
): Promise<Workers> {
  const workers = await startWorkers({ native, namespace: temporal.namespace, connections, bundle });
  closers.add('the Workers', () => workers.stop());
  return workers;
}
