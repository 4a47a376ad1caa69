import type { DeliveringState, Next } from '../../domain/order-state.js';
import type { OrderRun } from './run.js';

/** Reads the channel order by the connection's rules. The order system does not hear of it yet. */
export async function importOrder({ input, inbox, activities }: OrderRun): Promise<Next<'importing'>> {
  const { connection, order } = input;
  // Before the first look at the inbox: a cancel request that came with the start is seen only after an await.
  const { result, hold } = await activities.local.importOrder({ connection, order });
  if (inbox.cancel !== undefined) return { kind: 'cancelling', target: { kind: 'nothing' } };
  if (result.kind === 'blocked') {
    return { kind: 'needs-attention', problem: result.problem, resume: { kind: 'importing' } };
  }
  const delivery: DeliveringState = {
    kind: 'delivering',
    draft: result.draft,
    revision: 0,
    lookUpFirst: input.lookUpFirst,
    answerLost: false,
  };
  return hold ? { kind: 'held', delivery } : delivery;
}
