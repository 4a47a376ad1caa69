import type { z } from 'zod';
import { baseUrl, choice, duration, numericId, section, wholeNumber } from './fields.js';
import { proxySection, tlsSection } from './network.js';
import { secret, type SecretSources } from './secrets.js';

/** The most calls one ordinary piece of work makes, so what an open slot may still use up. */
const CALLS_PER_SLOT = 3;

/** How one TradeGecko account is reached, and how sales orders are made in it. */
export const tradegeckoSection = (sources: SecretSources) =>
  section({
    baseUrl: baseUrl('Give the address of the TradeGecko API, or leave it out.').prefault('https://api.tradegecko.com'),
    token: secret(sources, 'TRADEGECKO_TOKEN'),
    companyId: numericId('Give the number of the TradeGecko company that buys the orders (it ends its page address).'),
    stockLocationId: numericId('Give the number of the location that ships, or leave it out.').exactOptional(),
    createAs: choice(['draft', 'active', 'finalized'], 'Say in which status orders are made.').prefault('finalized'),
    numberFields: choice(
      ['reference-first', 'id-first'],
      'Say which of our two numbers becomes the order number.',
    ).prefault('reference-first'),
    quotaReserve: wholeNumber(0, 250, 'Say how many calls of each window stay unused by this process.').prefault(15),
    slots: wholeNumber(1, 20, 'Say how many pieces of work may call at the same time.').prefault(4),
    proxy: proxySection(sources, 'TRADEGECKO_PROXY_PASSWORD').exactOptional(),
    tls: tlsSection(sources).exactOptional(),
    timeout: duration('1s', '2m', 'Say how long a call may take.').prefault('30s'),
    lateAnswer: duration(
      '1s',
      '1h',
      'Say how long a call whose answer was lost may still take effect in TradeGecko.',
    ).prefault('10m'),
  }).transform(({ timeout, lateAnswer, quotaReserve, slots, ...rest }) => ({
    ...rest,
    lateAnswerMs: lateAnswer,
    quota: { reserve: quotaReserve, slots, callsPerSlot: CALLS_PER_SLOT },
    timeoutMs: timeout,
  }));

/** Everything about the TradeGecko side of a connection. */
export type TradegeckoConfig = Readonly<z.output<ReturnType<typeof tradegeckoSection>>>;
