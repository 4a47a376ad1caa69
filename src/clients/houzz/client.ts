import type { Marketplace } from '../../ports/marketplace.js';
import { createHouzzCalls, type HouzzAccess } from './calls.js';
import { findOrders } from './find-orders.js';
import { createHouzzLists } from './lists.js';
import type { ShippingRules } from './shipping-methods.js';
import { FILTER_WORD, type ImportStatus } from './statuses.js';
import type { AccountType } from './translate.js';
import { createHouzzWrites } from './writes.js';

const PAGE_SIZE = 1_000;

/** One Houzz account and how it is dealt with. */
export interface HouzzOptions extends HouzzAccess {
  readonly accountType: AccountType;
  /** The statuses whose orders are imported; `charged` when absent. */
  readonly importStatuses?: readonly ImportStatus[];
  readonly shipping: ShippingRules;
  /** Rows asked for at a time; Houzz may answer with fewer. */
  readonly pageSize?: number;
}

/** Makes the marketplace that is a Houzz account. Its calls throw ApiError. */
export function createHouzzClient(options: HouzzOptions): Marketplace & { close(): void } {
  const { accountType, importStatuses = ['charged'], pageSize = PAGE_SIZE, shipping } = options;
  const calls = createHouzzCalls(options);
  const lists = createHouzzLists(calls, { accountType, importStatuses, pageSize });
  const lookUp: Marketplace['lookUp'] = (keys, call) => findOrders(keys, lists.readAllOrders, call);
  const writes = createHouzzWrites({
    calls,
    shipping,
    async lookUpOne(key, call) {
      const [lookup] = await lookUp([key], call);
      return lookup ?? { kind: 'missing' };
    },
  });
  return {
    name: 'Houzz',
    async checkCredentials(call) {
      // Houzz has no call that only tests: one order, or none, proves that the token reads orders.
      await calls.read(
        'getOrders',
        [
          ['Status', FILTER_WORD.charged],
          ['Start', '0'],
          ['NumberOfItems', '1'],
        ],
        call,
      );
    },
    listImportable: (cursor, call) => lists.listImportable(cursor, call),
    lookUp,
    listListings: (cursor, call) => lists.listListings(cursor, call),
    ...writes,
    close: () => {
      calls.close();
    },
  };
}
