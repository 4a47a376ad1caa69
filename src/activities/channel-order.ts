import type { ConnectionId } from '../domain/ids.js';
import type { AuthoriseResult, Marketplace, OrderKey, OrderLookup } from '../ports/marketplace.js';
import { runActivity } from './run-activity.js';

export interface ChannelOrderInput {
  readonly connection: ConnectionId;
  readonly order: OrderKey;
}

export interface ChannelOrderActivities {
  authoriseOrder(input: ChannelOrderInput): Promise<AuthoriseResult>;
  readChannelOrder(input: ChannelOrderInput): Promise<OrderLookup>;
}

/** Makes the activities that ask the channel for one order, and have its payment authorised. */
export function createChannelOrderActivities(marketplace: Marketplace): ChannelOrderActivities {
  return {
    /** Reads before each step, so that a try after a lost answer repeats nothing. */
    authoriseOrder: ({ order }) => runActivity('shutdown', (call) => marketplace.authorise(order, call)),

    readChannelOrder: ({ order }) =>
      runActivity('any-cancel', async (call) => {
        const [lookup] = await marketplace.lookUp([order], call);
        return lookup ?? { kind: 'missing' };
      }),
  };
}
