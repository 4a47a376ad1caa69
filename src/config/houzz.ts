import type { z } from 'zod';
import { baseUrl, choice, duration, flag, loginName, optionalGroup, section, text } from './fields.js';
import { proxySection, tlsSection } from './network.js';
import { secret, type SecretSources } from './secrets.js';

/** How one Houzz account is reached, and what may be done in it. */
export const houzzSection = (sources: SecretSources) =>
  section({
    baseUrl: baseUrl('Give the address of the Houzz API, or leave it out.').prefault('https://api.houzz.com'),
    token: secret(sources, 'HOUZZ_TOKEN'),
    userName: text('Give the Houzz user name that the token belongs to.'),
    appName: text('Give the application name that Houzz registered with the token.'),
    accountType: choice(['seller', 'vendor'], 'Say which price of a line counts.').prefault('seller'),
    flow: choice(['auto-charge', 'classic'], 'Say who has payments authorised.').prefault('auto-charge'),
    basicAuth: section({
      userName: loginName('Give the user name that the address asks for, without a colon.'),
      password: secret(sources, 'HOUZZ_BASIC_PASSWORD'),
    }).exactOptional(),
    proxy: proxySection(sources, 'HOUZZ_PROXY_PASSWORD').exactOptional(),
    tls: tlsSection(sources).exactOptional(),
    permissions: optionalGroup(
      section({
        updateInventory: flag('Say true or false: may stock be written to Houzz?').prefault(true),
        processOrders: flag('Say true or false: may orders be read and shipped in Houzz?').prefault(true),
      }),
    ),
    timeout: duration('1s', '2m', 'Say how long a call may take.').prefault('30s'),
  }).transform(({ timeout, ...rest }) => ({ ...rest, timeoutMs: timeout }));

/** Everything about the Houzz side of a connection. */
export type HouzzConfig = Readonly<z.output<ReturnType<typeof houzzSection>>>;
