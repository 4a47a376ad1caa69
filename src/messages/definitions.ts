import type { QueryDefinition, SignalDefinition, UpdateDefinition } from '@temporalio/common';

// Temporal's own makers live in its workflow package, which only the workflows may import; a definition is a name
// with a type, so the casts below add what exists at compile time only.

/** Names a signal and types its arguments. */
export const signal = <Args extends unknown[]>(name: string) => ({ type: 'signal', name }) as SignalDefinition<Args>;

/** Names a query and types its answer. */
export const query = <Answer>(name: string) => ({ type: 'query', name }) as QueryDefinition<Answer>;

/** Names an update and types its answer and arguments. */
export const update = <Answer, Args extends unknown[]>(name: string) =>
  ({ type: 'update', name }) as UpdateDefinition<Answer, Args>;
