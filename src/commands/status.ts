import type { Client } from '@temporalio/client';
import { ConfigError } from '../config/config-error.js';
import type { ConnectionId } from '../domain/ids.js';
import { rendered, type Collaborators, type Command } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { nextCommandOf } from './next-commands.js';
import { listRows } from './orders/list.js';
import { ordersQuery, PERSON_CONDITION } from './orders/rows.js';
import { countByStage } from './orders.js';
import { renderStatus } from './output/status.js';
import { readConnectionId } from './pick-connection.js';
import type { ConnectionStatus, StatusReport, SweepStatus } from './reports.js';
import { readSchedules, startedConnections, storedStart, type ScheduleState } from './schedules.js';
import { readSweep } from './sweeps-told.js';
import type { TemporalLink } from './temporal-connection.js';
import { listLink, UI_LISTS, type UiListName } from './ui-links.js';

/** What `status` is asked. */
export interface StatusRequest {
  /** Those to show; all that were ever started when absent. */
  readonly connections?: readonly ConnectionId[];
  /** Whether only these connections' orders are counted. */
  readonly only?: ConnectionId;
}

const WAITING_MAX = 10;
/** Connections asked at the same time, so that a hundred of them do not knock at once. */
const PARALLEL = 10;

/** Reads everything that one screen shows; nothing but Temporal is asked. */
export async function readStatus(
  { connections, only }: StatusRequest,
  { link, env, now }: Pick<Collaborators, 'env' | 'now'> & { readonly link: TemporalLink },
): Promise<StatusReport> {
  const { client, connection, address, namespace } = link;
  const orders = ordersQuery(only);
  const waiting = `${orders} AND ${PERSON_CONDITION}`;
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  const [shown, counts, rows, { count }] = await Promise.all([
    readConnections(client, connections ?? (await startedConnections(client))),
    countByStage(client, orders),
    listRows(client, waiting, { limit: WAITING_MAX, page: 1 }),
    client.workflow.count(waiting),
  ]);
  return {
    readAt: new Date(now()).toISOString(),
    temporal: { address, namespace, serverVersion },
    connections: shown,
    counts,
    waiting: rows.map((row) => ({ ...row, command: nextCommandOf(row) })),
    waitingTotal: count,
    links: linksOf(env, link, only),
  };
}

function linksOf(env: Collaborators['env'], link: TemporalLink, only: ConnectionId | undefined): StatusReport['links'] {
  return uiListNames().flatMap((list) => {
    const url = listLink(env, link, { list, ...(only === undefined ? {} : { connection: only }) });
    return url === null ? [] : [{ list, title: UI_LISTS[list].title, url }];
  });
}

const isUiList = (name: string): name is UiListName => Object.hasOwn(UI_LISTS, name);

const uiListNames = (): readonly UiListName[] => Object.keys(UI_LISTS).filter(isUiList);

async function readConnections(client: Client, ids: readonly ConnectionId[]): Promise<readonly ConnectionStatus[]> {
  const read: ConnectionStatus[] = [];
  for (let at = 0; at < ids.length; at += PARALLEL) {
    read.push(...(await Promise.all(ids.slice(at, at + PARALLEL).map((id) => readConnection(client, id)))));
  }
  return read;
}

async function readConnection(client: Client, id: ConnectionId): Promise<ConnectionStatus> {
  const schedules = await readSchedules(client, id);
  const sweeps = await Promise.all(schedules.map((schedule) => sweepStatusOf(client, schedule)));
  return {
    id,
    importsFrom: storedStart(schedules)?.from ?? null,
    schedules: sweeps,
    quota: sweeps.map(({ last }) => last?.quota ?? null).find((quota) => quota !== null) ?? null,
  };
}

async function sweepStatusOf(
  client: Client,
  { id, workflow, state, note, lastRun, nextAt }: ScheduleState,
): Promise<SweepStatus> {
  const last = lastRun === null ? undefined : await readSweep(client, workflow, lastRun);
  return { id, state, note, last: last ?? null, nextAt };
}

/** A stopped connection is somebody's own doing; one that never started, or whose sweep failed, is not. */
function exitCodeOf({ connections, waitingTotal }: StatusReport): ExitCode {
  const isStarted = connections.some(({ schedules }) => schedules.some(({ state }) => state !== 'absent'));
  if (!isStarted) return EXIT.notFound;
  const hasFailed = connections.some(({ schedules }) => schedules.some(({ last }) => last?.kind === 'failed'));
  return hasFailed || waitingTotal > 0 ? EXIT.needsPerson : EXIT.fine;
}

const LIMIT_MS = 60_000;

/** `orderbridge status` */
export const statusCommand: Command = {
  summary: 'show on one screen how everything stands',
  description:
    'Shows the connections with their sweeps (last run, its age and result, next run), the quota that TradeGecko had ' +
    'left, how many orders stand at which stage, and every order that waits for a person with the command to type. ' +
    'Needs Temporal only. Ends with 1 when something waits for a person or a sweep failed.',
  examples: ['orderbridge status', 'orderbridge status --connection main', 'orderbridge status --json'],
  args: {
    ...CONNECTION,
    ...CONFIG,
    ...EVERY_COMMAND,
    connection: { ...CONNECTION.connection, description: 'only this connection; all when left out' },
  },
  run: async (args, collaborators) => {
    const name = args.text('connection');
    const only = name === undefined ? undefined : readConnectionId(name);
    const configured = only === undefined ? configuredIn(collaborators, args.text('config')) : [only];
    const link = await collaborators.connectTemporal();
    const data = await link.within(LIMIT_MS, async () => {
      const started = only === undefined ? await startedConnections(link.client) : [];
      const connections = [...new Set([...configured, ...started])];
      return readStatus({ connections, ...(only === undefined ? {} : { only }) }, { ...collaborators, link });
    });
    return rendered({ exitCode: exitCodeOf(data), data, render: renderStatus });
  },
};

/** Connections of the file come first and show also before their first start; without a file Temporal knows the rest. */
function configuredIn({ loadConfig }: Collaborators, path: string | undefined): readonly ConnectionId[] {
  try {
    return loadConfig(path).connections.map(({ id }) => id);
  } catch (error) {
    // A status must show where no secret is at hand; a file that was named is a file that is wanted.
    if (error instanceof ConfigError && path === undefined) return [];
    throw error;
  }
}
