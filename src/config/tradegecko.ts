import type { z } from 'zod';
import { baseUrl, choice, duration, numericId, section, wholeNumber } from './fields.js';
import { proxySection, tlsSection } from './network.js';
import { secret, type SecretSources } from './secrets.js';

/** The most calls one ordinary piece of work makes, so what an open slot may still use up. */
const CALLS_PER_SLOT = 3;

const writtenTradegecko = (sources: SecretSources) =>
  section({
    baseUrl: baseUrl('Give the address of the TradeGecko API, or leave it out.')
      .prefault('https://api.tradegecko.com')
      .describe('Where the TradeGecko API is.'),
    token: secret(sources, 'TRADEGECKO_TOKEN').describe('A privileged access token: it does not expire.'),
    companyId: numericId(
      'Give the number of the TradeGecko company that buys the orders (it ends its page address).',
    ).meta({
      description: "The company that buys the orders of this channel: the number at the end of its page's address.",
      examples: [1001],
    }),
    stockLocationId: numericId('Give the number of the location that ships, or leave it out.')
      .exactOptional()
      .meta({
        description: "The location that ships. Left out, the account's default location does.",
        examples: [2001],
      }),
    createAs: choice(['draft', 'active', 'finalized'], 'Say in which status orders are made.')
      .prefault('finalized')
      .describe('The status in which sales orders are made. Drafts commit no stock.'),
    numberFields: choice(['reference-first', 'id-first'], 'Say which of our two numbers becomes the order number.')
      .prefault('reference-first')
      .describe(
        "Which number goes where. With reference-first the short reference is the order number and Houzz's full " +
          'id the reference number; with id-first it is the other way round.',
      ),
    quotaReserve: wholeNumber(0, 250, 'Say how many calls of each window stay unused by this process.')
      .prefault(15)
      .describe(
        'Calls of each window of 300 that this process leaves unused. Every further worker process needs three for ' +
          'each of its slots; 15 covers one other process.',
      ),
    slots: wholeNumber(1, 20, 'Say how many pieces of work may call at the same time.')
      .prefault(4)
      .describe('Pieces of work that may call at the same time.'),
    proxy: proxySection(sources, 'TRADEGECKO_PROXY_PASSWORD').exactOptional(),
    tls: tlsSection(sources).exactOptional(),
    timeout: duration('1s', '2m', 'Say how long a call may take.')
      .prefault('30s')
      .describe('The longest a call may take.'),
    lateAnswer: duration('1s', '1h', 'Say how long a call whose answer was lost may still take effect in TradeGecko.')
      .prefault('10m')
      .describe(
        'How long a call whose answer was lost may still take effect; a withdrawn delivery is looked up once ' +
          'more then.',
      ),
  });

/** How one TradeGecko account is reached, and how sales orders are made in it. */
export const tradegeckoSection = (sources: SecretSources) =>
  writtenTradegecko(sources).transform(({ timeout, lateAnswer, quotaReserve, slots, ...rest }) => ({
    ...rest,
    lateAnswerMs: lateAnswer,
    quota: { reserve: quotaReserve, slots, callsPerSlot: CALLS_PER_SLOT },
    timeoutMs: timeout,
  }));

/** Everything about the TradeGecko side of a connection. */
export type TradegeckoConfig = Readonly<z.output<ReturnType<typeof tradegeckoSection>>>;
