import { ApplicationFailure } from '@temporalio/common';
import type { ChannelOrder } from '../domain/channel-order.js';
import type { ConnectionId } from '../domain/ids.js';
import { importOrder, type ImportResult } from '../domain/import-order.js';
import type { OrderRules } from '../domain/order-rules.js';

export interface ImportInput {
  readonly connection: ConnectionId;
  readonly order: ChannelOrder;
}

/** What the import makes of an order, and whether it waits for an operator's release. */
export interface Imported {
  readonly result: ImportResult;
  readonly hold: boolean;
}

/** The local activity of the shared queue: it validates, maps and sums, and calls nobody. */
export interface ImportActivities {
  importOrder(input: ImportInput): Promise<Imported>;
}

/** Makes the import for all connections of this process; `rulesOf` gives undefined for an unknown one. */
export function createImportActivities(
  rulesOf: (connection: ConnectionId) => OrderRules | undefined,
): ImportActivities {
  return {
    async importOrder({ connection, order }) {
      const rules = rulesOf(connection);
      if (rules === undefined) {
        // Retried: another worker may know it, or this one after its file was mended; the order waits unharmed.
        throw ApplicationFailure.retryable(
          `This worker's configuration has no connection "${connection}". Add it, or run the worker that has it.`,
          'unknown-connection',
        );
      }
      return { result: importOrder(order, rules), hold: rules.hold };
    },
  };
}
