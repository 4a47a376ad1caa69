import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { createImportActivities } from '../activities/import-order.js';
import type { ConnectionId } from '../domain/ids.js';
import type { OrderRules } from '../domain/order-rules.js';
import { ORDER_QUEUE } from '../messages/queues.js';
import { createConnectionWorkers, type WorkerPlace } from './connection-workers.js';
import type { Connection } from './connection.js';
import { createCrew } from './crew.js';

export interface WorkersOptions extends WorkerPlace {
  /** Those to begin with. */
  readonly connections: readonly Connection[];
  readonly bundle: WorkflowBundle;
}

/** The Workers of one process, running: one for the orders of all connections, and two for each connection. */
export interface Workers {
  /** Settles when all have stopped; rejects when one failed, after the others were stopped too. */
  readonly stopped: Promise<void>;
  /** Lets the orders of a connection be imported by its rules, whether anyone works for it or not; undefined forgets it. */
  setRules(id: ConnectionId, rules: OrderRules | undefined): void;
  /** Starts to work for a connection. */
  add(connection: Connection): Promise<void>;
  /** Finishes what is under way for a connection and stops working for it. */
  remove(id: ConnectionId): Promise<void>;
  /** Pieces of work under way for a connection. */
  underWay(id: ConnectionId): number;
  /** Asks all of them to finish what is under way and stop. */
  stop(): Promise<void>;
}

const ORDERS_GRACE_MS = 10_000;

/** Starts the Worker of the orders and two for each connection. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { native, namespace, connections, bundle, graceMaxMs = ORDERS_GRACE_MS } = options;
  const rules = new Map<ConnectionId, OrderRules>();
  const orders = await Worker.create({
    connection: native,
    namespace,
    taskQueue: ORDER_QUEUE,
    workflowBundle: bundle,
    activities: createImportActivities((id) => rules.get(id)),
    shutdownGraceTime: Math.min(ORDERS_GRACE_MS, graceMaxMs),
  });
  const crew = createCrew();
  crew.run(ORDER_QUEUE, [orders]);
  const workers: Workers = {
    stopped: crew.ended,
    setRules(id, known) {
      if (known === undefined) rules.delete(id);
      else rules.set(id, known);
    },
    async add(connection) {
      const { id, orders: settings } = connection.config;
      rules.set(id, settings.rules);
      crew.run(groupOf(id), await createConnectionWorkers(connection, options));
    },
    remove: (id) => crew.end(groupOf(id)),
    underWay: (id) => crew.underWay(groupOf(id)),
    stop: () => crew.stop(),
  };
  try {
    await Promise.all(connections.map((connection) => workers.add(connection)));
    return workers;
  } catch (error) {
    await workers.stop();
    throw error;
  }
}

const groupOf = (id: ConnectionId): string => `${ORDER_QUEUE}/${id}`;
