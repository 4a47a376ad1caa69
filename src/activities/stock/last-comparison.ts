import type { Client } from '@temporalio/client';
import type { ConnectionId } from '../../domain/ids.js';
import type { SyncInventoryResult } from '../../messages/sweeps.js';

/** The result of the connection's last comparison that ended well; undefined before the first. */
export async function readLastComparison(
  client: Client,
  connection: ConnectionId,
): Promise<SyncInventoryResult | undefined> {
  const query = `Connection="${connection}" AND WorkflowType="syncInventory" AND ExecutionStatus="Completed"`;
  // The server lists what was closed last first.
  for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 1 })) {
    return client.workflow.getHandle<() => Promise<SyncInventoryResult>>(workflowId, runId).result();
  }
  return undefined;
}
