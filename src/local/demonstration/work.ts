import { join } from 'node:path';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import type { TemporalSettings } from '../../config/temporal.js';
import { bundleWorkflows } from '../../worker/bundle.js';
import type { Connection } from '../../worker/connection.js';
import { forTemporal } from '../../worker/logging.js';
import { startWorkers } from '../../worker/workers.js';
import type { Temporal } from '../temporal/open.js';
import type { Closers } from './closers.js';

export interface WorkOptions {
  readonly connection: Connection;
  readonly temporal: Temporal;
  readonly security: Partial<TemporalSettings['security']>;
  readonly stateDir: string;
  readonly closers: Closers;
}

/** The Workers at work. */
export interface Work {
  /** Rejects when the Workers ended by themselves. */
  readonly stopped: Promise<void>;
}

/** Starts the Workers of the demonstration in this process, with a log of their own: the terminal belongs to the view. */
export async function startWork(options: WorkOptions): Promise<Work> {
  const { connection, temporal, security, stateDir, closers } = options;
  const log = pino({ level: 'warn' }, pino.destination({ dest: join(stateDir, 'worker.log'), sync: true }));
  // Signals belong to the demonstration, which ends its parts in their order.
  Runtime.install({ shutdownSignals: [], logger: forTemporal(log) });
  const native = await NativeConnection.connect({ ...security, address: temporal.address });
  closers.add("the Workers' connection", () => native.close());
  const workers = await startWorkers({
    native,
    namespace: temporal.namespace,
    connections: [connection],
    bundle: await bundleWorkflows(),
  });
  closers.add('the Workers', () => workers.stop());
  return { stopped: workers.stopped };
}
