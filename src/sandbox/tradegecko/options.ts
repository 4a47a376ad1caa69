import type { QuotaSettings } from './quota.js';

/** The application that an account's first access token belongs to. */
export interface ApplicationOptions {
  readonly clientId: string;
  /** Signs webhooks too. */
  readonly clientSecret: string;
  /** Where users may be sent back to. */
  readonly redirectUris: readonly string[];
}

/** What a simulated account is opened with. */
export interface TradegeckoOptions {
  /** The privileged access token that it takes from the start. */
  readonly token: string;
  /** 300 calls in 300 seconds unless told. */
  readonly quota?: QuotaSettings;
  /** A made-up one unless told. */
  readonly application?: ApplicationOptions;
  /** How long a receiver of webhooks may take; ten seconds unless told. */
  readonly webhookTimeoutMs?: number;
}
