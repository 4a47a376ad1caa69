import type { Marketplace } from '../../ports/marketplace.js';
import { authoriseOrder } from './authorise.js';
import { createHouzzCalls, type HouzzAccess } from './calls.js';
import { findOrders } from './find-orders.js';
import { createHouzzLists, isAmong } from './lists.js';
import type { ShippingRules } from './shipping-methods.js';
import { statusIn, type StatusOf } from './status-of.js';
import { DEFAULT_STATUSES, FILTER_WORD, OPEN_STATUSES, type ImportStatus, type PaymentFlow } from './statuses.js';
import type { AccountType } from './translate.js';
import { createHouzzWrites } from './writes.js';

const PAGE_SIZE = 1_000;

/** One Houzz account and how it is dealt with. */
export interface HouzzOptions extends HouzzAccess {
  readonly accountType: AccountType;
  /** Who has payments authorised; Houzz itself when absent. */
  readonly flow?: PaymentFlow;
  /** The statuses whose orders are imported; those of the flow when absent. */
  readonly importStatuses?: readonly ImportStatus[];
  readonly shipping: ShippingRules;
  /** Orders asked for at a time, and listings up to a hundred; Houzz may answer with fewer. */
  readonly pageSize?: number;
}

/** Makes the marketplace that is a Houzz account. Its calls throw ApiError. */
export function createHouzzClient(options: HouzzOptions): Marketplace & { close(): void } {
  const { accountType, flow = 'auto-charge', pageSize = PAGE_SIZE, shipping } = options;
  const importStatuses = options.importStatuses ?? DEFAULT_STATUSES[flow];
  const calls = createHouzzCalls(options);
  const lists = createHouzzLists(calls, { accountType, pageSize });
  const lookUp: Marketplace['lookUp'] = (keys, call) => findOrders(keys, lists.readAllOrders, call);
  const statusOf: StatusOf = async (key, call) => statusIn((await lookUp([key], call))[0]);
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
    listImportable: (cursor, call) => lists.listOrders(importStatuses, cursor, call),
    listOpen: (cursor, call) => lists.listOrders(OPEN_STATUSES, cursor, call),
    isImportable: (status) => isAmong(status, importStatuses),
    needsAuthorisation: ({ kind }) => flow === 'classic' && (kind === 'placed' || kind === 'processing'),
    authorise: (order, call) => authoriseOrder({ calls, statusOf, flow }, order, call),
    lookUp,
    listListings: (cursor, call) => lists.listListings(cursor, call),
    readListings: (skus, call) => lists.readListings(skus, call),
    ...createHouzzWrites({ calls, shipping, statusOf, flow }),
    close: () => {
      calls.close();
    },
  };
}
