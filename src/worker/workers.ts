import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { createImportActivities } from '../activities/import-order.js';
import { ORDER_QUEUE } from '../messages/queues.js';
import { createConnectionWorkers, type WorkerPlace } from './connection-workers.js';
import type { Connection } from './connection.js';

export interface WorkersOptions extends WorkerPlace {
  readonly connections: readonly Connection[];
  readonly bundle: WorkflowBundleWithSourceMap;
}

/** The Workers of one process, running. */
export interface Workers {
  /** Settles when all have stopped; rejects when one failed, after the others were stopped too. */
  readonly stopped: Promise<void>;
  /** Asks all of them to finish what is under way and stop. */
  stop(): Promise<void>;
}

/** Starts the Worker of the orders and two for each connection. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { native, namespace, connections, bundle } = options;
  const rules = new Map(connections.map(({ config }) => [config.id, config.orders.rules]));
  const orders = await Worker.create({
    connection: native,
    namespace,
    taskQueue: ORDER_QUEUE,
    workflowBundle: bundle,
    activities: createImportActivities((id) => rules.get(id)),
    shutdownGraceTime: '10s',
  });
  const services = await Promise.all(connections.map((connection) => createConnectionWorkers(connection, options)));
  return runTogether([orders, ...services.flat()]);
}

function runTogether(workers: readonly Worker[]): Workers {
  const stopAll = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const runs = workers.map(async (worker) => {
    try {
      await worker.run();
    } finally {
      // One Worker that ended, for whatever reason, leaves the process half able: the others follow.
      stopAll();
    }
  });
  const stopped = Promise.allSettled(runs).then((results) => {
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  });
  // Whoever waits for the end sees the failure; without a waiter it must not end the process as unhandled.
  stopped.catch(() => undefined);
  return {
    stopped,
    async stop() {
      stopAll();
      await stopped;
    },
  };
}
