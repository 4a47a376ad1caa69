import type { z } from 'zod';
import { baseUrl, choice, duration, flag, loginName, optionalGroup, section, text } from './fields.js';
import { proxySection, tlsSection } from './network.js';
import { secret, type SecretSources } from './secrets.js';

/** How one Houzz account is reached, and what may be done in it. */
export const houzzSection = (sources: SecretSources) =>
  section({
    baseUrl: baseUrl('Give the address of the Houzz API, or leave it out.')
      .prefault('https://api.houzz.com')
      .describe('Where the Houzz API is.'),
    token: secret(sources, 'HOUZZ_TOKEN').describe('The token that Houzz issued for this application.'),
    userName: text('Give the Houzz user name that the token belongs to.').meta({
      description: 'The Houzz user that the token belongs to.',
      examples: ['example-seller'],
    }),
    appName: text('Give the application name that Houzz registered with the token.').meta({
      description: 'The application name that Houzz registered with the token.',
      examples: ['orderbridge'],
    }),
    accountType: choice(['seller', 'vendor'], 'Say which price of a line counts.')
      .prefault('seller')
      .describe('With seller the price of a line counts, with vendor its cost.'),
    flow: choice(['auto-charge', 'classic'], 'Say who has payments authorised.')
      .prefault('auto-charge')
      .describe(
        'With auto-charge Houzz authorises payments by itself and shows orders once it has, as for most since ' +
          '2021. With classic orders show as soon as they are placed: they are processed and charged before they ' +
          'are delivered, and charged once more when the authorisation lapsed before they shipped.',
      ),
    basicAuth: section({
      userName: loginName('Give the user name that the address asks for, without a colon.').meta({
        description: 'Its user name, without a colon.',
        examples: ['someone'],
      }),
      password: secret(sources, 'HOUZZ_BASIC_PASSWORD').describe('Its password.'),
    })
      .exactOptional()
      .describe('Only for an address that asks for Basic authentication before it lets a call through.'),
    proxy: proxySection(sources, 'HOUZZ_PROXY_PASSWORD').exactOptional(),
    tls: tlsSection(sources).exactOptional(),
    permissions: optionalGroup(
      section({
        updateInventory: flag('Say true or false: may stock be written to Houzz?')
          .prefault(true)
          .describe('Whether stock may be written to Houzz.'),
        processOrders: flag('Say true or false: may orders be read and shipped in Houzz?')
          .prefault(true)
          .describe('Whether orders may be read and shipped in Houzz.'),
      }),
    ).describe('The two permissions that Houzz grants, as switches.'),
    timeout: duration('1s', '2m', 'Say how long a call may take.')
      .prefault('30s')
      .describe('The longest a call may take.'),
  }).transform(({ timeout, ...rest }) => ({ ...rest, timeoutMs: timeout }));

/** Everything about the Houzz side of a connection. */
export type HouzzConfig = Readonly<z.output<ReturnType<typeof houzzSection>>>;
