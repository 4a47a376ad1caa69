import type { Client } from '@temporalio/client';
import type { StockClock } from '../../domain/stock/clock.js';
import type { SyncInventoryInput } from '../../messages/sweeps.js';

/**
 * Up to when all orders of the channel are known here (epoch milliseconds): the start of the last sweep that ended
 * well, 0 before the first. Stock is raised, and units sold are forgotten, by this clock alone, so that neither happens
 * while the sweep fails. A connection that does not process orders has none to wait for: its clock is the machine's.
 */
async function readTrustedClock(
  client: Client,
  { connection, processesOrders }: Pick<SyncInventoryInput, 'connection' | 'processesOrders'>,
): Promise<number> {
  const nowMs = Date.now();
  if (!processesOrders) return nowMs;
  const query = `Connection="${connection}" AND WorkflowType="pollOrders" AND ExecutionStatus="Completed"`;
  // The server lists what was closed last first.
  for await (const { startTime } of client.workflow.list({ query, pageSize: 1 })) {
    return Math.min(startTime.getTime(), nowMs);
  }
  return 0;
}

/** Reads the clocks of a comparison. */
export async function readClock(
  client: Client,
  input: Pick<SyncInventoryInput, 'connection' | 'processesOrders' | 'raiseAfterMs'>,
): Promise<StockClock> {
  const trustedMs = await readTrustedClock(client, input);
  return { nowMs: Date.now(), trustedMs, raiseAfterMs: input.raiseAfterMs };
}
