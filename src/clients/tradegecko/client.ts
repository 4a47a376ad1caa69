import type { OrderSystem } from '../../ports/order-system.js';
import { createQuota, type Quota, type QuotaPolicy } from '../quota.js';
import { callName, createTradegeckoCalls, readBy, type TradegeckoAccess } from './calls.js';
import { createCatalogueNews, NEWS_AFTER_MS } from './catalogue-news.js';
import { createCatalogue } from './catalogue.js';
import { createSalesOrder } from './create-order.js';
import type { DraftRules } from './draft.js';
import { createItemReads } from './items.js';
import { createOrderReads } from './orders.js';
import { userAnswer } from './schemas.js';
import { createShipmentReads } from './shipments.js';

/** One TradeGecko account and how it is dealt with. */
export interface TradegeckoOptions extends TradegeckoAccess, DraftRules {
  readonly quota: QuotaPolicy;
  /** How a hub that delivered orders before numbered them; such orders are found, too. */
  readonly otherHubPattern?: string;
  /** After which time the changes of the catalogue are read before it is trusted again. */
  readonly newsAfterMs?: number;
}

/** The order system that is a TradeGecko account, with the quota that supplies its slots. */
export interface TradegeckoClient extends OrderSystem {
  readonly quota: Quota;
  close(): void;
}

/** Documented: an Idempotency-Key is known for 24 hours. */
const KEY_LIFE_MS = 24 * 60 * 60 * 1000;

/** Makes the order system that is a TradeGecko account. Its calls throw ApiError. */
export function createTradegeckoClient(options: TradegeckoOptions): TradegeckoClient {
  const quota = createQuota(options.quota);
  const calls = createTradegeckoCalls(options, quota);
  const catalogue = createCatalogue();
  const news = createCatalogueNews(calls, options.newsAfterMs ?? NEWS_AFTER_MS);
  const items = createItemReads(calls, catalogue, news);
  const orders = createOrderReads(calls, options);
  const shipments = createShipmentReads(calls);
  return {
    name: 'TradeGecko',
    keyLifeMs: KEY_LIFE_MS,
    quota,
    async checkCredentials(call) {
      const path = '/users/current';
      const answer = await calls.get({ path }, call);
      return readBy(userAnswer, answer.json, callName('GET', path)).user.permissions;
    },
    createSalesOrder: (draft, call) => createSalesOrder({ calls, catalogue, items, rules: options }, draft, call),
    ...orders,
    ...shipments,
    listItems: items.listItems,
    findItems: items.findItems,
    close: () => {
      calls.close();
    },
  };
}
