import type { QuotaSettings } from './quota.js';

/** What a simulated account is opened with. */
export interface TradegeckoOptions {
  /** The access token that it takes. */
  readonly token: string;
  /** 300 calls in 300 seconds unless told. */
  readonly quota?: QuotaSettings;
}
