import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { DEMO_HOUZZ_CREDENTIALS, DEMO_TRADEGECKO_TOKEN } from '../../sandbox/sandbox.js';
import { MARKETPLACE_COMPANY_ID, PRIMARY_LOCATION_ID } from '../../sandbox/tradegecko/service.js';
import { ALIASES, CARRIERS, KITS, STOCK_RULES } from './goods.js';

/** Calls in a window of the simulated TradeGecko; the real one has 300 in 300 s, which nobody wants to watch. */
export const QUOTA = { limit: 100, windowMs: 10_000 } as const;

/** Said wherever figures are shown: they come about faster than in earnest. */
export const paceLines = (): readonly string[] => [
  'Polls run every 2 to 3 s here (in earnest every 2 to 15 min), and the quota is',
  `${QUOTA.limit} calls in ${QUOTA.windowMs / 1_000} s (in earnest 300 in 300 s). Both services are simulated.`,
];

const CONFIG_NAME = 'orderbridge.yaml';

/** Where the simulated services are, and how long a call to them may take where that is not as usual. */
interface ServiceSettings {
  readonly houzzUrl: string;
  readonly tradegeckoUrl: string;
  readonly callTimeout?: string | undefined;
}

/** Writes the configuration of the demonstration, as an operator would, and gives its path. */
export async function writeConfig(
  stateDir: string,
  { name, ...services }: ServiceSettings & { readonly name: string },
): Promise<string> {
  const secrets = join(stateDir, 'secrets');
  await mkdir(secrets, { recursive: true, mode: 0o700 });
  await writePrivate(join(secrets, 'houzz-token'), DEMO_HOUZZ_CREDENTIALS.token);
  await writePrivate(join(secrets, 'tradegecko-token'), DEMO_TRADEGECKO_TOKEN);
  const path = join(stateDir, CONFIG_NAME);
  const head = '# Written anew at each start of the demonstration. Both services are simulated on this machine.\n';
  await writePrivate(path, head + stringify({ connections: { [name]: connectionOf(services) } }));
  return path;
}

function connectionOf({ houzzUrl, tradegeckoUrl, callTimeout }: ServiceSettings) {
  const { userName, appName } = DEMO_HOUZZ_CREDENTIALS;
  const timeout = callTimeout === undefined ? {} : { timeout: callTimeout };
  return {
    houzz: { baseUrl: houzzUrl, token: { file: 'secrets/houzz-token' }, userName, appName, ...timeout },
    tradegecko: {
      ...timeout,
      baseUrl: tradegeckoUrl,
      token: { file: 'secrets/tradegecko-token' },
      companyId: MARKETPLACE_COMPANY_ID,
      stockLocationId: PRIMARY_LOCATION_ID,
      lateAnswer: '3s',
    },
    orders: { aliases: ALIASES, kits: KITS, pollEvery: '2s' },
    shipments: { pollEvery: '2s', carriers: CARRIERS },
    inventory: { syncEvery: '3s', raiseAfter: '0s', ...STOCK_RULES },
  };
}

async function writePrivate(path: string, text: string): Promise<void> {
  const next = `${path}.new`;
  await writeFile(next, text, { mode: 0o600 });
  // The mode of a file that was there before would stay as it was.
  await chmod(next, 0o600);
  await rename(next, path);
}
