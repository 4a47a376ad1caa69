import { ConfigError } from '../config/config-error.js';
import type { Config, ConnectionConfig } from '../config/config.js';
import { checkHouzz } from './checks/check-houzz.js';
import { checkTemporal } from './checks/check-temporal.js';
import { checkTradegecko, isSameAccount } from './checks/check-tradegecko.js';
import type { CheckRow } from './checks/row.js';
import type { CheckReport } from './reports.js';
import { rendered, type Collaborators, type Command } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { renderCheck } from './output/check.js';
import { pickConnection } from './pick-connection.js';

/** What to check. */
export interface CheckRequest {
  readonly configPath?: string;
  /** All connections when absent. */
  readonly connection?: string;
  /** A SKU whose own quantity is written back to Houzz. */
  readonly writeSku?: string;
  /** How many worker processes share the account. */
  readonly workers: number;
}

type CheckWith = Pick<Collaborators, 'loadConfig' | 'connectTemporal' | 'openServices'>;

/** Checks configuration, Temporal and both services; a failure of one never hides the others. */
export async function check(request: CheckRequest, collaborators: CheckWith): Promise<CheckReport> {
  const { config, rows } = readConfig(request, collaborators);
  const connections = config === undefined ? [] : chosen(config, request.connection);
  const temporal = await checkTemporal(collaborators.connectTemporal, connections);
  const working = config?.connections.filter(({ paused }) => !paused) ?? [];
  const services = await Promise.all(
    connections.map((one) => {
      const sharing = working.filter((other) => isSameAccount(one, other)).length;
      return checkServices(one, { ...request, sharing: Math.max(1, sharing) }, collaborators);
    }),
  );
  const all = [...rows, ...temporal, ...services.flat()];
  const count = (...results: readonly CheckRow['result'][]): number =>
    all.filter(({ result }) => results.includes(result)).length;
  return { rows: all, ok: count('ok'), warnings: count('warning'), failed: count('failed', 'unreachable') };
}

function readConfig(
  { configPath }: CheckRequest,
  { loadConfig }: CheckWith,
): { readonly config: Config | undefined; readonly rows: readonly CheckRow[] } {
  const of = { connection: null, subject: 'configuration' } as const;
  try {
    const config = loadConfig(configPath);
    const detail = `${config.path}, connections: ${config.connections.map(({ id }) => id).join(', ')}`;
    return { config, rows: [{ ...of, check: 'file', result: 'ok', detail, next: null }, ...exposedRows(config)] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { config: undefined, rows: problemRows(error) };
  }
}

/** What stands in a line is told by its number: the names of keys are too long for a column. */
function problemRows({ path, problems }: ConfigError): readonly CheckRow[] {
  const of = { connection: null, subject: 'configuration', result: 'failed' } as const;
  const isRead = problems.some(({ line }) => line !== null);
  const file: CheckRow = { ...of, check: 'file', result: 'ok', detail: `${path} was read`, next: null };
  const rows = problems.map(({ where, line, what, next }): CheckRow => {
    const [check, detail] =
      line === null ? ['file', `${path}: ${where} ${what}`] : [`line ${line}`, `${where} ${what}`];
    return { ...of, check, detail, next };
  });
  return isRead ? [file, ...rows] : rows;
}

function exposedRows({ exposedSecrets }: Config): readonly CheckRow[] {
  const of = { connection: null, subject: 'configuration', check: 'secret file', result: 'warning' } as const;
  return exposedSecrets.map((file): CheckRow => ({
    ...of,
    detail: `everybody on this machine may read ${file}`,
    next: 'Take that right away: chmod 600.',
  }));
}

const chosen = (config: Config, name: string | undefined): readonly ConnectionConfig[] =>
  name === undefined ? config.connections : [pickConnection(config, name)];

async function checkServices(
  connection: ConnectionConfig,
  { writeSku, workers, sharing }: CheckRequest & { readonly sharing: number },
  { openServices }: CheckWith,
): Promise<readonly CheckRow[]> {
  const { marketplace, orderSystem } = await openServices(connection);
  const [houzz, tradegecko] = await Promise.all([
    checkHouzz(connection, marketplace, writeSku),
    checkTradegecko(connection, orderSystem, { workers, connections: sharing }),
  ]);
  return [...houzz, ...tradegecko];
}

/** What a check ends with. */
export function exitCodeOf({ rows, failed }: CheckReport): ExitCode {
  if (failed === 0) return EXIT.fine;
  if (rows.some(({ subject, result }) => subject === 'configuration' && result === 'failed')) return EXIT.usage;
  return rows.some(({ result }) => result === 'failed') ? EXIT.needsPerson : EXIT.unreachable;
}

const WORKERS_MAX = 100;

/** `orderbridge check` */
export const checkCommand: Command = {
  summary: 'say everything that is wrong: configuration, Temporal, both services',
  description:
    'Reads the configuration, Temporal and both services, and says everything that is wrong at once. It changes ' +
    "nothing, unless --write-sku names a SKU: that SKU's own quantity is then written back to Houzz, which is the " +
    'only way to prove that right.',
  examples: ['orderbridge check', 'orderbridge check --workers 2', 'orderbridge check --write-sku LAMP-1'],
  args: {
    'write-sku': { type: 'string', valueHint: 'SKU', description: 'prove that stock may be written to Houzz' },
    workers: { type: 'string', valueHint: 'N', description: 'how many worker processes run; 1 when left out' },
    ...CONNECTION,
    ...CONFIG,
    ...EVERY_COMMAND,
    connection: { ...CONNECTION.connection, description: 'only this connection; all when left out' },
  },
  run: async (args, collaborators) => {
    const [configPath, connection, writeSku] = [args.text('config'), args.text('connection'), args.text('write-sku')];
    const request: CheckRequest = {
      workers: args.whole('workers', { min: 1, max: WORKERS_MAX }) ?? 1,
      ...(configPath === undefined ? {} : { configPath }),
      ...(connection === undefined ? {} : { connection }),
      ...(writeSku === undefined ? {} : { writeSku }),
    };
    const data = await check(request, collaborators);
    return rendered({ exitCode: exitCodeOf(data), data, render: renderCheck });
  },
};
