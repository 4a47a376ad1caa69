import { parseArgs } from 'node:util';
import type { HouzzOptions } from './houzz/desk.js';
import { DEMO_HOUZZ_CREDENTIALS, DEMO_TRADEGECKO_TOKEN, type SandboxOptions } from './sandbox.js';
import { StartError } from './start-error.js';
import type { QuotaSettings } from './tradegecko/quota.js';

/** What the sandbox's own command line says. */
export interface Arguments {
  readonly options: SandboxOptions;
  readonly isJson: boolean;
}

const PORT_MAX = 65_535;
const COUNT_MAX = 1_000_000;
const HOUZZ_PORT = 4801;
const TRADEGECKO_PORT = 4802;
/** Enough for a few of each sort. */
const SKUS_FOR_ORDERS = 50;

export const HELP = `Two services on this machine that answer as Houzz and TradeGecko did.

  npm run sandbox -- [options]

Where
  --houzz-port PORT        ${HOUZZ_PORT} unless told; 0 takes a free one
  --tradegecko-port PORT   ${TRADEGECKO_PORT} unless told; 0 takes a free one
  --state DIR              keeps everything there, over restarts; in memory only unless told
  --json                   one line of JSON once both listen, instead of words

A fresh world
  --skus M                 SKUs with listings and stock; none unless told
  --orders N               orders in all states; none unless told
  --seed S                 the same seed draws the same world (for a day, or for one --now); 1 unless told
  --now TIME               the sandbox's time at its first start, such as 2026-11-20T10:00:00Z
  --switch NAME=POSITION   a reading of what is unknown; may be given several times

Accounts
  --houzz-token, --houzz-user, --houzz-app TEXT   a demonstration's unless told
  --account-type seller|vendor                    seller unless told
  --tradegecko-token TEXT                         a demonstration's unless told
  --quota LIMIT/SECONDS                           300/300 unless told

Examples
  npm run sandbox
  npm run sandbox -- --state ./world --seed 7 --orders 200 --skus 80
  npm run sandbox -- --switch houzz.page-cap=100 --quota 30/60

Exit codes: 0 ended by a signal, 2 an option or a folder or a port cannot be used, 70 a mistake in this program.
What can be done while it runs, with a recipe for each call: docs/sandbox.md`;

const TEXT = { type: 'string' } as const;

const KNOWN = {
  'houzz-port': TEXT,
  'tradegecko-port': TEXT,
  state: TEXT,
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  seed: TEXT,
  orders: TEXT,
  skus: TEXT,
  now: TEXT,
  switch: { type: 'string', multiple: true },
  'houzz-token': TEXT,
  'houzz-user': TEXT,
  'houzz-app': TEXT,
  'account-type': TEXT,
  'tradegecko-token': TEXT,
  quota: TEXT,
} as const;

type Values = ReturnType<typeof parseKnown>;

/** Reads the command line; undefined where only help was asked for. */
export function readArguments(args: readonly string[]): Arguments | undefined {
  const values = parseKnown(args);
  if (values.help === true) return undefined;
  const orders = readNumber(values, 'orders', COUNT_MAX) ?? 0;
  const skus = readNumber(values, 'skus', COUNT_MAX) ?? (orders > 0 ? SKUS_FOR_ORDERS : 0);
  if (orders > 0 && skus === 0) throw new StartError('--orders needs SKUs to order; give --skus a number above 0.');
  const startAt = readTime(values.now);
  return {
    isJson: values.json ?? false,
    options: {
      houzzPort: readNumber(values, 'houzz-port', PORT_MAX) ?? HOUZZ_PORT,
      tradegeckoPort: readNumber(values, 'tradegecko-port', PORT_MAX) ?? TRADEGECKO_PORT,
      seed: readNumber(values, 'seed', Number.MAX_SAFE_INTEGER) ?? 1,
      switches: readSwitches(values.switch ?? []),
      houzz: readHouzz(values),
      tradegecko: { token: values['tradegecko-token'] ?? DEMO_TRADEGECKO_TOKEN, ...readQuota(values.quota) },
      ...(values.state === undefined ? {} : { stateDir: values.state }),
      ...(startAt === undefined ? {} : { startAt }),
      ...(orders + skus === 0 ? {} : { plant: { orders, skus } }),
    },
  };
}

function parseKnown(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: KNOWN, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(values: Values, name: 'houzz-port' | 'tradegecko-port' | 'seed' | 'orders' | 'skus', most: number) {
  const text = values[name];
  if (text === undefined) return undefined;
  if (/^\d{1,16}$/.test(text) && Number(text) <= most) return Number(text);
  throw new StartError(`--${name} must be a whole number from 0 to ${most}.`);
}

function readTime(text: string | undefined): string | undefined {
  if (text === undefined || !Number.isNaN(Date.parse(text))) return text;
  throw new StartError('--now must be a time such as 2026-11-20T10:00:00Z.');
}

function readSwitches(pairs: readonly string[]): Record<string, string> {
  const positions = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at > 0 && at < pair.length - 1) return [pair.slice(0, at), pair.slice(at + 1)] as const;
    throw new StartError(`--switch takes NAME=POSITION; ${pair} is none.`);
  });
  return Object.fromEntries(positions);
}

function readHouzz(values: Values): HouzzOptions {
  const accountType = values['account-type'] ?? 'seller';
  if (accountType !== 'seller' && accountType !== 'vendor') {
    throw new StartError('--account-type must be seller or vendor.');
  }
  return {
    token: values['houzz-token'] ?? DEMO_HOUZZ_CREDENTIALS.token,
    userName: values['houzz-user'] ?? DEMO_HOUZZ_CREDENTIALS.userName,
    appName: values['houzz-app'] ?? DEMO_HOUZZ_CREDENTIALS.appName,
    accountType,
  };
}

function readQuota(text: string | undefined): { quota?: QuotaSettings } {
  if (text === undefined) return {};
  const [, limit = '0', seconds = '0'] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  const quota = { limit: Number(limit), windowMs: Number(seconds) * 1_000 };
  if (quota.limit > 0 && quota.windowMs > 0) return { quota };
  throw new StartError('--quota takes LIMIT/SECONDS, both above 0, such as 300/300.');
}
