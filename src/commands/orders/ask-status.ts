import type { Client } from '@temporalio/client';
import { statusQuery, type OrderStatus } from '../../messages/order-messages.js';

/** What an order says of itself; without a worker there is no answer, or a refusal: null. */
export async function askStatus(client: Client, workflowId: string, runId: string): Promise<OrderStatus | null> {
  try {
    return await client.workflow.getHandle(workflowId, runId).query(statusQuery);
  } catch {
    return null;
  }
}
