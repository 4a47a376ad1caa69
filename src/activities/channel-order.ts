import type { ConnectionId } from '../domain/ids.js';
import type { AuthoriseResult, Marketplace, OrderKey, OrderLookup } from '../ports/marketplace.js';
import { runActivity } from './run-activity.js';

export interface ChannelOrderInput {
  readonly connection: ConnectionId;
  readonly order: OrderKey;
}

/** What the channel says of an order that waited, and what the connection's rules say of its status now. */
export type OrderReading =
  | Exclude<OrderLookup, { kind: 'found' }>
  | (Extract<OrderLookup, { kind: 'found' }> & {
      readonly isImportable: boolean;
      readonly needsAuthorisation: boolean;
    });

export interface ChannelOrderActivities {
  authoriseOrder(input: ChannelOrderInput): Promise<AuthoriseResult>;
  readChannelOrder(input: ChannelOrderInput): Promise<OrderReading>;
}

/** Makes the activities that ask the channel for one order, and have its payment authorised. */
export function createChannelOrderActivities(marketplace: Marketplace): ChannelOrderActivities {
  return {
    /** Reads before each step, so that a try after a lost answer repeats nothing. */
    authoriseOrder: ({ order }) => runActivity('shutdown', (call) => marketplace.authorise(order, call)),

    readChannelOrder: ({ order }) =>
      runActivity('any-cancel', async (call) => {
        const [lookup = { kind: 'missing' } as const] = await marketplace.lookUp([order], call);
        if (lookup.kind !== 'found') return lookup;
        const { status } = lookup.order;
        return {
          ...lookup,
          isImportable: marketplace.isImportable(status),
          needsAuthorisation: marketplace.needsAuthorisation(status),
        };
      }),
  };
}
